import { type ApiCall, type JobName, type JobReport, WebhookError } from '@stt-webhooks/core/provider'
import type { AzureSpeechEvent } from '../index.ts'
import { idIn } from '../read/notice.ts'
import { changedSince } from './changed-since.ts'
import { isNoticeProduct } from './collections.ts'
import { invalidOption } from './invalid-option.ts'
import { isJob } from './job.ts'
import { toJobReport } from './job-report.ts'
import type { Service } from './service.ts'
import { unexpected } from './unexpected.ts'
import { withoutSecrets } from './without-secrets.ts'

/**
 * The transcriptions that ended since then and all that have not ended, a hundred at a time, each page for one request. The service documents no
 * order, so only its filter ends the list; v3.0 has none and is read to its end. Entries that are no jobs are left out: who misses a job can ask
 * for it. Jobs are counted off, not pointed at: while one expires or is deleted, another may be left out of this listing.
 * @throws WebhookError `api_answer`, and what the client throws
 */
export async function* listTranscriptions(
  service: Service,
  since: Date,
  { signal }: ApiCall,
): AsyncGenerator<readonly JobReport<AzureSpeechEvent>[]> {
  const { filter, includes } = changedSince(since)
  for await (const values of service.transcriptions(filter, signal)) {
    yield values.flatMap((value) => {
      const job = withoutSecrets(value)
      if (!isJob(job) || !includes(job)) return []
      const jobId = idIn(job.self)
      return jobId === undefined ? [] : [toJobReport('transcription', jobId, job)]
    })
  }
}

/**
 * One job; a transcription if nobody says what it is. `undefined` if the service does not know it.
 * @throws WebhookError `invalid_option`, `api_answer`, and what the client throws
 */
export async function askForJob(
  service: Service,
  { jobId, product = 'transcription' }: JobName,
  { signal }: ApiCall,
): Promise<JobReport<AzureSpeechEvent> | undefined> {
  if (!isNoticeProduct(product)) {
    throw invalidOption(
      `A job of the product ${product} cannot be asked for. Name a transcription, dataset, model, evaluation or endpoint.`,
    )
  }
  const answer = await service.job(product, jobId, { signal }).catch(undefinedIfGone)
  if (answer === undefined) return undefined
  const job = withoutSecrets(answer)
  if (!isJob(job)) throw unexpected(`Asked for job ${jobId}, Azure Speech answered something that is none.`)
  return toJobReport(product, jobId, job)
}

function undefinedIfGone(error: unknown): undefined {
  if (!(error instanceof WebhookError && error.code === 'transcript_gone')) throw error
}
