import { randomUUID } from 'node:crypto'
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
import { deliveriesOf, type Entry, requestsOf, type SmallestAiFakeJob } from './fake-job.ts'
import { inOrder, type LogOrder, logPage } from './fake-log.ts'
import { type ErrorStatus, samplesOf } from './samples.ts'

/** A fault, or the status of one of the errors that Smallest.ai documents. */
export type SmallestAiFault = Fault | ErrorStatus

export interface SmallestAiFakeApiOptions {
  /** Anything else is answered 401. Default: `fake-key`. */
  readonly apiKey?: string | undefined
  /** Of both logs; not documented. Default: `newest first`. */
  readonly order?: LogOrder | undefined
}

/**
 * `POST /waves/v1/stt/` with a `webhook_url`, `GET /waves/v1/analytics/asr/logs`, `GET /waves/v1/analytics/webhooks/logs` and
 * `DELETE /waves/v1/analytics/asr/history/{id}`, on a server of this machine. It sends no webhooks: what became of them is what `addJob` says.
 */
export interface SmallestAiFakeApi {
  /** The option `transport` of the provider. */
  readonly transport: Transport
  /** Such as `http://127.0.0.1:40123`, for clients that are not ours. */
  readonly origin: string
  /** Everything that was asked, in order. */
  readonly requests: readonly FakeRequest[]
  addJob(job: SmallestAiFakeJob): void
  /** The next requests meet these faults, one each, in order. */
  fail(...faults: readonly SmallestAiFault[]): void
  close(): Promise<void>
}

const root = '/waves/v1'

export async function startFakeApi(
  fixtures: readonly Fixture[],
  { apiKey = 'fake-key', order = 'newest first' }: SmallestAiFakeApiOptions,
): Promise<SmallestAiFakeApi> {
  const samples = samplesOf(fixtures)
  const jobs = new Map<string, SmallestAiFakeJob>()
  const deleted = new Set<string>()
  /** Made when they are asked for, and anew once there is another job: a walk through a long log asks many times. */
  let logs: { readonly requests: readonly Entry[]; readonly deliveries: readonly Entry[] } | undefined

  function addJob(job: SmallestAiFakeJob): void {
    jobs.set(job.id, { ...jobs.get(job.id), ...job })
    logs = undefined
  }

  function currentLogs(): NonNullable<typeof logs> {
    const all = [...jobs.values()]
    logs ??= {
      requests: inOrder(
        all.flatMap((job) => (deleted.has(job.id) ? [] : requestsOf(samples.request, job))),
        order,
      ),
      deliveries: inOrder(
        all.flatMap((job) => deliveriesOf(samples.delivery, job)),
        order,
      ),
    }
    return logs
  }

  function answer({ method, path, query, headers }: FakeRequest): FakeAnswer | undefined {
    if (headers['authorization'] === undefined) return samples.noKey
    if (headers['authorization'] !== `Bearer ${apiKey}`) return samples.error(401)
    const [, removed] = /^\/waves\/v1\/analytics\/asr\/history\/([^/]+)$/.exec(path) ?? []
    if (method === 'DELETE' && removed !== undefined) return remove(decodeURIComponent(removed))
    switch (`${method} ${path}`) {
      case `POST ${root}/stt/`:
        return submit(query)
      case `GET ${root}/analytics/asr/logs`:
        return logPage(currentLogs().requests, query) ?? { status: 400 }
      case `GET ${root}/analytics/webhooks/logs`:
        return logPage(currentLogs().deliveries, query) ?? { status: 400 }
      default:
        return undefined
    }
  }

  function submit(query: URLSearchParams): FakeAnswer | undefined {
    const model = query.get('model')
    if (model === null) return samples.error(400)
    const webhookUrl = query.get('webhook_url')
    // Without it the transcript is the answer, which is no matter of webhooks.
    if (webhookUrl === null) return undefined
    const request_id = jobs.has(samples.acceptedId) ? randomUUID() : samples.acceptedId
    addJob({ id: request_id, status: 'processing', model, webhookUrl })
    return jsonAnswer({ ...samples.accepted, request_id })
  }

  function remove(id: string): FakeAnswer {
    deleted.add(id)
    logs = undefined
    return jsonAnswer({ status: 'success' })
  }

  const { fail, ...server } = await startFakeServer(answer)
  return {
    ...server,
    transport: localTransport({ 'https://api.smallest.ai': server.origin }),
    addJob,
    fail: (...faults) =>
      fail(...faults.map((fault) => (typeof fault === 'number' ? samples.error(fault) : fault))),
  }
}
