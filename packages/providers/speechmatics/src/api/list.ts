import { type ApiClient, path } from '@stt-webhooks/api-client'
import type { ApiCall, JobReport } from '@stt-webhooks/core/provider'
import type { SpeechmaticsEvent } from '../index.ts'
import type { SpeechmaticsJob } from '../payload.ts'
import { isTooOld, mayHaveChanged } from './changed-since.ts'
import { readJobs } from './job.ts'
import { toJobReport } from './job-report.ts'
import { unexpected } from './unexpected.ts'

/** The most that the service gives at once. */
const limit = 100

/**
 * The jobs of a region that may have changed since then, those that were deleted too, newest first, each page for one request. The list is one of
 * submissions, and tells of few jobs when they ended.
 * @throws WebhookError `api_answer`, and what the client throws
 * @see https://github.com/speechmatics/docs/blob/main/spec/batch.yaml
 */
export async function* listJobs(
  client: ApiClient,
  since: Date,
  { signal }: ApiCall,
): AsyncGenerator<readonly JobReport<SpeechmaticsEvent>[]> {
  /** When the jobs were submitted that may come again. */
  const seen = new Map<string, number>()
  let before = Number.POSITIVE_INFINITY
  for (;;) {
    const jobs = await page(client, before, signal)
    if (jobs.length === 0) return
    const reports = jobs.filter(({ id }) => !seen.has(id)).map(toJobReport)
    yield reports.filter((report) => mayHaveChanged(report, since))
    const oldest = Math.min(...jobs.map(submittedAt))
    if (isTooOld(oldest, since)) return
    before = nextCursor(oldest, before)
    for (const job of jobs) seen.set(job.id, submittedAt(job))
    for (const [id, submitted] of seen) if (submitted > before) seen.delete(id)
  }
}

async function page(
  client: ApiClient,
  before: number,
  signal: AbortSignal,
): Promise<readonly SpeechmaticsJob[]> {
  const created_before = Number.isFinite(before) ? new Date(before).toISOString() : undefined
  const query = { limit, include_deleted: true, created_before }
  const jobs = readJobs(await client.json(path`/jobs`, { signal, query, isGone: () => false }))
  return jobs ?? unexpected('Asked for its jobs, Speechmatics answered no list of them.')
}

/**
 * Jobs may share the millisecond at the edge of a page, so the next page begins a millisecond later than this one ends; where that leads
 * nowhere, at its end or a millisecond before. Whether the service takes the cursor itself in is not documented: either way no job is lost, unless
 * more than a page of them share a millisecond.
 */
function nextCursor(oldest: number, before: number): number {
  const next = [oldest + 1, oldest, oldest - 1].find((cursor) => cursor < before)
  return next ?? unexpected('The list of the jobs of Speechmatics does not go on.')
}

/** Milliseconds since 1970. */
function submittedAt({ created_at }: SpeechmaticsJob): number {
  const time = Date.parse(created_at ?? '')
  return Number.isNaN(time) ? unexpected('A job of Speechmatics does not say when it was submitted.') : time
}
