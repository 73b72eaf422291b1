import type { Transport } from '@stt-webhooks/api-client'
import { localTransport } from '@stt-webhooks/api-client/testing'
import {
  type FakeAnswer,
  type FakeRequest,
  type Fault,
  type Fixture,
  startFakeServer,
} from '@stt-webhooks/testing'
import { apiBase } from '../api/regions.ts'
import type { SpeechmaticsRegion } from '../index.ts'
import { deleted, type KnownJob, type SpeechmaticsFakeJob, toKnownJob, toSampleJob } from './fake-job.ts'
import { type CursorRule, createFakeJobs } from './fake-jobs.ts'

/** What Speechmatics itself answers when something is wrong, by its status. */
const errors = {
  400: 'error-400.json',
  401: 'error-401.html',
  403: 'error-403.json',
  404: 'error-404-job.json',
  410: 'error-410-job.json',
  422: 'error-422.json',
  423: 'error-423.json',
  429: 'error-429.json',
  500: 'error-500.json',
} as const

type ErrorStatus = keyof typeof errors

const exampleJobs = [
  ['api-job-done.json', 'api-transcript.json'],
  ['api-job-done-notification-failed.json'],
  ['api-job-running.json'],
  ['api-job-rejected-fetch.json'],
  ['api-job-rejected-language.json'],
  ['api-job-deleted.json'],
] as const

/** A fault, or the status of one of the errors that Speechmatics documents. */
export type SpeechmaticsFault = Fault | ErrorStatus

export interface SpeechmaticsFakeApiOptions {
  /** Without it the answer is 401, and a page of HTML. Default: `fake-key`. */
  readonly apiKey?: string | undefined
  /** Where the provider believes it to be. Default: that of the provider. */
  readonly region?: SpeechmaticsRegion | undefined
  /** Whether the list takes in what was submitted in the millisecond of `created_before`, which is not documented. Default: `exclusive`. */
  readonly createdBefore?: CursorRule | undefined
  /** Whether it knows the jobs of the documentation's examples from the start. Default: true. */
  readonly examples?: boolean | undefined
}

/**
 * `GET /v2/jobs`, `GET` and `DELETE /v2/jobs/{id}` and `GET /v2/jobs/{id}/transcript`, in json-v2, on a server of this machine. It knows the
 * jobs of the documentation's examples from the start.
 */
export interface SpeechmaticsFakeApi {
  /** The option `transport` of the provider. */
  readonly transport: Transport
  /** Such as `http://127.0.0.1:40123`, for clients that are not ours. */
  readonly origin: string
  /** Everything that was asked, in order. */
  readonly requests: readonly FakeRequest[]
  addJob(job: SpeechmaticsFakeJob): void
  /** The next requests meet these faults, one each, in order. */
  fail(...faults: readonly SpeechmaticsFault[]): void
  close(): Promise<void>
}

export async function startFakeApi(
  fixtures: readonly Fixture[],
  { apiKey = 'fake-key', region, createdBefore = 'exclusive', examples = true }: SpeechmaticsFakeApiOptions,
): Promise<SpeechmaticsFakeApi> {
  const samples = new Map(fixtures.map((fixture) => [fixture.file, fixture]))

  function textOf(file: string): string {
    return new TextDecoder().decode(samples.get(file)?.bytes)
  }
  function sample(file: string, status: number): FakeAnswer {
    const { headers, bytes } = samples.get(file) ?? {}
    return { status, headers, body: bytes }
  }
  function error(status: ErrorStatus): FakeAnswer {
    return sample(errors[status], status)
  }

  const jobs = createFakeJobs(createdBefore)
  if (examples) {
    for (const [file, transcript] of exampleJobs) {
      jobs.set(...toSampleJob(textOf(file), transcript && textOf(transcript)))
    }
  }

  function answer({ method, path, query, headers }: FakeRequest): FakeAnswer {
    if (headers['authorization'] !== `Bearer ${apiKey}`) return error(401)
    if (method === 'GET' && path === '/v2/jobs') {
      const answers = jobs.list(query)
      return answers === undefined ? error(422) : json(`{"jobs":[${answers.join()}]}`)
    }
    const [, id, part] = /^\/v2\/jobs\/([^/]+)(\/transcript)?$/.exec(path) ?? []
    const isKnown = method === 'GET' || (method === 'DELETE' && part === undefined)
    if (id === undefined || !isKnown) return sample('error-404-path.json', 404)
    const job = jobs.get(decodeURIComponent(id))
    if (job === undefined) return error(404)
    if (job.status === 'expired') return error(410)
    if (part !== undefined) return transcriptOf(job)
    return method === 'GET' ? json(job.answer) : remove(decodeURIComponent(id), job, query)
  }

  function transcriptOf({ status, transcript }: KnownJob): FakeAnswer {
    if (status === 'deleted') return sample('error-410-file.json', 410)
    return transcript === undefined ? error(404) : json(transcript(), 'application/vnd.speechmatics.v2+json')
  }

  function remove(id: string, job: KnownJob, query: URLSearchParams): FakeAnswer {
    if (job.status === 'running' && query.get('force') !== 'true') return error(423)
    const gone = deleted(job)
    jobs.set(id, gone)
    return json(gone.answer)
  }

  const { fail, ...server } = await startFakeServer(answer)
  return {
    ...server,
    transport: localTransport({ [new URL(apiBase(region)).origin]: server.origin }),
    addJob: (job) => jobs.set(job.id, toKnownJob(job)),
    fail: (...faults) => fail(...faults.map((fault) => (typeof fault === 'number' ? error(fault) : fault))),
  }
}

function json(body: string, contentType = 'application/json'): FakeAnswer {
  return { headers: { 'content-type': contentType }, body }
}
