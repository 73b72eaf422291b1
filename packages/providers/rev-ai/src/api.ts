import { type Clock, createApiClient, path, type Transport } from '@stt-webhooks/api-client'
import { type AnyEvent, type ProviderApi, WebhookError } from '@stt-webhooks/core/provider'
import { authorization, missingKey } from './api/api-key.ts'
import { apiBase, type RevAiRegion } from './api/regions.ts'
import { toResult } from './api/result.ts'
import type { RevAiEvent } from './index.ts'

/** What it takes to ask Rev AI for transcripts. */
export interface RevAiApiOptions {
  /** An access token of the account that the jobs are submitted with, without `Bearer`. Default: none, and nothing is asked for. */
  readonly apiKey?: string | undefined
  /** Where the account is. Default: `'us'`. */
  readonly region?: RevAiRegion | undefined
  /** Only for tests: that of `fakeApi()`. Default: the network. */
  readonly transport?: Transport | undefined
}

const accept = 'application/vnd.rev.transcript.v1.0+json'

/**
 * Asks `GET /speechtotext/v1/jobs/{id}/transcript` and nothing else: a notice tells everything but the transcript.
 * Without a key `fetch` says what is missing.
 * @throws WebhookError `invalid_option`
 */
export function createRevAiApi(
  { apiKey, region = 'us', transport }: RevAiApiOptions,
  clock?: Clock,
): ProviderApi<RevAiEvent> {
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
    provider: 'rev-ai',
    base,
    authorize: () => credentials,
    transport,
    clock,
  })
  return {
    async fetch(event, { signal }) {
      const answer = await client.json(path`/speechtotext/v1/jobs/${transcriptionOf(event)}/transcript`, {
        signal,
        headers: { accept },
      })
      return [toResult(event, answer)]
    },
  }
}

/** @throws WebhookError `no_transcript`: the results of analyses are under other roots and no transcripts of ours */
function transcriptionOf({ product, jobId }: AnyEvent): string {
  if ((product === 'async' || product === 'human') && jobId !== undefined) return jobId
  throw new WebhookError('no_transcript', `Jobs of the product ${product} have no transcript.`, {
    provider: 'rev-ai',
  })
}
