import { type AnyEvent, WebhookError } from '@stt-webhooks/core'
import type { Answer } from './post.ts'
import { retryAfterSeconds } from './retry-after.ts'

/**
 * Why an event was not forwarded. Of the URL it tells the origin only, because paths of webhooks are often credentials too; it has no cause,
 * because those quote more.
 */
export function failure(event: AnyEvent, { origin }: URL, answer: Answer, now: number): WebhookError {
  const { what, remedy } = explain(answer, now)
  const seconds = 'status' in answer ? retryAfterSeconds(answer.retryAfter, now) : undefined
  return new WebhookError('handler_failed', `${event.id} was not forwarded: ${origin} ${what}. ${remedy}`, {
    provider: event.provider,
    // By the specification it wants no more events, ever.
    final: 'status' in answer && answer.status === 410,
    // A pause of days is a mistake, and would outlive what is worth sending.
    retryAfterMs: seconds === undefined ? undefined : Math.min(seconds, longestPause) * 1000,
  })
}

/** One day, in seconds. */
const longestPause = 24 * 60 * 60

function explain(answer: Answer, now: number): { readonly what: string; readonly remedy: string } {
  if ('lateMs' in answer) {
    const remedy = 'It should answer first and work afterwards; else raise `timeoutMs`.'
    return { what: `did not answer within ${answer.lateMs} ms`, remedy }
  }
  if ('broken' in answer) {
    const remedy = 'Check that it runs, its address and its certificate.'
    return { what: `could not be reached (${answer.broken})`, remedy }
  }
  const seconds = retryAfterSeconds(answer.retryAfter, now)
  const pause = seconds === undefined ? '' : ` and wants to be left alone for ${seconds} s`
  return { what: `answered ${answer.status}${pause}`, remedy: remedyOf(answer.status, answer.sentBytes) }
}

function remedyOf(status: number, sentBytes: number): string {
  if (status >= 300 && status <= 399) return 'Redirects are not followed: set `url` to where it has moved.'
  switch (status) {
    case 400:
    case 401:
    case 403:
      return 'Check that both sides have the same `secret`, that it verifies the bytes as they came, and both clocks.'
    case 410:
      return 'It wants no more events: remove this handler, or make it take them again and replay what is dead.'
    case 413:
      return `The body has ${sentBytes} bytes: let it accept as many, or forward less.`
    default:
      return 'Look for this `webhook-id` in its log.'
  }
}
