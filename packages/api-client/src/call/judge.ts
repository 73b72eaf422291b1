import type { Answer } from './answer.ts'
import type { Failures } from './failure.ts'
import { retryAfterMs } from './retry-after.ts'
import type { Target } from './target.ts'
import type { Verdict } from './verdict.ts'

/** True if the status says all; the body of such an answer is not read: the refusals of some services are pages of HTML. */
export function isToldByStatus(status: number): boolean {
  return isRefusal(status) || isRedirect(status) || isTrouble(status)
}

/** What an answer means for the call. Throws where no other try can help. */
export function judge<T>(
  target: Target,
  answer: Answer,
  parse: (answer: Answer) => T,
  failures: Failures,
  now: number,
): Verdict<T> {
  const { status } = answer
  if (isRefusal(status)) throw failures.refused(target, status)
  if (isRedirect(status)) throw failures.redirected(target, status)
  const pause = retryAfterMs(answer.headers.get('retry-after'), now)
  if (isTrouble(status))
    return { again: 'unavailable', seen: String(status), retryAfterMs: pause, isUndone: status === 429 }
  if (target.isNotReady(answer)) return { again: 'not_ready', seen: String(status), retryAfterMs: pause }
  if (target.isGone(answer)) return { again: 'gone', seen: String(status), certain: status === 410 }
  if (status < 200 || status > 299) throw failures.answered(target, String(status))
  try {
    return { value: parse(answer) }
  } catch {
    return { again: 'garbled', seen: `${status} with a body that cannot be parsed` }
  }
}

function isRefusal(status: number): boolean {
  return status === 401 || status === 403
}

function isRedirect(status: number): boolean {
  return status >= 300 && status <= 399
}

function isTrouble(status: number): boolean {
  return status === 408 || status === 429 || status >= 500
}
