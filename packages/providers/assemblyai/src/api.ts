import { type Clock, createApiClient, path, type Transport } from '@stt-webhooks/api-client'
import { type AnyEvent, type ProviderApi, WebhookError } from '@stt-webhooks/core/provider'
import { isRunning, isUnknown } from './api/answers.ts'
import { authorization, missingKey } from './api/api-key.ts'
import { toFailure } from './api/failure.ts'
import { askForJob } from './api/job.ts'
import { listTranscripts, retentionMs } from './api/list.ts'
import { type AssemblyAiRegion, apiBase } from './api/regions.ts'
import { toResult } from './api/result.ts'
import type { AssemblyAiEvent } from './index.ts'
import { untoldError } from './read.ts'

/** What it takes to ask AssemblyAI for transcripts, why transcriptions failed, and which ones there are. */
export interface AssemblyAiApiOptions {
  /** The API key of the project that the jobs are submitted with, without `Bearer`. Default: none, and nothing is asked for. */
  readonly apiKey?: string | undefined
  /** Where the jobs are submitted. Default: `'us'`. */
  readonly region?: AssemblyAiRegion | undefined
  /** Only for tests: that of `fakeApi()`. Default: the network. */
  readonly transport?: Transport | undefined
}

/**
 * Asks `GET /v2/transcript/{id}` and `GET /v2/transcript`, and nothing else. Without a key there is only `fetch`, which says what is missing.
 * @throws WebhookError `invalid_option`
 */
export function createAssemblyAiApi(
  { apiKey, region = 'us', transport }: AssemblyAiApiOptions,
  clock?: Clock,
): ProviderApi<AssemblyAiEvent> {
  const base = apiBase(region)
  if (apiKey === undefined) {
    return {
      async fetch(event) {
        throw missingKey(transcriptIdOf(event))
      },
    }
  }
  const credentials = authorization(apiKey)
  const client = createApiClient({
    provider: 'assemblyai',
    base,
    authorize: () => credentials,
    isNotReady: isRunning,
    isGone: isUnknown,
    transport,
    clock,
  })
  const ask = (jobId: string, signal: AbortSignal): Promise<unknown> =>
    client.json(path`/v2/transcript/${jobId}`, { signal })

  return {
    classify(event, { signal }) {
      if (event.type !== 'transcript.failed' || event.error.message !== untoldError.message) return undefined
      const jobId = transcriptIdOf(event)
      return ask(jobId, signal).then((answer) => toFailure(jobId, answer))
    },
    async fetch(event, { signal }) {
      const jobId = transcriptIdOf(event)
      return [toResult(jobId, await ask(jobId, signal))]
    },
    listJobs: (since, call) => listTranscripts(client, since, call),
    getJob: async ({ jobId, product = 'transcript' }, call) =>
      askForJob(client, transcriptIdOf({ jobId, product }), call),
    retentionMs,
    mainProduct: 'transcript',
  }
}

/** @throws WebhookError `no_transcript`: the API knows pre-recorded transcripts only */
function transcriptIdOf({ product, jobId }: Pick<AnyEvent, 'product' | 'jobId'>): string {
  if (product === 'transcript' && jobId !== undefined) return jobId
  throw new WebhookError(
    'no_transcript',
    `AssemblyAI cannot be asked for the product ${product}. What there is came with the webhook.`,
    { provider: 'assemblyai' },
  )
}
