import type { ApiCall, JobName, JobReport } from '@stt-webhooks/core/provider'
import type { SmallestAiEvent } from '../index.ts'
import type { SmallestAiLoggedRequest } from '../payload.ts'
import { lastAttempt } from './attempts.ts'
import { isOver, toJobReport } from './job-report.ts'
import type { Logs } from './logs.ts'

/**
 * One job, looked for in both logs, newest entries first, no further back than `until`. One that is in neither is said to be running: nothing
 * tells whether it is, or failed, or is not known. So is one of a self-hosted service, which no log of the cloud knows.
 * @throws WebhookError `api_answer`, and what the client throws
 */
export async function getJob(
  logs: Logs,
  { jobId, product = 'transcription' }: JobName,
  until: number,
  { signal }: ApiCall,
): Promise<JobReport<SmallestAiEvent>> {
  if (product !== 'transcription') return { jobId, product, state: 'running' }
  const delivery = await lastAttempt(logs.deliveries(until, signal), jobId)
  if (delivery !== undefined && !isOver(delivery)) return toJobReport({ jobId, delivery })
  return toJobReport({ jobId, delivery, request: await find(logs.requests(until, signal), jobId) })
}

async function find(
  pages: AsyncIterable<readonly SmallestAiLoggedRequest[]>,
  jobId: string,
): Promise<SmallestAiLoggedRequest | undefined> {
  for await (const page of pages) {
    const found = page.find(({ request_id }) => request_id === jobId)
    if (found !== undefined) return found
  }
  return undefined
}
