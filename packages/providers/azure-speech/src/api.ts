import { type Clock, createApiClient, type Transport } from '@stt-webhooks/api-client'
import type { AnyEvent, ProviderApi } from '@stt-webhooks/core/provider'
import { type AzureSpeechApiVersion, addressOf } from './api/address.ts'
import { authorization, missingKey } from './api/api-key.ts'
import { toClassification } from './api/classification.ts'
import { isNoticeProduct } from './api/collections.ts'
import { type AzureSpeechFailedFiles, warnOfFailedFiles } from './api/failed-files.ts'
import type { AzureSpeechRegion } from './api/regions.ts'
import { createService, type Service } from './api/service.ts'
import { fetchTranscripts, transcriptionIdOf } from './api/transcripts.ts'
import type { AzureSpeechEvent } from './index.ts'
import type { NoticeProduct } from './read/event-name.ts'

/** What it takes to ask Azure Speech how jobs ended, and for transcripts. */
export interface AzureSpeechApiOptions {
  /** One of the two keys of the Speech resource. Default: none, and nothing is asked for. */
  readonly apiKey?: string | undefined
  /** Where the resource is. This or `apiUrl` is needed with a key. */
  readonly region?: AzureSpeechRegion | undefined
  /** The endpoint of the resource, such as `https://contoso.cognitiveservices.azure.com`, for names of its own and for other clouds. */
  readonly apiUrl?: string | undefined
  /** Default: `'2024-11-15'`. Jobs of older versions are found by it too. */
  readonly apiVersion?: AzureSpeechApiVersion | undefined
  /**
   * Hosts of result files beside `*.blob.core.windows.net`, for storage of your own in other clouds: `*.blob.core.usgovcloudapi.net`.
   * The key is not sent there, so the links must carry the permission to read.
   */
  readonly fileHosts?: readonly string[] | undefined
  /**
   * Called where a job has transcripts of some files and failed at others, before the transcripts are given out.
   * What it throws, `transcripts()` rejects with. Default: a warning of the process (`process.emitWarning`).
   */
  readonly onFailedFiles?: ((failures: AzureSpeechFailedFiles) => void) | undefined
  /** Only for tests: that of `fakeApi()`. Default: the network. */
  readonly transport?: Transport | undefined
}

/**
 * Asks for jobs, for lists of their files, and for the files. Without a key there is no `classify`, and `fetch` says what is missing.
 * @throws WebhookError `invalid_option`
 */
export function createAzureSpeechApi(
  options: AzureSpeechApiOptions,
  clock?: Clock,
): ProviderApi<AzureSpeechEvent> {
  const { apiKey, onFailedFiles = warnOfFailedFiles } = options
  if (apiKey === undefined) {
    return {
      async fetch(event) {
        throw missingKey(`The notice of job ${transcriptionIdOf(event)} does not hold its transcripts.`)
      },
    }
  }
  const service = serviceOf(apiKey, options, clock)
  return {
    classify(event, { signal }) {
      const job = openJobOf(event)
      if (job === undefined) return undefined
      const { product, jobId } = job
      return service
        .job(product, jobId, { signal })
        .then((answer) => toClassification(product, jobId, answer))
    },
    fetch: (event, call) => fetchTranscripts(service, event, call, onFailedFiles),
  }
}

function serviceOf(apiKey: string, options: AzureSpeechApiOptions, clock: Clock | undefined): Service {
  const credentials = authorization(apiKey)
  const address = addressOf(options)
  const client = createApiClient({
    provider: 'azure-speech',
    base: address.base,
    authorize: () => credentials,
    files: ['*.blob.core.windows.net', ...(options.fileHosts ?? [])],
    transport: options.transport,
    clock,
  })
  return createService(client, address)
}

/** The job that an event says no more of than that it ended. */
function openJobOf(event: AnyEvent): { product: NoticeProduct; jobId: string } | undefined {
  const { product, jobId } = event
  const isOpen =
    event.type === 'transcript.ended' || (event.type === 'job.progressed' && event.phase === 'ended')
  return isOpen && jobId !== undefined && isNoticeProduct(product) ? { product, jobId } : undefined
}
