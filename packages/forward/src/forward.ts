import type { AnyEvent, HandlerContext } from '@stt-webhooks/core'
import { positive } from '@stt-webhooks/core/inbox'
import { failure } from './failure.ts'
import { baseHeaders } from './headers.ts'
import { post } from './post.ts'
import { createSigner } from './signature.ts'
import { targetUrl } from './target.ts'

export interface ForwardOptions {
  /**
   * Where events are posted: an absolute https URL without user name and password. Its path and query may hold a credential: neither is
   * ever told.
   */
  readonly url: string
  /**
   * `whsec_` and base64, as the specification of Standard Webhooks writes it: 24 to 64 random bytes that the other system knows too.
   * Each secret of a list signs, so that old and new are valid during a rotation.
   */
  readonly secret: string | readonly string[]
  /**
   * True: a `transcript.completed` event is posted with its transcripts, which are fetched from the service where its notice had none. If they
   * cannot be had, nothing is posted and the handler fails with what `context.transcripts()` threw. Default: what came in the body.
   */
  readonly transcripts?: boolean | undefined
  /** Sent with every event, such as `authorization`. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Milliseconds for one attempt, from connecting to the answer. Default: 15,000. */
  readonly timeoutMs?: number | undefined
  /** True: `url` may be http on another machine, where everybody on the way can read the transcripts. Localhost needs no permission. */
  readonly unsafeAllowHttp?: boolean | undefined
  /** The clock, in milliseconds since 1970. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
}

/**
 * A handler that posts events as `{ type, timestamp, data }`, `data` being the event, signed by Standard Webhooks. `webhook-id` is the event's
 * id, the same at every attempt. Success is a 2xx; anything else rejects with a WebhookError `handler_failed`, and is tried again as other
 * handlers are: by the inbox, without one by the service.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 * @throws WebhookError `invalid_option`
 */
export function forward(
  options: ForwardOptions,
): (event: AnyEvent, context: HandlerContext) => Promise<void> {
  const url = targetUrl(options.url, options.unsafeAllowHttp === true)
  const sign = createSigner(options.secret)
  const base = baseHeaders(options.headers ?? {})
  const timeoutMs = positive('timeoutMs', options.timeoutMs, 15_000)
  const now = options.now ?? Date.now

  return async (event, context) => {
    const data = options.transcripts === true ? await withTranscripts(event, context) : event
    const timestamp = event.occurredAt ?? event.receivedAt
    const body = JSON.stringify({ type: event.type, timestamp, data })
    const headers = new Headers(base)
    for (const [name, value] of sign(event.id, new Date(now()), body)) headers.set(name, value)
    const answer = await post(url, { headers, body, timeoutMs, signal: context.signal })
    if (!('status' in answer) || answer.status < 200 || answer.status > 299) {
      throw failure(event, url, answer, now())
    }
  }
}

async function withTranscripts(event: AnyEvent, context: HandlerContext): Promise<AnyEvent> {
  if (event.type !== 'transcript.completed') return event
  return { ...event, transcripts: await context.transcripts() }
}
