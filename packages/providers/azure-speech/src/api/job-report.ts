import { isoTime, type JobReport } from '@stt-webhooks/core/provider'
import type { AzureSpeechEvent } from '../index.ts'
import type { AzureSpeechJob } from '../payload.ts'
import type { NoticeProduct } from '../read/event-name.ts'
import { outcomeOf } from './classification.ts'

/** What is to be known of a job that holds no secrets. Its event has the key of the notice: whichever comes first, it is one event. */
export function toJobReport(
  product: NoticeProduct,
  jobId: string,
  job: AzureSpeechJob,
): JobReport<AzureSpeechEvent> {
  const outcome = outcomeOf(product, jobId, job)
  const facts = { jobId, product, createdAt: isoTime(job.createdDateTime) }
  // A status that we do not know is no end that we know of.
  if (!('event' in outcome)) return { ...facts, state: 'running' }
  const { event } = outcome
  const key = { jobId, phase: 'ended' } as const
  return { ...facts, state: 'ended', endedAt: isoTime(job.lastActionDateTime), event: { key, event } }
}
