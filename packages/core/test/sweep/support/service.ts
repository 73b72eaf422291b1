import type { AnyEvent, Metadata, Provider, WebhookRequest } from '@stt-webhooks/core'
import {
  type ApiCall,
  type EventDraft,
  isRecord,
  type JobReport,
  type ReadEvent,
  refused,
  stringAt,
} from '@stt-webhooks/core/provider'
import { fakeProvider } from '../../support/provider.ts'
import { toRequest } from '../../support/request.ts'

/** A job as the service knows it. */
export interface ServiceJob {
  readonly id: string
  readonly state: 'running' | 'completed' | 'failed' | 'deleted'
  /** Milliseconds since 1970. */
  readonly endedAt?: number
  /** Echoed in webhooks and answers. */
  readonly reference?: string
  readonly notification?: JobReport['notification']
  /** True: it is known when it is asked for, and in no list. */
  readonly isUnlisted?: boolean
  /** True: that it ended is all that the service tells. */
  readonly isMute?: boolean
}

export interface Service {
  readonly provider: Provider
  /** Everything that was asked: `list` for each page, `get` and the id. */
  readonly calls: string[]
  put(...jobs: readonly ServiceJob[]): void
  forget(id: string): void
  /** Sends the webhook of a job. */
  webhook(id: string, secret?: string): WebhookRequest
  /** Runs before each answer; what it throws is the answer. */
  before(hook: (call: string) => unknown): void
}

export interface ServiceOptions {
  readonly endpoint?: string
  readonly pageSize?: number
  /** True: its list tells too little, and single jobs must be asked for. */
  readonly isThin?: boolean
  readonly overrides?: Partial<Provider>
  readonly api?: Partial<NonNullable<Provider['api']>>
}

const secret = 'the secret'
export const day: number = 24 * 60 * 60_000

/** A service with a list of jobs, single jobs and webhooks, in this process. It sends webhooks again for five minutes, and remembers for seven days. */
export function createService(options: ServiceOptions = {}): Service {
  const { endpoint = 'fake', pageSize = 100, isThin = false } = options
  const jobs = new Map<string, ServiceJob>()
  const calls: string[] = []
  let hook: (call: string) => unknown = () => {}

  async function answer(call: string, { signal }: ApiCall): Promise<void> {
    calls.push(call)
    await hook(call)
    signal.throwIfAborted()
  }

  async function* listJobs(since: Date, call: ApiCall): AsyncGenerator<readonly JobReport[]> {
    const listed = [...jobs.values()].filter(({ isUnlisted }) => !isUnlisted)
    const known = listed.filter(({ endedAt }) => endedAt === undefined || endedAt >= since.getTime())
    for (let start = 0; start === 0 || start < known.length; start += pageSize) {
      await answer('list', call)
      const page = known.slice(start, start + pageSize).map(toReport)
      yield isThin ? page.map(({ event: _, ...report }) => report) : page
    }
  }

  const provider = fakeProvider({
    endpoint,
    verify: (delivery) =>
      delivery.header('x-secret') === secret
        ? { verified: true, by: 'secret' }
        : refused('the secret is another one'),
    read: (delivery) => ({ outcome: 'events', events: [readWebhook(delivery.json())] }),
    api: {
      listJobs,
      async getJob({ jobId }, call) {
        await answer(`get ${jobId}`, call)
        const job = jobs.get(jobId)
        return job && toReport(job)
      },
      retentionMs: 7 * day,
      mainProduct: 'fake',
      ...options.api,
    },
    ...options.overrides,
  })

  return {
    provider,
    calls,
    put(...more) {
      for (const job of more) jobs.set(job.id, job)
    },
    forget: (id) => void jobs.delete(id),
    webhook(id, given = secret) {
      const { state = 'completed', reference } = jobs.get(id) ?? {}
      const body = JSON.stringify({ id, state, reference })
      return toRequest({ url: `/webhooks/stt/${endpoint}`, headers: { 'x-secret': given }, body })
    },
    before(next) {
      hook = next
    },
  }
}

function toReport({ id, state, endedAt, reference, notification, isMute }: ServiceJob): JobReport {
  const facts = { jobId: id, product: 'fake', notification }
  if (state === 'running' || state === 'deleted') return { ...facts, state }
  const ended = endedAt === undefined ? undefined : new Date(endedAt).toISOString()
  const event = isMute ? undefined : toEvent(id, state, reference)
  return { ...facts, state: 'ended', endedAt: ended, event }
}

function readWebhook(body: unknown): ReadEvent {
  const raw = isRecord(body) ? body : {}
  return toEvent(stringAt(raw, 'id') ?? '', stringAt(raw, 'state') ?? '', stringAt(raw, 'reference'))
}

function toEvent(jobId: string, state: string, reference?: string): ReadEvent {
  const metadata: Metadata = reference === undefined ? {} : { reference }
  const facts = { provider: 'fake', product: 'fake', jobId, metadata, raw: { jobId } }
  if (state === 'running') {
    const event = { ...facts, type: 'transcript.progressed', phase: 'processing' } as const
    return { key: { jobId, phase: 'processing' }, event }
  }
  return { key: { jobId, phase: 'ended' }, event: toEnd(state, facts) }
}

type Facts = Pick<AnyEvent, 'provider' | 'product' | 'jobId' | 'raw'> & { readonly metadata: Metadata }

function toEnd(state: string, facts: Facts): EventDraft {
  if (state !== 'failed') return { ...facts, type: 'transcript.completed' }
  const error = { code: 'bad_audio', message: 'No audio.', category: 'input', retryable: false } as const
  return { ...facts, type: 'transcript.failed', error }
}
