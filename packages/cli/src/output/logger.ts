import type { Logger } from '@stt-webhooks/core'
import { printable } from './printable.ts'
import { type Style, style } from './style.ts'

/** Log lines go to stderr, so that stdout holds nothing but events. */
export const logger: Logger = {
  info: (message) => log('dim', message),
  warn: (message) => log('yellow', message),
  error: (message) => log('red', message),
}

function log(format: Style, message: string): void {
  process.stderr.write(`${style(format, printable(message), process.stderr)}\n`)
}
