import type { Transport } from '@stt-webhooks/api-client'
import { localTransport } from '@stt-webhooks/api-client/testing'
import type { Transcript } from '@stt-webhooks/core'
import {
  type FakeAnswer,
  type FakeRequest,
  type Fault,
  type Fixture,
  jsonAnswer,
  startFakeServer,
} from '@stt-webhooks/testing'
import { apiBases } from '../api/regions.ts'
import type { AssemblyAiRegion } from '../index.ts'
import { createFields, idIn, isExample, toListItem } from './job-fields.ts'
import { newestFirst } from './newest-first.ts'
import { type ListedTranscript, listTranscripts } from './transcripts-list.ts'

/** A transcript that the fake knows. Another one of the same id takes its place. */
export type AssemblyAiFakeJob = {
  readonly id: string
  /** ISO 8601 in UTC. Its place in the list. Default: that of the job it replaces, or now. */
  readonly createdAt?: string | undefined
  /** ISO 8601 in UTC. In the list only, and there for those that were completed. Default: as soon as it was created. */
  readonly endedAt?: string | undefined
  /** Laid over the answer, for what the model has no place for. */
  readonly fields?: Readonly<Record<string, unknown>> | undefined
} & (
  | {
      readonly status: 'completed'
      /** Default: that of the documentation's example. */
      readonly transcript?: Transcript | undefined
    }
  | {
      readonly status: 'error'
      /** Default: a failed download. */
      readonly error?: string | undefined
    }
  /** `deleted` is no status of AssemblyAI: it answers `completed`, with nothing in it. */
  | { readonly status: 'queued' | 'processing' | 'deleted' }
)

export interface AssemblyAiFakeApiOptions {
  /** Anything else is answered 401. Default: `fake-key`. */
  readonly apiKey?: string | undefined
  /** Where the provider believes it to be. Default: `us`. */
  readonly region?: AssemblyAiRegion | undefined
  /** Milliseconds since 1970. Transcripts are listed for 90 days. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
}

/**
 * `GET /v2/transcript/{id}` and the list `GET /v2/transcript` on a server of this machine. It knows the three transcripts of the documentation from the
 * start; they are too old to be listed.
 */
export interface AssemblyAiFakeApi {
  /** The option `transport` of the provider. */
  readonly transport: Transport
  /** Everything that was asked, in order. */
  readonly requests: readonly FakeRequest[]
  addJob(job: AssemblyAiFakeJob): void
  /** What a time to live does: nobody knows it any more. What a user's DELETE leaves is a job that is `deleted`. */
  expireJob(id: string): void
  /** The next requests meet these faults, one each, in order. */
  fail(...faults: readonly Fault[]): void
  /** The next request is one too many: 429 with the seconds to wait. */
  limitRate(retryAfterSeconds: number): void
  close(): Promise<void>
}

/** When the transcript of the documentation was made. */
const documentedAt = '2023-11-02T21:49:25.586965Z'

interface KnownTranscript extends ListedTranscript {
  answer(): FakeAnswer
  /** True for those of the documentation: what takes their place is new. */
  readonly isExample?: boolean
}

export async function startFakeApi(
  fixtures: readonly Fixture[],
  { apiKey = 'fake-key', region = 'us', now = Date.now }: AssemblyAiFakeApiOptions,
): Promise<AssemblyAiFakeApi> {
  const base = apiBases[region]
  const samples = new Map(fixtures.map(({ file, bytes }) => [file, bytes]))
  const fieldsOf = createFields(fixtures)
  const jobs = newestFirst<KnownTranscript>()

  function sample(file: string, status = 200, headers: Readonly<Record<string, string>> = {}): FakeAnswer {
    return {
      status,
      headers: { 'content-type': 'application/json', ...headers },
      body: samples.get(file) ?? '',
    }
  }
  function known(job: AssemblyAiFakeJob): KnownTranscript {
    const former = jobs.get(job.id)
    const time = former === undefined || former.isExample ? now() : former.createdAt
    const createdAt = job.createdAt ?? new Date(time).toISOString()
    return {
      id: job.id,
      createdAt: Date.parse(createdAt),
      // Made when they are asked for: a test may add a hundred thousand.
      answer: () => jsonAnswer(fieldsOf(job)),
      item: () => toListItem(base, fieldsOf(job), createdAt, job.endedAt ?? createdAt),
    }
  }
  for (const { file, bytes } of fixtures.filter(isExample)) {
    const status = file === 'transcript.error.json' ? 'error' : 'completed'
    const example = known({ id: idIn(bytes), status, createdAt: documentedAt })
    jobs.put({ ...example, answer: () => sample(file), isExample: true })
  }

  function answer({ method, path, query, headers }: FakeRequest): FakeAnswer | undefined {
    if (headers['authorization'] !== apiKey) return sample('error.401.json', 401)
    if (method !== 'GET') return undefined
    if (path === '/v2/transcript') return listTranscripts(query, jobs, { base, now: now() })
    const id = /^\/v2\/transcript\/([^/]+)$/.exec(path)?.[1]
    if (id === undefined) return undefined
    return jobs.get(decodeURIComponent(id))?.answer() ?? sample('error.400.not-found.json', 400)
  }

  const { origin, requests, fail, close } = await startFakeServer(answer)
  return {
    transport: localTransport({ [base]: origin }),
    requests,
    fail,
    limitRate: (seconds) => fail(sample('error.429.json', 429, { 'retry-after': String(seconds) })),
    close,
    addJob: (job) => jobs.put(known(job)),
    expireJob: jobs.remove,
  }
}
