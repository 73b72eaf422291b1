import type { Provider } from '../contract.ts'
import type { AnyEvent } from '../event.ts'
import { all, andThen, type MaybePromise } from '../maybe-promise.ts'
import type { Handlers } from './handlers.ts'
import type { HandlerResult, Outcome } from './options.ts'
import { describeError, type Report } from './report.ts'
import type { Run, Runs } from './runs.ts'
import type { Settle } from './settle.ts'
import type { Ending, Genuine, Sink } from './sink.ts'

/** Without an inbox the handlers run before the answer, and the service's own retries are the durability. */
export function createEmit(handlers: Handlers, runs: Runs, settle: Settle, report: Report): Sink {
  function emit({ provider }: Genuine, received: readonly AnyEvent[]): MaybePromise<Ending> {
    // A ping asks whether the hook works, not whether somebody listens to pings.
    if (handlers.isEmpty && received.some((event) => event.type !== 'webhook.pinged')) {
      return {
        outcome: 'no_handler',
        events: received,
        reason: 'no handler is registered: call on() or onAny() before deliveries arrive',
      }
    }
    const done = all(received.map((one) => runs.run(one, (event) => settle(provider, event))))
    return andThen(done, (ended) => conclude(provider, ended))
  }

  function conclude(provider: Provider, done: readonly Run[]): Ending {
    const events = done.map((run) => run.event)
    const results = done.flatMap((run) => run.results)
    const failures = results.filter(({ error }) => error !== undefined)
    if (failures.length > 0) {
      // A copy that joined a run shares its outcome; the failure itself is reported once.
      const own = done.flatMap((run) => (run.joined ? [] : run.results))
      for (const result of own) if (result.error !== undefined) tell(provider, events, result)
      const names = failures.map((failure) => `"${failure.name}" (${describeError(failure.error)})`)
      return {
        outcome: 'handler_failed',
        events,
        handlers: results,
        reason: `the handler ${names.join(', ')} failed: see onError`,
      }
    }
    const outcome: Outcome = done.every((run) => run.joined) ? 'duplicate' : 'accepted'
    return { outcome, events, handlers: results }
  }

  function tell(
    provider: Provider,
    events: readonly AnyEvent[],
    { name, error, event: id }: HandlerResult,
  ): void {
    const event = events.find((one) => one.id === id)
    const about = event === undefined ? { handler: name } : { event, handler: name }
    report.error(provider, 'handler_failed', `The handler "${name}" failed.`, error, about)
  }

  return {
    events: emit,
    unreadable({ provider }, reason) {
      report.error(provider, 'unreadable', `A genuine delivery could not be read: ${reason}.`)
      return { outcome: 'unreadable', reason }
    },
  }
}
