import { type Clock, createApiClient, path, type Transport } from '@stt-webhooks/api-client'
import { type AnyEvent, isRecord, type ProviderApi, WebhookError } from '@stt-webhooks/core/provider'
import { authorization, missingKey } from './api/api-key.ts'
import { toFailure } from './api/failure.ts'
import { askForJob, getJob } from './api/get.ts'
import { listJobs } from './api/list.ts'
import { notReady } from './api/readiness.ts'
import { apiBase } from './api/regions.ts'
import { toResult } from './api/result.ts'
import type { SpeechmaticsRegion } from './index/addresses.ts'
import type { SpeechmaticsEvent } from './index.ts'

/** What it takes to ask Speechmatics for transcripts, for jobs, and why they failed. */
export interface SpeechmaticsApiOptions {
  /** The API key of the account that the jobs are submitted with, without `Bearer`. Default: none, and nothing is asked for. */
  readonly apiKey?: string | undefined
  /**
   * Where the jobs are submitted: one is known in its own region only. Default: `asr.api.speechmatics.com`, where the SDKs of Speechmatics
   * submit unless they are told otherwise.
   * @see https://docs.speechmatics.com/get-started/authentication
   */
  readonly region?: SpeechmaticsRegion | undefined
  /** Only for tests: that of `fakeApi()`. Default: the network. */
  readonly transport?: Transport | undefined
}

/**
 * A job and all that is left of it are gone after seven days.
 * @see https://docs.speechmatics.com/speech-to-text/batch/limits
 */
const retentionMs = 7 * 24 * 60 * 60_000

/**
 * Asks `GET /jobs`, `GET /jobs/{id}` and `GET /jobs/{id}/transcript` and nothing else. Without a key there is only `fetch`, which says what
 * is missing.
 * @throws WebhookError `invalid_option`
 */
export function createSpeechmaticsApi(
  { apiKey, region, transport }: SpeechmaticsApiOptions,
  clock?: Clock,
): ProviderApi<SpeechmaticsEvent> {
  const base = apiBase(region)
  if (apiKey === undefined) {
    return {
      async fetch(event) {
        throw missingKey(transcriptionOf(event))
      },
    }
  }
  const credentials = authorization(apiKey)
  const client = createApiClient({
    provider: 'speechmatics',
    base,
    authorize: () => credentials,
    transport,
    clock,
  })
  const now = (): number => clock?.now() ?? Date.now()

  return {
    classify(event, { signal }) {
      const isFailure = event.type === 'transcript.failed' || event.type === 'job.failed'
      if (!isFailure || event.jobId === undefined || isTold(event)) return undefined
      return askForJob(client, event.jobId, signal).then((answer) => toFailure(event, answer))
    },
    async fetch(event, { signal }) {
      const jobId = transcriptionOf(event)
      const query = { format: 'json-v2', wait: 0 }
      const isNotReady = notReady(event, now)
      return [
        toResult(jobId, await client.json(path`/jobs/${jobId}/transcript`, { signal, query, isNotReady })),
      ]
    },
    listJobs: (since, call) => listJobs(client, since, call),
    getJob: (job, call) => getJob(client, job, call),
    retentionMs,
    mainProduct: 'transcription',
  }
}

/** True for a failure whose job was asked for already. */
function isTold({ raw }: AnyEvent): boolean {
  return isRecord(raw) && raw['form'] === 'job'
}

/** @throws WebhookError `no_transcript` */
function transcriptionOf({ product, jobId }: AnyEvent): string {
  if (product === 'transcription' && jobId !== undefined) return jobId
  throw new WebhookError(
    'no_transcript',
    `Speechmatics has no transcript to fetch for the product ${product}. What there is came with the webhook.`,
    { provider: 'speechmatics' },
  )
}
