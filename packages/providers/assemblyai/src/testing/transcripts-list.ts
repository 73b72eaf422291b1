import { type FakeAnswer, jsonAnswer } from '@stt-webhooks/testing'
import type { AssemblyAiTranscriptList, AssemblyAiTranscriptListItem } from '../index.ts'
import type { Listed, NewestFirst } from './newest-first.ts'

export interface ListedTranscript extends Listed {
  item(): AssemblyAiTranscriptListItem
}

const ninetyDays = 90 * 24 * 60 * 60 * 1000

/**
 * `GET /v2/transcript` with `limit`, `status`, `created_on`, `before_id` and `after_id`. What is wrong with a request is a sentence of our own: the
 * documentation has no example.
 * @see https://www.assemblyai.com/docs/api-reference/transcripts/list
 */
export function listTranscripts(
  query: URLSearchParams,
  jobs: NewestFirst<ListedTranscript>,
  { base, now }: { readonly base: string; readonly now: number },
): FakeAnswer {
  const limit = Number(query.get('limit') ?? 10)
  if (!Number.isInteger(limit) || limit < 1 || limit > 200) return refusal('limit must be from 1 to 200')
  const [before, after] = [query.get('before_id'), query.get('after_id')]
  const places = [before, after].map((id) => (id === null ? undefined : jobs.indexOf(id)))
  if (places.includes(-1)) return refusal('Transcript lookup error, transcript id not found')
  const [older, newer] = places
  const found: AssemblyAiTranscriptListItem[] = []
  const all = jobs.all()
  // Those that are newer than a transcript are counted from it, so that one can walk on from there.
  const step = newer === undefined ? 1 : -1
  const start = newer === undefined ? (older ?? -1) + 1 : newer - 1
  const isWanted = wanted(query)
  for (let place = start; found.length <= limit; place += step) {
    const job = all[place]
    if (job === undefined || job.createdAt < now - ninetyDays) break
    const item = job.item()
    if (isWanted(item)) found.push(item)
  }
  const page = found.slice(0, limit)
  if (step === -1) page.reverse()
  const isLast = step === 1 && found.length <= limit
  return jsonAnswer({ page_details: detailsOf(base, query, limit, page, isLast), transcripts: page })
}

function wanted(query: URLSearchParams): (item: AssemblyAiTranscriptListItem) => boolean {
  const [status, day] = [query.get('status'), query.get('created_on')]
  return (item) =>
    (status === null || item.status === status) && (day === null || item.created.startsWith(day))
}

function detailsOf(
  base: string,
  query: URLSearchParams,
  limit: number,
  page: readonly AssemblyAiTranscriptListItem[],
  isLast: boolean,
): AssemblyAiTranscriptList['page_details'] {
  function url(cursor: Readonly<Record<string, string>>): string {
    const parameters = new URLSearchParams({ limit: String(limit) })
    for (const name of ['status', 'created_on']) {
      const value = query.get(name)
      if (value !== null) parameters.set(name, value)
    }
    for (const [name, id] of Object.entries(cursor)) parameters.set(name, id)
    return `${base}/v2/transcript?${parameters}`
  }
  const [newest, oldest] = [page[0]?.id, page.at(-1)?.id]
  const [before, after] = [query.get('before_id'), query.get('after_id')]
  return {
    limit,
    result_count: page.length,
    current_url: url({
      ...(before !== null && { before_id: before }),
      ...(after !== null && { after_id: after }),
    }),
    prev_url: oldest === undefined || isLast ? null : url({ before_id: oldest }),
    next_url: newest === undefined ? null : url({ after_id: newest }),
  }
}

const refusal = (error: string): FakeAnswer => jsonAnswer({ error }, 400)
