import type { Clock } from '../clock.ts'
import type { Answer } from './answer.ts'
import { type ExchangeParts, exchange } from './exchange.ts'
import { judge } from './judge.ts'
import type { Target } from './target.ts'
import { orAborted, timeLimit } from './time-limit.ts'
import type { Again, Verdict } from './verdict.ts'

export interface AttemptParts extends ExchangeParts {
  readonly clock: Clock
}

/** Makes one try. Throws a `WebhookError` where no other try can help, and the signal's reason if the caller gave up. */
export async function attempt<T>(
  parts: AttemptParts,
  target: Target,
  parse: (answer: Answer) => T,
  timeoutMs: number,
  caller: AbortSignal,
): Promise<Verdict<T>> {
  const answer = await inTime(parts, target, timeoutMs, caller)
  return 'again' in answer ? answer : judge(target, answer, parse, parts.failures, parts.clock.now())
}

async function inTime(
  parts: AttemptParts,
  target: Target,
  timeoutMs: number,
  caller: AbortSignal,
): Promise<Answer | Again> {
  const limit = timeLimit(parts.clock, timeoutMs, caller)
  try {
    return await orAborted(exchange(parts, target, limit.signal), limit.signal)
  } catch (error) {
    caller.throwIfAborted()
    if (limit.isOver()) return { again: 'unavailable', seen: `none within ${timeoutMs} ms` }
    throw error
  } finally {
    limit.end()
  }
}
