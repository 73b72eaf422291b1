import { type ApiClient, path } from '@stt-webhooks/api-client'
import { type ApiCall, isRecord, type JobReport, listAt, stringAt } from '@stt-webhooks/core/provider'
import type { AssemblyAiEvent } from '../index.ts'
import { isTooOld, mayHaveChanged } from './changed-since.ts'
import { toListedReport } from './job-report.ts'
import { unexpected } from './unexpected.ts'

/**
 * For how long a transcript is listed.
 * @see https://www.assemblyai.com/docs/api-reference/transcripts/list
 */
export const retentionMs: number = 90 * 24 * 60 * 60 * 1000

/** The most that a page may have. */
const limit = 200

const never = (): boolean => false

/**
 * The transcripts that may have changed since then, newest first, each page for one request of `GET /v2/transcript`. Those that ended have no
 * event: the list knows nothing of webhooks. Entries that are no transcripts are left out.
 * @throws WebhookError `api_answer`, and what the client throws
 */
export async function* listTranscripts(
  client: ApiClient,
  since: Date,
  { signal }: ApiCall,
): AsyncGenerator<readonly JobReport<AssemblyAiEvent>[]> {
  let before: string | undefined
  for (;;) {
    const query = { limit, before_id: before }
    // A list is never gone, and never unfinished: what says so in it are its entries.
    const page = await client.json(path`/v2/transcript`, { signal, query, isNotReady: never, isGone: never })
    const reports = reportsIn(page)
    yield reports.filter((report) => mayHaveChanged(report, since))
    if (isTooOld(reports.at(-1)?.createdAt, since)) return
    const older = cursorToOlder(page)
    if (older === undefined) return
    if (older === before) throw unexpected('The list of transcripts does not end.')
    before = older
  }
}

function reportsIn(page: unknown): readonly JobReport<AssemblyAiEvent>[] {
  if (!isRecord(page) || !Array.isArray(page['transcripts']))
    throw unexpected('AssemblyAI answered something that is no list of transcripts.')
  return listAt(page, 'transcripts').flatMap((item) => toListedReport(item) ?? [])
}

/** `prev_url` leads to older ones. The key must not go where an answer leads: only the id in it is taken. */
function cursorToOlder(page: unknown): string | undefined {
  if (!isRecord(page) || listAt(page, 'transcripts').length === 0) return undefined
  const details = page['page_details']
  const url = isRecord(details) ? stringAt(details, 'prev_url') : undefined
  if (url === undefined) return undefined
  const cursor = new URLSearchParams(url.slice(url.indexOf('?') + 1)).get('before_id')
  if (cursor === null || cursor === '') throw unexpected('The link to older transcripts names none.')
  return cursor
}
