export type WebhookErrorCode =
  /** An option given to a provider, a receiver or a verifier cannot work. Thrown at construction. */
  | 'invalid_option'
  /** `on()` was called with a name that is no event type. */
  | 'unknown_event'
  /** Two handlers of one event type share a name. */
  | 'duplicate_handler'
  /** A body parser ran first and the bytes are gone, while the provider signs the bytes. */
  | 'body_already_parsed'
  | 'body_too_large'
  | 'overloaded'
  /** The sender hung up before the body was complete. */
  | 'sender_gone'
  /** A header that may occur once came twice. */
  | 'header_repeated'
  | 'unreadable'
  /** The inbox could not store a delivery, or what became of it. */
  | 'not_stored'
  | 'handler_failed'
  /** The secret function threw, or another part of our own went wrong. */
  | 'internal'
  /** The event belongs to no transcript. */
  | 'no_transcript'
  /** A thin notice: the transcript must be fetched from the service. */
  | 'transcript_not_included'
  /** The job has more than one transcript: use `transcripts()`. */
  | 'several_transcripts'
  /** The transcript has no times, so there can be no captions. */
  | 'transcript_untimed'
  /** Something must be asked of the service, and no API key is configured. */
  | 'api_key_missing'
  /** The service refused the API key (401 or 403). Final: to try again does not help. */
  | 'api_key_refused'
  /** The service has the transcript no longer: it was deleted or has expired. Final. */
  | 'transcript_gone'
  /** The service says that the job is not ready yet, and said so until the deadline. A later call may succeed. */
  | 'not_ready'
  /** The service's API could not be reached, was overloaded or in trouble, at every try. A later call may succeed. */
  | 'api_unavailable'
  /** The service's API answered something that it should not: an unexpected status, or a body that is cut, too large or unparsable. */
  | 'api_answer'
  /** A URL that must not be called: not https, not a host of the service, a redirect, or a host whose address is not public. */
  | 'unsafe_url'

export interface WebhookErrorOptions {
  readonly provider?: string | undefined
  readonly cause?: unknown
  /** True: the handler that throws it is not run again on this event; with an inbox the event is kept as dead at once. */
  readonly final?: boolean | undefined
  /** Milliseconds before which the handler that throws it is not run again. Needs an inbox. */
  readonly retryAfterMs?: number | undefined
}

/** What no later attempt can change. */
const finalCodes: ReadonlySet<WebhookErrorCode> = new Set<WebhookErrorCode>([
  'no_transcript',
  'several_transcripts',
  'transcript_gone',
  'transcript_untimed',
])

/** The one error class of the library. Its message reads `[stt-webhooks] [provider] what happened. What to do.` and never holds a secret. */
export class WebhookError extends Error {
  /** Known by every copy of this package. */
  readonly '~sttWebhooksError': true = true
  override readonly name = 'WebhookError'
  readonly code: WebhookErrorCode
  readonly provider: string | undefined
  readonly final: boolean
  readonly retryAfterMs: number | undefined

  constructor(code: WebhookErrorCode, message: string, options: WebhookErrorOptions = {}) {
    const prefix = options.provider === undefined ? '[stt-webhooks]' : `[stt-webhooks] [${options.provider}]`
    super(`${prefix} ${message}`, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.provider = options.provider
    this.final = options.final ?? finalCodes.has(code)
    this.retryAfterMs = options.retryAfterMs
  }
}

/** True for a `WebhookError` of any copy of this package, where `instanceof` would know only its own. */
export function isWebhookError(value: unknown): value is WebhookError {
  return typeof value === 'object' && value !== null && '~sttWebhooksError' in value
}
