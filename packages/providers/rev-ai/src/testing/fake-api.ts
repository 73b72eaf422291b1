import type { Transport } from '@stt-webhooks/api-client'
import { localTransport } from '@stt-webhooks/api-client/testing'
import type { Transcript } from '@stt-webhooks/core'
import {
  type FakeAnswer,
  type FakeRequest,
  type Fault,
  type Fixture,
  startFakeServer,
} from '@stt-webhooks/testing'
import { apiBases } from '../api/regions.ts'
import type { RevAiRegion } from '../index.ts'
import { toMonologues } from './monologues.ts'

/** A transcription that the fake knows. Another one of the same id takes its place. */
export type RevAiFakeJob = {
  readonly id: string
  /** Laid over the job. */
  readonly fields?: Readonly<Record<string, unknown>> | undefined
} & (
  | {
      readonly status: 'transcribed'
      /** Default: that of the documentation's example. */
      readonly transcript?: Transcript | undefined
    }
  | { readonly status: 'failed' | 'in_progress' }
)

export interface RevAiFakeApiOptions {
  /** Anything else is answered 401. Default: `fake-key`. */
  readonly apiKey?: string | undefined
  /** Where the provider believes it to be. Default: `us`. */
  readonly region?: RevAiRegion | undefined
}

/**
 * `GET /speechtotext/v1/jobs/{id}` and its `/transcript`, as JSON, on a server of this machine. It knows the job of the documentation from
 * the start, which is also the one that the simulator sends.
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

interface Answers {
  readonly job: FakeAnswer
  readonly transcript: FakeAnswer
}

const created_on = '2026-11-21T10:00:00.000Z'
const completed_on = '2026-11-21T10:00:42.000Z'

const outcomes = {
  transcribed: { created_on, completed_on, duration_seconds: 107, language: 'en' },
  failed: { created_on, completed_on, failure: 'download_failure', failure_detail: 'Failed to download' },
  in_progress: { created_on },
}

const types = {
  job: 'application/json',
  transcript: 'application/vnd.rev.transcript.v1.0+json',
  problem: 'application/problem+json',
}

export async function startFakeApi(
  fixtures: readonly Fixture[],
  { apiKey = 'fake-key', region = 'us' }: RevAiFakeApiOptions,
): Promise<RevAiFakeApi> {
  const samples = new Map(fixtures.map(({ file, bytes }) => [file, new TextDecoder().decode(bytes)]))
  const jobs = new Map<string, Answers>()

  const sample = (file: string): string => samples.get(file) ?? ''
  const problem = (status: 401 | 404): FakeAnswer =>
    toAnswer('problem', sample(`error.${status}.json`), status)
  const example = toAnswer('transcript', sample('transcript.json'))
  jobs.set('Umx5c6F7pH7r', {
    job: toAnswer('job', sample('job.get.transcribed.json')),
    transcript: example,
  })

  function transcriptOf(job: RevAiFakeJob): FakeAnswer {
    if (job.status !== 'transcribed') {
      const stated = { ...JSON.parse(sample('error.409.json')), current_value: job.status }
      return toAnswer('problem', JSON.stringify(stated), 409)
    }
    if (job.transcript === undefined) return example
    return toAnswer('transcript', JSON.stringify({ monologues: toMonologues(job.transcript) }))
  }

  function answer({ method, path, headers }: FakeRequest): FakeAnswer | undefined {
    if (headers['authorization'] !== `Bearer ${apiKey}`) return problem(401)
    const [, id, result] = /^\/speechtotext\/v1\/jobs\/([^/]+)(\/transcript)?$/.exec(path) ?? []
    if (method !== 'GET' || id === undefined) return undefined
    const answers = jobs.get(decodeURIComponent(id))
    if (answers === undefined) return problem(404)
    return result === undefined ? answers.job : answers.transcript
  }

  const { origin, requests, fail, close } = await startFakeServer(answer)
  return {
    transport: localTransport({ [apiBases[region]]: origin }),
    requests,
    fail,
    close,
    deleteJob: (id) => void jobs.delete(id),
    addJob(job) {
      const { id, status, fields } = job
      const body = { id, status, type: 'async', ...outcomes[status], ...fields }
      jobs.set(id, { job: toAnswer('job', JSON.stringify(body)), transcript: transcriptOf(job) })
    },
  }
}

function toAnswer(type: keyof typeof types, body: string, status = 200): FakeAnswer {
  return { status, headers: { 'content-type': types[type] }, body }
}
