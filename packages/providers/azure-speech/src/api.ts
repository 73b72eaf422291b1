import type { Clock, Transport } from '@stt-webhooks/api-client'
import type { AnyEvent, ProviderApi, Secret } from '@stt-webhooks/core/provider'
import { checkHooks, enableHook } from './api/account-hooks.ts'
import type { AzureSpeechApiVersion } from './api/address.ts'
import { missingKey } from './api/api-key.ts'
import { toClassification } from './api/classification.ts'
import { isNoticeProduct } from './api/collections.ts'
import { connect } from './api/connection.ts'
import { type AzureSpeechFailedFiles, warnOfFailedFiles } from './api/failed-files.ts'
import { askForJob, listTranscriptions } from './api/jobs.ts'
import type { AzureSpeechRegion } from './api/regions.ts'
import { retentionMsOf } from './api/retention.ts'
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
   * The longest time to live that your jobs are submitted with: from 6 to 744, counted from their end. Default: 744, which is the most that
   * 2024-11-15 allows. What ended longer ago is not looked for.
   * @see https://learn.microsoft.com/en-us/azure/ai-services/speech-service/batch-transcription-create
   */
  readonly timeToLiveHours?: number | undefined
  /**
   * Called where a job has transcripts of some files and failed at others, before the transcripts are given out.
   * What it throws, `transcripts()` rejects with. Default: a warning of the process (`process.emitWarning`).
   */
  readonly onFailedFiles?: ((failures: AzureSpeechFailedFiles) => void) | undefined
  /** Only for tests: that of `fakeApi()`. Default: the network. */
  readonly transport?: Transport | undefined
}

/** What the provider knows beside: where its hook leads, and what it signs with. */
interface HookFacts {
  readonly endpoint: string
  /** Missing where deliveries are not verified. */
  readonly secret?: Secret | undefined
}

/**
 * Asks for jobs, for lists of them and of their files, for the files and for hooks. Without a key there is only `fetch`, which says what is missing.
 * @throws WebhookError `invalid_option`
 */
export function createAzureSpeechApi(
  options: AzureSpeechApiOptions & HookFacts,
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
  const service = connect(apiKey, options, clock)
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
    listJobs: (since, call) => listTranscriptions(service, since, call),
    getJob: (job, call) => askForJob(service, job, call),
    retentionMs: retentionMsOf(options.timeToLiveHours),
    mainProduct: 'transcription',
    checkHooks: (url, call) => checkHooks(service, options.endpoint, url, call),
    enableHook: (id, call) => enableHook(service, options.secret, id, call),
  }
}

/** The job that an event says no more of than that it ended. */
function openJobOf(event: AnyEvent): { product: NoticeProduct; jobId: string } | undefined {
  const { product, jobId } = event
  const isOpen =
    event.type === 'transcript.ended' || (event.type === 'job.progressed' && event.phase === 'ended')
  return isOpen && jobId !== undefined && isNoticeProduct(product) ? { product, jobId } : undefined
}
