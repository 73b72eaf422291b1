import {
  type AnyEvent,
  type ApiCall,
  stringAt,
  type Transcript,
  WebhookError,
} from '@stt-webhooks/core/provider'
import { toTranscripts } from '../transcript.ts'
import { errorOf } from './classification.ts'
import { type AzureSpeechFailedFiles, describeFailures, failedFilesIn } from './failed-files.ts'
import { isJob, tellsUnfinished } from './job.ts'
import type { Service } from './service.ts'
import { withoutSecrets } from './without-secrets.ts'

const provider = 'azure-speech'

/**
 * The transcripts of a job: one for each audio file that could be transcribed, in the service's order.
 * @throws WebhookError `no_transcript`, `transcript_gone`, and what the client and `onFailedFiles` throw
 */
export async function fetchTranscripts(
  service: Service,
  event: AnyEvent,
  { signal }: ApiCall,
  onFailedFiles: (failures: AzureSpeechFailedFiles) => void,
): Promise<readonly Transcript[]> {
  const jobId = transcriptionIdOf(event)
  const language =
    event.type === 'transcript.ended' ? await languageOf(service, jobId, signal) : event.language
  const files = await service.files(jobId, signal)

  const contents = <T>(kind: string, read: (content: unknown) => T, within: AbortSignal): Promise<T[]> =>
    Promise.all(
      files
        .filter((file) => file.kind === kind)
        // Each is read as it comes, so that not all of them are in memory in both forms.
        .map(async (file) => read(await service.content(file, within))),
    )
  const [results, reports] = await whole(signal, (within) =>
    Promise.all([
      contents('Transcription', (result) => toTranscripts(result, language) ?? unknownResult(jobId), within),
      contents('TranscriptionReport', (report) => report, within),
    ]),
  )
  const failures = failedFilesIn(jobId, reports)
  if (results.length === 0) throw noTranscript(jobId, failures)
  if (failures !== undefined) onFailedFiles(failures)
  return results.flat()
}

/** @throws WebhookError `no_transcript` */
export function transcriptionIdOf({ product, jobId }: AnyEvent): string {
  if (product === 'transcription' && jobId !== undefined) return jobId
  throw new WebhookError('no_transcript', `There is no transcript of the product ${product}.`, { provider })
}

/** Nobody has looked yet how the job ended. */
async function languageOf(service: Service, jobId: string, signal: AbortSignal): Promise<string | undefined> {
  const answer = await service.job('transcription', jobId, { signal, isNotReady: tellsUnfinished })
  const job = withoutSecrets(answer)
  if (isJob(job) && job.status === 'Succeeded') return stringAt(job, 'locale')
  if (!isJob(job) || job.status !== 'Failed') {
    throw new WebhookError(
      'api_answer',
      `Azure Speech does not say how job ${jobId} ended. Check whether its API has changed.`,
      { provider },
    )
  }
  throw new WebhookError(
    'no_transcript',
    `Job ${jobId} failed, so it has no transcript: ${errorOf(job).message}`,
    { provider },
  )
}

/** As soon as one part of the work fails, the rest of it ends too. */
async function whole<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  try {
    return await work(AbortSignal.any([signal, controller.signal]))
  } finally {
    controller.abort()
  }
}

function noTranscript(jobId: string, failures: AzureSpeechFailedFiles | undefined): WebhookError {
  if (failures !== undefined) {
    return new WebhookError(
      'no_transcript',
      `Job ${jobId} has no transcript: ${describeFailures(failures)}. Ask the API for its report.`,
      { provider },
    )
  }
  return new WebhookError(
    'transcript_gone',
    `Job ${jobId} has no result files any longer. Submit the audio again if they are needed.`,
    { provider },
  )
}

function unknownResult(jobId: string): never {
  throw new WebhookError(
    'api_answer',
    `A result of job ${jobId} is of no form we know. Check whether the API of Azure Speech has changed.`,
    { provider },
  )
}
