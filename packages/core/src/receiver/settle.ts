import type { Classification, Provider } from '../contract.ts'
import { isWebhookError, WebhookError } from '../error.ts'
import type { AnyEvent } from '../event.ts'
import type { Report } from './report.ts'
import { restamp } from './stamp.ts'

/** No service waits long for an answer: three seconds, or a third of its patience. */
const limitMs = 3_000
const shareOfPatience = 1 / 3

/** Learns from the service what a notice lacks, if an API key allows it. Never rejects: an event in doubt goes out as it came. */
export function settle(provider: Provider, event: AnyEvent, report: Report): AnyEvent | Promise<AnyEvent> {
  const classify = provider.api?.classify
  if (classify === undefined) return event
  const controller = new AbortController()
  const asked = classify(event, { signal: controller.signal })
  return asked === undefined ? event : decide(provider, event, report, inTime(provider, asked, controller))
}

async function decide(
  provider: Provider,
  event: AnyEvent,
  report: Report,
  asked: Promise<Classification>,
): Promise<AnyEvent> {
  try {
    const answer = await asked
    return 'event' in answer ? restamp(event, answer.event) : inDoubt(event, answer.reason)
  } catch (error) {
    const code = isWebhookError(error) ? error.code : 'internal'
    report.error(provider, 'internal', 'The service could not be asked about a job.', error, { event })
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
