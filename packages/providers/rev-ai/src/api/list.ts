import type { ApiClient } from '@stt-webhooks/api-client'
import { type ApiCall, isoTime, type JobReport } from '@stt-webhooks/core/provider'
import type { RevAiEvent } from '../index.ts'
import { isJob } from '../read.ts'
import { isTooOld, mayHaveChanged } from './changed-since.ts'
import { toJobReport } from './job-report.ts'
import { type ApiRoot, pathOfList } from './products.ts'
import { unexpected } from './unexpected.ts'

/**
 * For how long a job is listed and known. Account settings and `delete_after_seconds` may make it shorter.
 * @see https://docs.rev.ai/api/security
 */
export const retentionMs: number = 30 * 24 * 60 * 60 * 1000

/** The most that a page may have. */
const limit = 1_000

const never = (): boolean => false

/**
 * The jobs that may have changed since then, root by root, each newest first, each page for one request. What ended has its event: the list has
 * whole jobs.
 * @throws WebhookError `api_answer`, and what the client throws
 */
export async function* listJobs(
  client: ApiClient,
  roots: readonly ApiRoot[],
  since: Date,
  call: ApiCall,
): AsyncGenerator<readonly JobReport<RevAiEvent>[]> {
  for (const root of roots) yield* listRoot(client, root, since, call)
}

async function* listRoot(
  client: ApiClient,
  root: ApiRoot,
  since: Date,
  { signal }: ApiCall,
): AsyncGenerator<readonly JobReport<RevAiEvent>[]> {
  let after: string | undefined
  for (;;) {
    const query = { limit, starting_after: after }
    const page = await client.json(pathOfList(root), { signal, query, isNotReady: never, isGone: never })
    if (!Array.isArray(page)) throw unexpected(`The list of ${root.api} ${root.collection} is none.`)
    const jobs = page.filter(isJob)
    yield jobs
      .flatMap((job) => toJobReport(root, job) ?? [])
      .filter((report) => mayHaveChanged(report, since))
    // There is no cursor: a page with room in it is the last. Vocabularies have one page.
    if (page.length < limit || root.collection === 'vocabularies') return
    const oldest = jobs.at(-1)
    if (isTooOld(isoTime(oldest?.created_on), since)) return
    if (oldest === undefined || oldest.id === after)
      throw unexpected(`The list of ${root.api} ${root.collection} does not go on.`)
    after = oldest.id
  }
}
