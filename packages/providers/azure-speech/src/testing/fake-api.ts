import type { Transport } from '@stt-webhooks/api-client'
import { localTransport } from '@stt-webhooks/api-client/testing'
import {
  type FakeAnswer,
  type FakeRequest,
  type Fault,
  type Fixture,
  jsonAnswer,
  startFakeServer,
} from '@stt-webhooks/testing'
import { collectionOf } from '../api/collections.ts'
import type { AzureSpeechApiVersion } from '../index.ts'
import { startFakeBlobs } from './fake-blobs.ts'
import { type AzureSpeechFakeJob, entityOf, type FakeFile, fileEntity, filesOf } from './fake-job.ts'
import { createSamples } from './samples.ts'
import { exampleId } from './templates.ts'

export interface AzureSpeechFakeApiOptions {
  /** Anything else is answered 401. Default: `fake-key`. */
  readonly apiKey?: string | undefined
  /** Where the provider believes it to be. Default: that of the region `westus`. */
  readonly apiUrl?: string | undefined
  /** Files in one page of a list. Default: 100. */
  readonly pageSize?: number | undefined
}

/**
 * Jobs and their files on servers of this machine, in every API version. It knows the job of the simulator from the start,
 * with the result of the documentation: "Hello world."
 */
export interface AzureSpeechFakeApi {
  /** The option `transport` of the provider. */
  readonly transport: Transport
  /** Everything that the API was asked, in order. */
  readonly requests: readonly FakeRequest[]
  /** Everything that the blob store was asked, in order. */
  readonly fileRequests: readonly FakeRequest[]
  addJob(job: AzureSpeechFakeJob): void
  /** As when its time to live is over: the job and its files are gone. */
  expireJob(id: string): void
  /** The next requests to the API meet these faults, one each, in order. */
  fail(...faults: readonly Fault[]): void
  /** The next requests to the blob store meet these faults, one each, in order. */
  failFiles(...faults: readonly Fault[]): void
  /** The next request to the API is one too many: 429 with the seconds to wait. */
  limitRate(retryAfterSeconds: number): void
  close(): Promise<void>
}

interface KnownJob {
  readonly job: AzureSpeechFakeJob
  readonly files: readonly FakeFile[]
}

const versionedPath =
  /^\/speechtotext(?:\/(?<version>v3\.[012]))?\/(?<collection>\w+)\/(?<id>[^/]+)(?<files>\/files)?$/

export async function startFakeApi(
  fixtures: readonly Fixture[],
  {
    apiKey = 'fake-key',
    apiUrl = 'https://westus.api.cognitive.microsoft.com',
    pageSize = 100,
  }: AzureSpeechFakeApiOptions,
): Promise<AzureSpeechFakeApi> {
  const samples = createSamples(fixtures)
  const jobs = new Map<string, KnownJob>()
  const blobs = await startFakeBlobs()
  const host = new URL(apiUrl).origin

  function answer({ method, path, query, headers }: FakeRequest): FakeAnswer | undefined {
    if (headers['ocp-apim-subscription-key'] !== apiKey) return samples.error(401)
    const {
      version = query.get('api-version'),
      collection,
      id,
      files,
    } = versionedPath.exec(path)?.groups ?? {}
    if (method !== 'GET' || id === undefined || !isVersion(version)) return samples.error(404)
    const known = jobs.get(decodeURIComponent(id))
    if (known === undefined || collection !== collectionOf(known.job.product ?? 'transcription'))
      return samples.error(404)
    const self = `${host}${path.replace(/\/files$/, '')}${version === '2024-11-15' ? `?api-version=${version}` : ''}`
    return files === undefined
      ? jsonAnswer(entityOf(known.job, self, version))
      : jsonAnswer(pageOf(known, self, query))
  }

  function pageOf({ job, files }: KnownJob, self: string, query: URLSearchParams): object {
    const skip = Number(query.get('skip') ?? 0)
    const top = Number(query.get('top') ?? pageSize)
    const next = new URL(self)
    next.pathname += '/files'
    next.searchParams.set('skip', String(skip + top))
    next.searchParams.set('top', String(top))
    return {
      values: files
        .slice(skip, skip + top)
        .map((file) => fileEntity(file, self, blobs.urlOf(job.id, file.name))),
      ...(skip + top < files.length && { '@nextLink': next.href }),
    }
  }

  function expireJob(id: string): void {
    for (const { name } of jobs.get(id)?.files ?? []) blobs.remove(id, name)
    jobs.delete(id)
  }

  function addJob(job: AzureSpeechFakeJob): void {
    expireJob(job.id)
    const files = filesOf(job)
    for (const { name, content } of files) blobs.add(job.id, name, content)
    jobs.set(job.id, { job, files })
  }

  addJob({ id: exampleId, results: [samples.bytes('v2024-result.json')] })
  const api = await startFakeServer(answer)
  return {
    transport: localTransport({
      [host]: api.origin,
      ...Object.fromEntries(blobs.hosts.map((blobHost) => [blobHost, blobs.server.origin])),
    }),
    requests: api.requests,
    fileRequests: blobs.server.requests,
    addJob,
    expireJob,
    fail: api.fail,
    failFiles: blobs.server.fail,
    limitRate: (seconds) => api.fail(samples.error(429, { 'retry-after': String(seconds) })),
    async close() {
      await Promise.all([api.close(), blobs.server.close()])
    },
  }
}

function isVersion(version: string | null | undefined): version is AzureSpeechApiVersion {
  return ['2024-11-15', 'v3.2', 'v3.1', 'v3.0'].some((one) => one === version)
}
