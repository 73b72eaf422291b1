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
import type { AzureSpeechApiVersion, AzureSpeechRequest } from '../index.ts'
import { startFakeBlobs } from './fake-blobs.ts'
import { createFakeCalls } from './fake-calls.ts'
import { type AzureSpeechFakeHook, createFakeHooks } from './fake-hooks.ts'
import { type AzureSpeechFakeJob, entityOf, type FakeFile, fileEntity, filesOf } from './fake-job.ts'
import { createFakeList } from './fake-list.ts'
import { pageOf } from './fake-page.ts'
import { createSamples } from './samples.ts'
import { exampleId } from './templates.ts'

export interface AzureSpeechFakeApiOptions {
  /** Anything else is answered 401. Default: `fake-key`. */
  readonly apiKey?: string | undefined
  /** Where the provider believes it to be. Default: that of the region `westus`. */
  readonly apiUrl?: string | undefined
  /** The most that is in one page of a list. Default: 100. */
  readonly pageSize?: number | undefined
}

/**
 * Jobs, their files and web hooks on servers of this machine, in every API version. It knows the job of the simulator from the start,
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
  addHook(hook: AzureSpeechFakeHook): void
  /**
   * Hooks below an origin call a server of this machine instead: `leadHooks('https://example.com', 'http://127.0.0.1:4711')`. What leads elsewhere
   * is never called. A hook that gets a URL, new or not, is sent a challenge, and works once that is answered.
   */
  leadHooks(origin: string, server: string): void
  /** Calls every hook that works and wants to know that a transcription ended; the statuses of their answers, 0 for none. */
  tellEnd(jobId: string): Promise<readonly number[]>
  /** Sends what `hooks` of the provider builds here, and not to where it leads. */
  send(request: AzureSpeechRequest): Promise<Response>
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
  /^\/speechtotext(?:\/(?<version>v3\.[012]))?\/(?<collection>\w+)(?:\/(?<id>[^/]+)(?:\/(?<part>\w+))?)?$/

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
  const calls = createFakeCalls()
  const hooks = createFakeHooks(pageSize, calls)
  const host = new URL(apiUrl).origin
  const list = createFakeList(pageSize, (version) =>
    [...jobs.values()]
      .filter(({ job: { product = 'transcription' } }) => product === 'transcription')
      .map(({ job }) => entityOf(job, selfOf(job.id, 'transcriptions', version), version)),
  )

  function answer(request: FakeRequest): FakeAnswer | undefined {
    const { method, path, query, headers } = request
    if (headers['ocp-apim-subscription-key'] !== apiKey) return samples.error(401)
    const {
      version = query.get('api-version'),
      collection,
      id,
      part,
    } = versionedPath.exec(path)?.groups ?? {}
    if (!isVersion(version)) return samples.error(404)
    const address = new URL(`${host}${path}?${query}`)
    if (collection === 'webhooks') {
      address.pathname = path.replace(/(?<=\/webhooks)\/.*$/, '')
      const named = part === undefined ? id : `${id}:${part}`
      return hooks.answer(request, address, named, version) ?? samples.error(404)
    }
    if (method !== 'GET') return samples.error(404)
    if (collection === 'transcriptions' && id === undefined)
      return list.answer(address, version) ?? samples.error(400)
    const known = id === undefined ? undefined : jobs.get(decodeURIComponent(id))
    if (known === undefined || collection !== collectionOf(known.job.product ?? 'transcription'))
      return samples.error(404)
    const self = selfOf(known.job.id, collection, version)
    if (part === undefined) return jsonAnswer(entityOf(known.job, self, version))
    return part === 'files' ? jsonAnswer(filePageOf(known, self, address)) : samples.error(404)
  }

  function selfOf(id: string, collection: string, version: AzureSpeechApiVersion): string {
    const place = `${collection}/${encodeURIComponent(id)}`
    return version === '2024-11-15'
      ? `${host}/speechtotext/${place}?api-version=${version}`
      : `${host}/speechtotext/${version}/${place}`
  }

  function filePageOf({ job, files }: KnownJob, self: string, address: URL): object {
    const toEntity = (file: FakeFile) => fileEntity(file, self, blobs.urlOf(job.id, file.name))
    return pageOf(files, toEntity, address, pageSize)
  }

  function expireJob(id: string): void {
    for (const { name } of jobs.get(id)?.files ?? []) blobs.remove(id, name)
    jobs.delete(id)
    list.forget()
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
    addHook: hooks.add,
    leadHooks: calls.lead,
    tellEnd: hooks.tellEnd,
    send({ url, ...request }) {
      const { pathname, search } = new URL(url)
      return fetch(api.origin + pathname + search, request)
    },
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
