import type { Transport } from '@stt-webhooks/api-client'
import { localTransport } from '@stt-webhooks/api-client/testing'
import type { Transcript } from '@stt-webhooks/core'
import { stringAt } from '@stt-webhooks/core/provider'
import {
  type FakeAnswer,
  type FakeRequest,
  type Fault,
  type Fixture,
  startFakeServer,
} from '@stt-webhooks/testing'
import { type ApiRoot, apiRoots, listedRoots } from '../api/products.ts'
import { apiBases } from '../api/regions.ts'
import type { RevAiProduct, RevAiRegion } from '../index.ts'
import { toFields } from './job-fields.ts'
import { isExpired, type ListedJob, listJobs } from './jobs-list.ts'
import { toMonologues } from './monologues.ts'
import { type NewestFirst, newestFirst } from './newest-first.ts'

/** A job that the fake knows. Another one of the same id and root takes its place. */
export type RevAiFakeJob = {
  readonly id: string
  /** ISO 8601 in UTC. Its place in the list. Default: that of the job it replaces, or now. */
  readonly createdAt?: string | undefined
  /** ISO 8601 in UTC. Default: as soon as it was created. */
  readonly endedAt?: string | undefined
  /** Laid over the job. */
  readonly fields?: Readonly<Record<string, unknown>> | undefined
} & (
  | {
      readonly status: 'transcribed'
      /** Default: `async`. */
      readonly product?: 'async' | 'human' | undefined
      /** Default: that of the documentation's example. */
      readonly transcript?: Transcript | undefined
    }
  | {
      readonly status: 'completed'
      readonly product: 'sentiment-analysis' | 'topic-extraction' | 'language-id' | 'alignment'
    }
  | { readonly status: 'complete'; readonly product: 'custom-vocabulary' }
  /** Default: `async`. */
  | { readonly status: 'failed' | 'in_progress'; readonly product?: RevAiProduct | undefined }
)

export interface RevAiFakeApiOptions {
  /** Anything else is answered 401. Default: `fake-key`. */
  readonly apiKey?: string | undefined
  /** Where the provider believes it to be. Default: `us`. */
  readonly region?: RevAiRegion | undefined
  /** Milliseconds since 1970. Jobs are known for 30 days. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
}

/**
 * Jobs and their lists under every root, and `GET /speechtotext/v1/jobs/{id}/transcript` as JSON, on a server of this machine. It knows the job of
 * the documentation from the start, which is also the one that the simulator sends; it is too old to be listed.
 */
export interface RevAiFakeApi {
  /** The option `transport` of the provider. */
  readonly transport: Transport
  /** Everything that was asked, in order. */
  readonly requests: readonly FakeRequest[]
  addJob(job: RevAiFakeJob): void
  /** What a user's DELETE does, and `delete_after_seconds`. */
  deleteJob(id: string): void
  /** The next requests meet these faults, one each, in order. */
  fail(...faults: readonly Fault[]): void
  close(): Promise<void>
}

interface KnownJob extends ListedJob {
  /** Of transcriptions only. */
  transcript?(): FakeAnswer
  /** True for the job of the documentation: it is known although it is old, and what takes its place is new. */
  readonly isExample?: boolean
}

const types = {
  job: 'application/json',
  transcript: 'application/vnd.rev.transcript.v1.0+json',
  problem: 'application/problem+json',
}

export async function startFakeApi(
  fixtures: readonly Fixture[],
  { apiKey = 'fake-key', region = 'us', now = Date.now }: RevAiFakeApiOptions,
): Promise<RevAiFakeApi> {
  const samples = new Map(fixtures.map(({ file, bytes }) => [file, new TextDecoder().decode(bytes)]))
  const sample = (file: string): string => samples.get(file) ?? ''
  const problem = (status: 400 | 401 | 404): FakeAnswer =>
    toAnswer('problem', sample(`error.${status}.json`), status)
  const example = toAnswer('transcript', sample('transcript.json'))

  const shelves = new Map<string, NewestFirst<KnownJob>>()
  function shelfOf({ api, collection }: ApiRoot): NewestFirst<KnownJob> {
    const path = `/${api}/v1/${collection}`
    const shelf = shelves.get(path) ?? newestFirst()
    shelves.set(path, shelf)
    return shelf
  }
  // The others answer 404: there are none in the EU.
  for (const root of listedRoots(region)) shelfOf(root)
  shelfOf(apiRoots.async).put({
    id: 'Umx5c6F7pH7r',
    createdAt: 0,
    body: sample('job.get.transcribed.json'),
    transcript: () => example,
    isExample: true,
  })

  function transcriptOf(job: RevAiFakeJob): FakeAnswer {
    if (job.status !== 'transcribed') {
      const stated = { ...JSON.parse(sample('error.409.json')), current_value: job.status }
      return toAnswer('problem', JSON.stringify(stated), 409)
    }
    if (job.transcript === undefined) return example
    return toAnswer('transcript', JSON.stringify({ monologues: toMonologues(job.transcript) }))
  }

  function list(path: string, shelf: NewestFirst<KnownJob>, query: URLSearchParams): FakeAnswer {
    const page = listJobs(query, shelf, { now: now(), isPaged: path.endsWith('/jobs') })
    if (page === 'bad limit') return problem(400)
    // What becomes of a page whose start was deleted is not documented.
    if (page === 'unknown job') return problem(404)
    return toAnswer('job', `[${page.map(({ body }) => body).join(',')}]`)
  }

  function answer({ method, path, query, headers }: FakeRequest): FakeAnswer | undefined {
    if (headers['authorization'] !== `Bearer ${apiKey}`) return problem(401)
    if (method !== 'GET') return undefined
    const listed = shelves.get(path)
    if (listed !== undefined) return list(path, listed, query)
    const [, root = '', id = '', result] = /^(\/[^/]+\/v1\/[^/]+)\/([^/]+)(\/transcript)?$/.exec(path) ?? []
    const shelf = shelves.get(root)
    if (shelf === undefined) return undefined
    const job = shelf.get(decodeURIComponent(id))
    if (job === undefined || (!job.isExample && isExpired(job, now()))) return problem(404)
    return result === undefined ? toAnswer('job', job.body) : job.transcript?.()
  }

  const { origin, requests, fail, close } = await startFakeServer(answer)
  return {
    transport: localTransport({ [apiBases[region]]: origin }),
    requests,
    fail,
    close,
    deleteJob(id) {
      for (const shelf of shelves.values()) shelf.remove(id)
    },
    addJob(job) {
      const root = apiRoots[job.product ?? 'async']
      const shelf = shelfOf(root)
      const former = shelf.get(job.id)
      const time = former === undefined || former.isExample ? now() : former.createdAt
      const fields = toFields(job, job.createdAt ?? new Date(time).toISOString())
      shelf.put({
        id: job.id,
        createdAt: Date.parse(stringAt(fields, 'created_on') ?? '') || time,
        body: JSON.stringify(fields),
        ...(root === apiRoots.async && { transcript: () => transcriptOf(job) }),
      })
    },
  }
}

function toAnswer(type: keyof typeof types, body: string, status = 200): FakeAnswer {
  return { status, headers: { 'content-type': types[type] }, body }
}
