import { WebhookError } from '../error.ts'
import type { AnyEvent, Metadata } from '../event.ts'
import { type ExpectedJob, isFinal, type JobLedger, type JobState, transition } from '../inbox/jobs.ts'
import { stringAt } from '../read/json.ts'
import { positive } from '../receiver/options.ts'
import type { Routes } from '../receiver/routes.ts'

/** A job that is about to be submitted, or was. `jobId` or `reference` must be there. */
export interface JobToExpect {
  /** Where its webhook will arrive: the provider's name, unless the provider was given another endpoint. */
  readonly endpoint: string
  /** The service's id of the job, once it is known. */
  readonly jobId?: string | undefined
  /**
   * Your own name for the job, unique on its endpoint. Say it before submitting and let it come back in the job's metadata, tracking or signed
   * callback URL as `reference`: then the job is found even if your process dies before it learns the id.
   */
  readonly reference?: string | undefined
  /** Which product of the service it is, as `event.product` names it. Default: the service's transcription. */
  readonly product?: string | undefined
  /** Seconds after which it is late. Default: three times `duration`, else 30 minutes. */
  readonly expectedWithin?: number | undefined
  /** Seconds of audio. */
  readonly duration?: number | undefined
  /** Comes back in `transcript.overdue`. */
  readonly metadata?: Metadata | undefined
}

export interface Jobs {
  /**
   * Says that a job is to end, before or after it is submitted; a second call for the same reference adds the id.
   * @throws WebhookError `invalid_option`
   */
  expect(job: JobToExpect): Promise<void>
  find(key: {
    readonly endpoint: string
    readonly jobId?: string
    readonly reference?: string
  }): Promise<ExpectedJob | undefined>
}

const halfAnHour = 30 * 60

export function createJobs(ledger: JobLedger, routes: Routes, now: () => number): Jobs {
  return {
    async expect(job) {
      const { endpoint, jobId, reference, product, metadata } = job
      assertKnown(job, routes)
      const expectedWithin = positive('expectedWithin', job.expectedWithin, withinOf(job))
      const submitted = now()
      await ledger.update({ endpoint, jobId, reference }, (found) => {
        const known = found !== undefined && isAnother(found, jobId) ? undefined : found
        return {
          ...{ endpoint, state: 'submitted', checks: 0, overdue: false },
          submittedAt: new Date(submitted).toISOString(),
          expectedAt: new Date(submitted + expectedWithin * 1000).toISOString(),
          checkAt: submitted + expectedWithin * 1000,
          ...known,
          jobId: jobId ?? known?.jobId,
          reference: reference ?? known?.reference,
          product: product ?? known?.product,
          metadata: metadata ?? known?.metadata,
        }
      })
    },
    find: (key) => ledger.update(key, () => undefined),
  }
}

function assertKnown({ endpoint, jobId, reference }: JobToExpect, routes: Routes): void {
  if (routes.at(endpoint) === undefined)
    throw new WebhookError('invalid_option', `No provider listens on the endpoint "${endpoint}".`)
  if (!jobId && !reference)
    throw new WebhookError('invalid_option', 'jobs.expect() needs a `jobId` or a `reference`.')
}

/** True for a job that has ended, whose reference now names the next one. */
function isAnother(found: ExpectedJob, jobId: string | undefined): boolean {
  return isFinal(found.state) && jobId !== undefined && found.jobId !== jobId
}

function withinOf({ duration }: JobToExpect): number {
  return duration === undefined ? halfAnHour : Math.max(3 * duration, 60)
}

/** What an event says of its job. */
function stateOf(event: AnyEvent): JobState | undefined {
  switch (event.type) {
    case 'transcript.completed':
    case 'job.completed':
      return 'completed'
    case 'transcript.failed':
      return event.error.code === 'lost' ? 'lost' : 'failed'
    case 'job.failed':
      return 'failed'
    case 'transcript.ended':
      return 'ended'
    case 'transcript.progressed':
    case 'job.progressed':
      return event.phase === 'deleted' ? 'deleted' : event.phase === 'ended' ? 'ended' : 'running'
    default:
      return undefined
  }
}

/** Tells the ledger what an event says; a job that is known by its reference only gets its id. */
export async function noteEvent(ledger: JobLedger, event: AnyEvent): Promise<void> {
  const state = stateOf(event)
  const { endpoint, jobId, callback, metadata } = event
  if (state === undefined) return
  const reference = stringAt(callback?.metadata ?? {}, 'reference') ?? stringAt(metadata, 'reference')
  const by = event.source === 'sweep' ? 'sweep' : 'webhook'
  await ledger.update({ endpoint, jobId, reference }, (known) => {
    // Another job's reference is an echo of something else.
    if (known === undefined || isFinal(known.state)) return undefined
    if (jobId !== undefined && known.jobId !== undefined && known.jobId !== jobId) return undefined
    return { ...transition(known, state, by), jobId: known.jobId ?? jobId }
  })
}
