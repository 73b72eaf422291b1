import type { Provider } from '../contract.ts'
import { isWebhookError, WebhookError, type WebhookErrorCode } from '../error.ts'
import type { AnyEvent } from '../event.ts'
import type { WebhookResponse } from '../request.ts'
import type { Log } from './log.ts'
import type { ErrorContext, ErrorListener, Outcome, Unsubscribe } from './options.ts'

/** Counts, logs and tells the error listeners. */
export interface Report {
  counts(): Readonly<Partial<Record<Outcome, number>>>
  onError(listener: ErrorListener): Unsubscribe
  /** Every delivery ends here once. */
  delivery(provider: Provider, outcome: Outcome, response: WebhookResponse, reason: string | undefined): void
  /** Something that no caller can be told about. */
  error(
    provider: Provider,
    code: WebhookErrorCode,
    message: string,
    cause?: unknown,
    about?: { event?: AnyEvent; handler?: string },
  ): void
  /** The inbox failed while no delivery was there to be refused. */
  inboxError(cause: unknown): void
  /** A request under our path where nobody listens. */
  stranger(endpoint: string): void
}

/** Outcomes that need no line in the log. */
const quiet: ReadonlySet<Outcome> = new Set<Outcome>(['accepted', 'duplicate', 'ignored', 'handshake'])

/** Outcomes that the sender brought about; the others are our own trouble. */
const theirs: ReadonlySet<Outcome> = new Set<Outcome>([
  'refused',
  'wrong_method',
  'sender_gone',
  'body_too_large',
])

export function createReport(log: Log): Report {
  const counts: Partial<Record<Outcome, number>> = {}
  const listeners = new Set<ErrorListener>()

  /** A listener that throws, or rejects later, must end neither the delivery nor the process. */
  async function tell(listener: ErrorListener, error: WebhookError, context: ErrorContext): Promise<void> {
    try {
      await listener(error, context)
    } catch (failure) {
      log.error(`[stt-webhooks] An onError listener threw ${describeError(failure)}.`)
    }
  }

  return {
    counts: () => ({ ...counts }),
    onError(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    delivery(provider, outcome, response, reason) {
      counts[outcome] = (counts[outcome] ?? 0) + 1
      if (quiet.has(outcome)) return
      log[theirs.has(outcome) ? 'warn' : 'error'](
        `[stt-webhooks] [${provider.provider}] ${response.status} ${outcome} on /${provider.endpoint}: ${reason ?? 'no reason'}. ${retries(provider, response.status)}`,
      )
    },
    error(provider, code, message, cause, about = {}) {
      const error = isWebhookError(cause)
        ? cause
        : new WebhookError(code, message, { provider: provider.provider, cause })
      const context: ErrorContext = { provider: provider.provider, endpoint: provider.endpoint, ...about }
      for (const listener of listeners) void tell(listener, error, context)
    },
    inboxError(cause) {
      const error = new WebhookError('not_stored', 'The inbox failed while events were worked on.', { cause })
      for (const listener of listeners) void tell(listener, error, {})
    },
    stranger(endpoint) {
      log.warn(
        `[stt-webhooks] A request came for the endpoint "${endpoint}", where no provider listens. Is it missing in the list of providers?`,
      )
    },
  }
}

function retries(provider: Provider, status: number): string {
  if (status < 300) return 'It is kept: replay it when the provider can read it.'
  return provider.answers.isFinal(status) || provider.answers.windowMs === 0
    ? 'The service does not send it again after this answer.'
    : `The service sends it again for about ${duration(provider.answers.windowMs)}.`
}

function duration(milliseconds: number): string {
  const minutes = milliseconds / 60_000
  if (minutes < 1) return `${Math.round(milliseconds / 1000)} s`
  return minutes < 120 ? `${Math.round(minutes)} min` : `${Math.round(minutes / 60)} h`
}

/** Name and code of an error; its message may hold transcript text or a secret and goes to `onError` only. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return 'something that is no Error'
  const code: unknown = 'code' in error ? error.code : undefined
  return typeof code === 'string' ? `${error.name} (${code})` : error.name
}
