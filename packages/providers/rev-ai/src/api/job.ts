import type { ApiClient } from '@stt-webhooks/api-client'
import { type ApiCall, type JobName, type JobReport, WebhookError } from '@stt-webhooks/core/provider'
import type { RevAiEvent } from '../index.ts'
import { isJob } from '../read.ts'
import { toJobReport } from './job-report.ts'
import { type ApiRoot, apiRoots, isProduct, pathOfJob } from './products.ts'
import { unexpected } from './unexpected.ts'

/**
 * One job, whatever its state; `undefined` if Rev AI does not know it. Where nobody says of which product it is, it is looked for under the
 * given roots, one after the other.
 * @throws WebhookError `api_answer`, and what the client throws
 */
export async function askForJob(
  client: ApiClient,
  roots: readonly ApiRoot[],
  { jobId, product = 'unknown' }: JobName,
  { signal }: ApiCall,
): Promise<JobReport<RevAiEvent> | undefined> {
  for (const root of isProduct(product) ? [apiRoots[product]] : roots) {
    const answer = await client.json(pathOfJob(root, jobId), { signal }).catch(undefinedIfGone)
    if (answer === undefined) continue
    if (!isJob(answer))
      throw unexpected(`Rev AI answered something that is no job when it was asked for ${jobId}.`)
    // What cannot be read has not ended, as far as anybody can say.
    return toJobReport(root, answer) ?? { jobId, product, state: 'running' }
  }
  return undefined
}

function undefinedIfGone(error: unknown): undefined {
  if (!(error instanceof WebhookError && error.code === 'transcript_gone')) throw error
}
