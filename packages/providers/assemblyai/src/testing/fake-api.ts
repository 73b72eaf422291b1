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
import { toTranscriptFields } from './transcript-fields.ts'

/** A transcript that the fake knows. Another one of the same id takes its place. */
export type AssemblyAiFakeJob = {
  readonly id: string
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
}

/** `GET /v2/transcript/{id}` on a server of this machine. It knows the three transcripts of the documentation from the start. */
export interface AssemblyAiFakeApi {
  /** The option `transport` of the provider. */
  readonly transport: Transport
  /** Everything that was asked, in order. */
  readonly requests: readonly FakeRequest[]
  addJob(job: AssemblyAiFakeJob): void
  /** The next requests meet these faults, one each, in order. */
  fail(...faults: readonly Fault[]): void
  /** The next request is one too many: 429 with the seconds to wait. */
  limitRate(retryAfterSeconds: number): void
  close(): Promise<void>
}

export async function startFakeApi(
  fixtures: readonly Fixture[],
  { apiKey = 'fake-key', region = 'us' }: AssemblyAiFakeApiOptions,
): Promise<AssemblyAiFakeApi> {
  const samples = new Map(fixtures.map(({ file, bytes }) => [file, bytes]))
  const jobs = new Map<string, FakeAnswer>()

  function sample(file: string, status = 200, headers: Readonly<Record<string, string>> = {}): FakeAnswer {
    return {
      status,
      headers: { 'content-type': 'application/json', ...headers },
      body: samples.get(file) ?? '',
    }
  }
  function fieldsOf(file: string): object {
    return JSON.parse(new TextDecoder().decode(samples.get(file)))
  }
  for (const file of ['transcript.completed.json', 'transcript.error.json', 'transcript.deleted.json']) {
    jobs.set(String(Reflect.get(fieldsOf(file), 'id')), sample(file))
  }

  function answer({ method, path, headers }: FakeRequest): FakeAnswer | undefined {
    if (headers['authorization'] !== apiKey) return sample('error.401.json', 401)
    const id = /^\/v2\/transcript\/([^/]+)$/.exec(path)?.[1]
    if (method !== 'GET' || id === undefined) return undefined
    return jobs.get(decodeURIComponent(id)) ?? sample('error.400.not-found.json', 400)
  }

  const { origin, requests, fail, close } = await startFakeServer(answer)
  return {
    transport: localTransport({ [apiBases[region]]: origin }),
    requests,
    fail,
    limitRate: (seconds) => fail(sample('error.429.json', 429, { 'retry-after': String(seconds) })),
    close,
    addJob(job) {
      const known = fieldsOf(exampleOf(job))
      jobs.set(job.id, jsonAnswer({ ...known, ...ownFields(job), id: job.id, ...job.fields }))
    },
  }
}

function exampleOf({ status }: AssemblyAiFakeJob): string {
  if (status === 'completed' || status === 'deleted') return `transcript.${status}.json`
  return 'transcript.error.json'
}

function ownFields(job: AssemblyAiFakeJob): object {
  switch (job.status) {
    case 'completed':
      return job.transcript === undefined ? {} : toTranscriptFields(job.transcript)
    case 'error':
      return job.error === undefined ? {} : { error: job.error }
    case 'deleted':
      return {}
    default:
      return { status: job.status, error: null }
  }
}
