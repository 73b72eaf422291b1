import { isWebhookError, type WebhookErrorCode } from '../error.ts'

const global: readonly WebhookErrorCode[] = [
  'api_unavailable',
  'api_key_missing',
  'api_key_refused',
  'unsafe_url',
  'overloaded',
  'not_stored',
]

/** True for trouble of the whole service, or of our own; false for what is wrong with one job. */
export function stopsAll(error: unknown): boolean {
  return !isWebhookError(error) || global.includes(error.code)
}
