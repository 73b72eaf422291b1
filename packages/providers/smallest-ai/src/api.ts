import { type Clock, createApiClient, type Transport } from '@stt-webhooks/api-client'
import type { ProviderApi } from '@stt-webhooks/core/provider'
import { authorization } from './api/api-key.ts'
import { getJob } from './api/get.ts'
import { listJobs } from './api/list.ts'
import { createLogs, earliestInLogs } from './api/logs.ts'
import { defaultParameter } from './index/credentials.ts'
import type { SmallestAiEvent } from './index.ts'

/** What it takes to ask Smallest.ai for webhooks that never came. */
export interface SmallestAiApiOptions {
  /** An API key of the organization that the jobs are submitted for, without `Bearer`. Default: none, and nothing is asked for. */
  readonly apiKey?: string | undefined
  /** Only for tests: that of `fakeApi()`. Default: the network. */
  readonly transport?: Transport | undefined
}

const base = 'https://api.smallest.ai/waves/v1'

/** For how long the logs are kept is not documented. This is when their contents go first: where `x-expire-content` is set. */
const retentionMs = 7 * 24 * 60 * 60_000

/**
 * Asks `GET /analytics/webhooks/logs` and `GET /analytics/asr/logs` and nothing else: the service has no jobs to ask for. Without a key there
 * is no API.
 * @throws WebhookError `invalid_option`
 */
export function createSmallestAiApi(
  {
    apiKey,
    transport,
    parameter = defaultParameter,
  }: SmallestAiApiOptions & { readonly parameter?: string | undefined },
  clock?: Clock,
): ProviderApi<SmallestAiEvent> | undefined {
  if (apiKey === undefined) return undefined
  const credentials = authorization(apiKey)
  const client = createApiClient({
    provider: 'smallest-ai',
    base,
    authorize: () => credentials,
    transport,
    clock,
  })
  const logs = createLogs(client, parameter)
  const now = (): number => clock?.now() ?? Date.now()

  return {
    listJobs: (since, call) => listJobs(logs, since, call),
    getJob: (job, call) => getJob(logs, job, earliestInLogs(now() - retentionMs), call),
    retentionMs,
    mainProduct: 'transcription',
  }
}
