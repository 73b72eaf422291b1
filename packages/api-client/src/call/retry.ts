import type { WebhookError } from '@stt-webhooks/core/provider'
import type { Clock } from '../clock.ts'
import type { Again, Reason, Verdict } from './verdict.ts'

export interface RetryOptions {
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Milliseconds for all tries. */
  readonly deadlineMs: number
  /** How often trouble is met before the call is given up. */
  readonly tries: number
  /** False: nothing is tried again that the service may have done. */
  readonly isRepeatable: boolean
  /** What the call ends with; `tries` counts all of them. */
  gaveUp(last: Again, tries: number): WebhookError
}

/** A job that a service reported this moment may still be unknown to another of its machines. */
const triesIfGone = 3

const firstPauseMs = 500
const longestPauseMs = 8_000

/** Tries until there is a value, the tries are used up, or the next one would begin after the deadline. */
export async function retry<T>(
  attempt: (remainingMs: number) => Promise<Verdict<T>>,
  { clock, signal, deadlineMs, tries, isRepeatable, gaveUp }: RetryOptions,
): Promise<T> {
  const most = { unavailable: tries, garbled: tries, gone: triesIfGone, not_ready: Number.POSITIVE_INFINITY }
  const met: Record<Reason, number> = { unavailable: 0, garbled: 0, gone: 0, not_ready: 0 }
  const end = clock.now() + deadlineMs
  for (let count = 1; ; count++) {
    const verdict = await attempt(end - clock.now())
    if ('value' in verdict) return verdict.value
    const { again, retryAfterMs = 0, certain = false, isUndone = false } = verdict
    met[again]++
    if (certain || !(isRepeatable || isUndone) || met[again] >= most[again]) throw gaveUp(verdict, count)
    const pause = Math.max(retryAfterMs, backoffMs(met[again], clock.random()))
    if (clock.now() + pause >= end) throw gaveUp(tooYoung(verdict), count)
    await clock.sleep(pause, signal)
  }
}

/** Doubles each time, half of it by chance: callers that failed together must not come back together. */
function backoffMs(count: number, random: number): number {
  const full = Math.min(longestPauseMs, firstPauseMs * 2 ** (count - 1))
  return Math.round(full * (0.5 + random / 2))
}

/** What was not asked for often enough to be believed gone may come yet. */
function tooYoung(last: Again): Again {
  return last.again === 'gone' ? { ...last, again: 'not_ready' } : last
}
