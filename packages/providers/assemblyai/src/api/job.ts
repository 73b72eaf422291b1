import { type ApiClient, path } from '@stt-webhooks/api-client'
import { type ApiCall, type JobReport, WebhookError } from '@stt-webhooks/core/provider'
import type { AssemblyAiEvent } from '../index.ts'
import { isTranscript } from './answers.ts'
import { toJobReport } from './job-report.ts'
import { unexpected } from './unexpected.ts'

/**
 * One transcript, whatever its state; `undefined` if AssemblyAI does not know it.
 * @throws WebhookError `api_answer`, and what the client throws
 */
export async function askForJob(
  client: ApiClient,
  jobId: string,
  { signal }: ApiCall,
): Promise<JobReport<AssemblyAiEvent> | undefined> {
  // That it is running is an answer here, and nothing to wait for.
  const request = { signal, isNotReady: () => false }
  const answer = await client.json(path`/v2/transcript/${jobId}`, request).catch(undefinedIfGone)
  if (answer === undefined) return undefined
  if (isTranscript(answer)) return toJobReport(jobId, answer)
  throw unexpected(`AssemblyAI answered something that is no transcript when it was asked for ${jobId}.`)
}

function undefinedIfGone(error: unknown): undefined {
  if (!(error instanceof WebhookError && error.code === 'transcript_gone')) throw error
}
