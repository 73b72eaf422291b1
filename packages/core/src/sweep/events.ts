import { hash } from 'node:crypto'
import type { Provider, ReadEvent } from '../contract.ts'
import type { AnyEvent, JobError } from '../event.ts'
import { eventId } from '../event-id.ts'
import type { ExpectedJob } from '../inbox/jobs.ts'
import { type Arrival, completeEvent } from '../receiver/stamp.ts'

const nothing = new Uint8Array()

/** The event that a webhook would have brought. */
export function reportedEvent(provider: Provider, read: ReadEvent, now: number): AnyEvent {
  return completeEvent(provider, read, nothing, arrival(now))
}

const lost: JobError = {
  code: 'lost',
  message: 'The service knows the job no longer, and its end was never heard of.',
  category: 'provider',
  retryable: true,
}

/** The end of a job that its service has forgotten. */
export function lostEvent(
  provider: Provider,
  job: ExpectedJob & { readonly jobId: string },
  now: number,
): AnyEvent {
  const product = job.product ?? provider.api?.mainProduct ?? 'unknown'
  const { jobId, reference } = job
  const event = {
    type: 'transcript.failed',
    provider: provider.provider,
    product,
    jobId,
    // What the service would have echoed.
    metadata: reference === undefined ? job.metadata : { ...job.metadata, reference },
    error: lost,
    raw: {},
  } as const
  // Not the id of its end: should that arrive after all, handlers must hear of it.
  const id = `evt_${hash('sha256', JSON.stringify(['lost', provider.endpoint, jobId]))}`
  return { ...completeEvent(provider, { key: { jobId, phase: 'ended' }, event }, nothing, arrival(now)), id }
}

/** A job that is late, and nobody can say why. One for each job, ever. */
export function overdueEvent(provider: Provider, job: ExpectedJob, reason: string, now: number): AnyEvent {
  const { endpoint, jobId, reference, submittedAt, expectedAt, metadata = {} } = job
  return {
    ...arrival(now),
    id: `evt_${hash('sha256', JSON.stringify(['overdue', endpoint, reference ?? null, reference === undefined ? jobId : null]))}`,
    type: 'transcript.overdue',
    provider: provider.provider,
    endpoint,
    product: 'expected-job',
    jobId,
    reference,
    submittedAt,
    expectedAt,
    reason,
    metadata,
    raw: null,
  }
}

/** The id under which the end of a job is known to the inbox. */
export function endId({ endpoint }: Provider, jobId: string, product: string): string {
  return eventId(endpoint, product, { jobId, phase: 'ended' }, nothing)
}

function arrival(now: number): Arrival {
  return { receivedAt: new Date(now).toISOString(), source: 'sweep', verifiedBy: 'api' }
}
