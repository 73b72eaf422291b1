import { type Clock, createApiClient, path, type Transport } from '@stt-webhooks/api-client'
import { type AnyEvent, type ProviderApi, WebhookError } from '@stt-webhooks/core/provider'
import { authorization, missingKey } from './api/api-key.ts'
import { askForJob } from './api/job.ts'
import { listJobs, retentionMs } from './api/list.ts'
import { listedRoots, type RevAiProduct } from './api/products.ts'
import { apiBase, type RevAiRegion } from './api/regions.ts'
import { toResult } from './api/result.ts'
import type { RevAiEvent } from './index.ts'

/** What it takes to ask Rev AI for transcripts, and which jobs there are. */
export interface RevAiApiOptions {
  /** An access token of the account that the jobs are submitted with, without `Bearer`. Default: none, and nothing is asked for. */
  readonly apiKey?: string | undefined
  /** Where the account is. Default: `'us'`. */
  readonly region?: RevAiRegion | undefined
  /**
   * The products that you use: each list is a request of its own. Default: all of them; in the EU `['async']`, the only one there.
   * `async` and `human` have one list.
   */
  readonly products?: readonly RevAiProduct[] | undefined
  /** Only for tests: that of `fakeApi()`. Default: the network. */
  readonly transport?: Transport | undefined
}

const accept = 'application/vnd.rev.transcript.v1.0+json'

/**
 * Asks for transcripts, for jobs and for lists of them: a notice tells everything but the transcript. Without a key there is only `fetch`,
 * which says what is missing.
 * @throws WebhookError `invalid_option`
 */
export function createRevAiApi(
  { apiKey, region = 'us', products, transport }: RevAiApiOptions,
  clock?: Clock,
): ProviderApi<RevAiEvent> {
  const base = apiBase(region)
  const roots = listedRoots(region, products)
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
    listJobs: (since, call) => listJobs(client, roots, since, call),
    getJob: (job, call) => askForJob(client, roots, job, call),
    retentionMs,
    mainProduct: 'async',
  }
}

/** @throws WebhookError `no_transcript`: the results of analyses are under other roots and no transcripts of ours */
function transcriptionOf({ product, jobId }: AnyEvent): string {
  if ((product === 'async' || product === 'human') && jobId !== undefined) return jobId
  throw new WebhookError('no_transcript', `Jobs of the product ${product} have no transcript.`, {
    provider: 'rev-ai',
  })
}
