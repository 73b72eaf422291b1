import { isWebhookError } from '@stt-webhooks/core'
import { WebhookError } from '@stt-webhooks/core/inbox'

/** Primary result codes of SQLite: https://www.sqlite.org/rescode.html */
const codes = {
  busy: 5,
  locked: 6,
  noMemory: 7,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
} as const

/** What is wrong with the store itself, and what to do; any other error is that of a single write. */
const advice: Readonly<Record<number, string>> = {
  [codes.busy]: 'Another process holds it locked. Is a backup or another tool writing to it?',
  [codes.locked]: 'Another process holds it locked. Is a backup or another tool writing to it?',
  [codes.noMemory]: 'There is not enough memory.',
  [codes.readOnly]: 'It cannot be written to. Check the rights of the file and of its folder.',
  [codes.ioError]: 'The disk failed.',
  [codes.corrupt]: 'It is damaged. Move it away, restore a backup, and look at the disk.',
  [codes.full]: 'The disk is full. Make room; the inbox goes on by itself.',
  [codes.cannotOpen]: 'It cannot be opened. Check that its folder exists and its rights.',
  [codes.notADatabase]: 'It is no SQLite database, or damaged. Move it away and restore a backup.',
}

/** After these the connection is not to be trusted. */
const fatal: readonly number[] = [codes.ioError, codes.corrupt, codes.cannotOpen, codes.notADatabase]

export function isBusy(error: unknown): boolean {
  const code = codeOf(error)
  return code === codes.busy || code === codes.locked
}

/** True if the store failed, and not what was asked of it. */
export function isTrouble(error: unknown): boolean {
  const code = codeOf(error)
  return code !== undefined && code in advice
}

export function isFatal(error: unknown): boolean {
  const code = codeOf(error)
  return code !== undefined && fatal.includes(code)
}

/** The error with what to do about it. */
export function explain(error: unknown, file: string): WebhookError {
  if (isWebhookError(error)) return error
  const hint = advice[codeOf(error) ?? -1]
  const message = error instanceof Error ? error.message : String(error)
  return new WebhookError('not_stored', `${file}: ${message}.${hint === undefined ? '' : ` ${hint}`}`, {
    cause: error,
  })
}

/** `errcode` is an extended result code; its low byte is the primary one. */
function codeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number')
    return undefined
  return error.errcode & 0xff
}
