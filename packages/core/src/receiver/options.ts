import type { EventOf, ProviderList } from '../contract.ts'
import { WebhookError } from '../error.ts'
import type { AnyEvent, EventType } from '../event.ts'
import type { Inbox } from '../inbox/contract.ts'
import type { SweepSettings } from '../sweep/options.ts'
import type { Transcript } from '../transcript.ts'
import type { RetryOptions } from './backoff.ts'

/** Where log lines go; `console` and the usual loggers fit. Lines never hold secrets, queries or transcript text. */
export interface Logger {
  info(message: string): void
  warn(message: string): void
  error(message: string): void
}

export interface ReceiverOptions<P extends ProviderList = ProviderList> {
  /** The path as this process receives it. Default: `/webhooks/stt`. */
  readonly path?: string | undefined
  /** Largest body in bytes; above it the answer is 413. Default: 32,000,000. */
  readonly bodyLimit?: number | undefined
  /** Milliseconds until a delivery is answered 503; what runs goes on. Default: 8,000, and never more than 0.8 of the service's patience. */
  readonly deadlineMs?: number | undefined
  /** Deliveries being worked on at once; beyond it the answer is 503. Default: 1,000. */
  readonly maxInFlight?: number | undefined
  /**
   * Bytes of bodies in memory at once; beyond it the answer is 503. Parsing multiplies them: plan for eight times as much memory.
   * Default: 128,000,000.
   */
  readonly maxInFlightBytes?: number | undefined
  /** For how many events it is remembered which handlers succeeded. Default: 10,000. */
  readonly remember?: number | undefined
  /** Where deliveries are stored before they are acknowledged. Default: none, and handlers run before the answer. `stop()` closes it. */
  readonly inbox?: Inbox | undefined
  /** Events of the inbox that this process works on at once. Default: 10. */
  readonly concurrency?: number | undefined
  /** When handlers that failed run again. Needs an inbox. */
  readonly retry?: RetryOptions | undefined
  /** When and how the services are asked for what never arrived. Needs an inbox that remembers jobs. */
  readonly sweep?: SweepSettings | undefined
  /** For account-wide hooks that carry other systems' jobs: events for which it returns false are acknowledged, counted and not emitted. */
  readonly onlyJobs?: ((event: EventOf<P>) => boolean) | undefined
  /** Origin and path prefix under which the outside reaches this server, such as `https://example.com`. Needed by `callbackUrl()`. */
  readonly publicUrl?: string | undefined
  /** Secrets of signed callback URLs: the first signs, all are accepted. */
  readonly callbackSecrets?: string | readonly string[] | undefined
  /** Default: `console`. */
  readonly logger?: Logger | undefined
  /** The clock, in milliseconds since 1970. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
}

export interface HandlerContext {
  /**
   * The event's only transcript: the one that came in the body, else the service is asked for it.
   * @throws WebhookError `several_transcripts`, and what `transcripts()` throws
   */
  transcript(): Promise<Transcript>
  /**
   * All transcripts of the event. The service is asked once for all handlers.
   * @throws WebhookError `no_transcript`, `transcript_not_included` (the service cannot be asked), `api_key_missing`, `api_key_refused`,
   * `transcript_gone`, `not_ready`, `api_unavailable`, `api_answer`, `unsafe_url`
   */
  transcripts(): Promise<readonly Transcript[]>
  /** Aborted when `stop()` no longer waits. */
  readonly signal: AbortSignal
  /** 1 for the first time this handler sees the event. */
  readonly attempt: number
}

export type Handler<E extends AnyEvent = AnyEvent> = (event: E, context: HandlerContext) => unknown
export type Unsubscribe = () => void

export interface HandlerOptions {
  /** What success is remembered by; it must stay the same over restarts. Default: the event type, or `'*'` for `onAny`. */
  readonly name: string
  /** How often it runs before an event on which it fails is kept as dead. Needs an inbox. Default: the receiver's `retry.attempts`. */
  readonly attempts?: number | undefined
}

/** What happened to one delivery. The answer table turns it into a status. */
export type Outcome =
  | 'accepted'
  | 'duplicate'
  | 'ignored'
  | 'handshake'
  | 'refused'
  | 'unreadable'
  | 'quarantined'
  | 'not_stored'
  | 'handler_failed'
  | 'no_handler'
  | 'overloaded'
  | 'deadline'
  | 'stopping'
  | 'body_already_parsed'
  | 'body_too_large'
  | 'wrong_method'
  | 'sender_gone'
  | 'internal'

export interface HandlerResult {
  readonly event: string
  readonly type: EventType
  readonly name: string
  /** What the handler threw. */
  readonly error?: unknown
}

/** Where something went wrong that no caller can be told about. */
export interface ErrorContext {
  /** Missing for trouble of the inbox that concerns no delivery. */
  readonly provider?: string | undefined
  readonly endpoint?: string | undefined
  readonly event?: AnyEvent | undefined
  /** The name of the handler that failed. */
  readonly handler?: string | undefined
}

export type ErrorListener = (error: WebhookError, context: ErrorContext) => unknown

/** @throws WebhookError `invalid_option` */
export function positive(
  name: string,
  value: number | undefined,
  fallback: number,
  provider?: string,
): number {
  if (value === undefined) return fallback
  if (Number.isFinite(value) && value > 0) return value
  throw new WebhookError(
    'invalid_option',
    `The option \`${name}\` must be a positive number, not ${String(value)}.`,
    { provider },
  )
}
