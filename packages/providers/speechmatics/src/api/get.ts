import { type ApiClient, path } from '@stt-webhooks/api-client'
import { type ApiCall, type JobName, type JobReport, WebhookError } from '@stt-webhooks/core/provider'
import type { SpeechmaticsEvent } from '../index.ts'
import { readJob } from './job.ts'
import { toJobReport } from './job-report.ts'
import { unexpected } from './unexpected.ts'

/** What `GET /jobs/{id}` answers. Left out, `wait` would be seconds for which the service holds back its answer while a job runs. */
export function askForJob(client: ApiClient, jobId: string, signal: AbortSignal): Promise<unknown> {
  return client.json(path`/jobs/${jobId}`, { signal, query: { wait: 0 } })
}

/**
 * One job; `undefined` if it has expired, or is of another account or region. Deleted jobs are known for as long as others.
 * @throws WebhookError `api_answer`, and what the client throws
 */
export async function getJob(
  client: ApiClient,
  { jobId }: JobName,
  { signal }: ApiCall,
): Promise<JobReport<SpeechmaticsEvent> | undefined> {
  const answer = await askForJob(client, jobId, signal).catch(undefinedIfGone)
  if (answer === undefined) return undefined
  const job = readJob(answer)
  return job === undefined
    ? unexpected(`Asked for job ${jobId}, Speechmatics answered something that is none.`)
    : toJobReport(job)
}

function undefinedIfGone(error: unknown): undefined {
  if (!(error instanceof WebhookError && error.code === 'transcript_gone')) throw error
}
