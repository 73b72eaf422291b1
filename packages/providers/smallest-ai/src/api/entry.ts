import { isRecord, type JsonRecord, redact, redactUrl, stringAt } from '@stt-webhooks/core/provider'
import type { SmallestAiLoggedDelivery, SmallestAiLoggedRequest } from '../payload.ts'

/** What both logs have; the rest is checked where it is read. */
export interface LogEntry extends JsonRecord {
  readonly request_id: string
}

/**
 * Entries without what opens something, and only those that name their job.
 * @param parameter the query parameter of callback URLs that holds the token
 */
export function toEntry(item: unknown, parameter: string): LogEntry | undefined {
  const entry = redact(item)
  const request_id = isRecord(entry) ? stringAt(entry, 'request_id') : undefined
  if (!isRecord(item) || !isRecord(entry) || request_id === undefined) return undefined
  const { webhook_url: url, error } = item
  return {
    ...entry,
    request_id,
    ...(typeof url === 'string' && { webhook_url: withoutToken(url, parameter) }),
    ...(typeof error === 'string' && { error: withoutPaths(error) }),
  }
}

/** Only what the reader needs is checked; the rest of the types is the service's documentation. */
export function isDelivery(entry: LogEntry): entry is LogEntry & SmallestAiLoggedDelivery {
  return stringAt(entry, 'status') !== undefined
}

/** One without a text, be it that of silence, is of no use. */
export function isRequest(entry: LogEntry): entry is LogEntry & SmallestAiLoggedRequest {
  return typeof entry['transcription'] === 'string'
}

/** The path of a callback URL may be the token, and nothing tells whether it is. */
function withoutToken(text: string, parameter: string): string {
  if (!URL.canParse(text)) return ''
  const { origin, searchParams } = new URL(text)
  const kept = [...searchParams].filter(([name, value]) => name !== parameter && redact(value) === value)
  const query = new URLSearchParams(kept).toString()
  return redactUrl(`${origin}/${query && `?${query}`}`)
}

function withoutPaths(message: string): string {
  return message.replace(/\bhttps?:\/\/[^\s"'<>]+/gi, (url) =>
    URL.canParse(url) ? new URL(url).origin : '***',
  )
}
