import type { Classification, Provider, ProviderApi } from '../contract.ts'
import { isWebhookError, WebhookError } from '../error.ts'
import type { AnyEvent } from '../event.ts'
import type { MaybePromise } from '../maybe-promise.ts'
import type { Report } from './report.ts'
import { restamp } from './stamp.ts'

/** No service waits long for an answer: three seconds, or a third of its patience. */
const limitMs = 3_000
const shareOfPatience = 1 / 3

/** Learns what an event lacks. Never rejects: an event in doubt goes out as it came. */
export type Settle = (
  provider: Provider,
  event: AnyEvent,
  /** Hears that the service could not be asked now; to ask again later may help. */
  unanswered?: () => void,
) => MaybePromise<AnyEvent>

/** Asks the service if an API key allows it. `doubt` hears of the providers whose events end without an outcome because none does. */
export function createSettle(report: Report, doubt: (provider: Provider) => void): Settle {
  return function settle(provider, event, unanswered = () => {}) {
    if (provider.api?.classify === undefined) {
      if (event.type === 'transcript.ended') doubt(provider)
      return event
    }
    const controller = new AbortController()
    const asked = ask(provider.api, event, controller.signal)
    return asked === undefined
      ? event
      : decide(provider, event, report, inTime(provider, asked, controller), unanswered)
  }
}

/** A provider may throw where it should reject. */
function ask(api: ProviderApi, event: AnyEvent, signal: AbortSignal): Promise<Classification> | undefined {
  try {
    return api.classify?.(event, { signal })
  } catch (error) {
    return Promise.reject(error)
  }
}

async function decide(
  provider: Provider,
  event: AnyEvent,
  report: Report,
  asked: Promise<Classification>,
  unanswered: () => void,
): Promise<AnyEvent> {
  try {
    const answer = await asked
    return 'event' in answer ? restamp(event, answer.event) : inDoubt(event, answer.reason)
  } catch (error) {
    const code = isWebhookError(error) ? error.code : 'internal'
    report.error(provider, 'internal', 'The service could not be asked about a job.', error, { event })
    if (code === 'api_unavailable' || code === 'not_ready') unanswered()
    return inDoubt(event, `the service could not be asked: ${code}`)
  }
}

function inDoubt(event: AnyEvent, reason: string): AnyEvent {
  return event.type === 'transcript.ended' ? { ...event, reason } : event
}

function inTime<T>(provider: Provider, work: Promise<T>, controller: AbortController): Promise<T> {
  const milliseconds = Math.min(limitMs, provider.answers.timeoutMs * shareOfPatience)
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const late = new WebhookError(
        'api_unavailable',
        `The service did not answer within ${Math.round(milliseconds)} ms.`,
        {
          provider: provider.provider,
        },
      )
      controller.abort(late)
      reject(late)
    }, milliseconds)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
