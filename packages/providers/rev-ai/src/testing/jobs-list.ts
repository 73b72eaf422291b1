import type { Listed, NewestFirst } from './newest-first.ts'

export interface ListedJob extends Listed {
  /** As JSON. */
  readonly body: string
}

const thirtyDays = 30 * 24 * 60 * 60 * 1000

/** True for a job that Rev AI has forgotten. */
export function isExpired({ createdAt }: Listed, now: number): boolean {
  return createdAt < now - thirtyDays
}

/**
 * One page of a list of jobs, or what is wrong with the request. Vocabularies have but one page.
 * @see https://docs.rev.ai/api/asynchronous/reference/#operation/GetListOfJobs
 */
export function listJobs(
  query: URLSearchParams,
  jobs: NewestFirst<ListedJob>,
  { now, isPaged }: { readonly now: number; readonly isPaged: boolean },
): readonly ListedJob[] | 'bad limit' | 'unknown job' {
  const limit = Number(query.get('limit') ?? 100)
  if (!Number.isInteger(limit) || limit < 0 || limit > 1000) return 'bad limit'
  const after = isPaged ? query.get('starting_after') : null
  const place = after === null ? -1 : jobs.indexOf(after)
  if (after !== null && place === -1) return 'unknown job'
  const page = jobs.all().slice(place + 1, place + 1 + limit)
  return page.filter((job) => !isExpired(job, now))
}
