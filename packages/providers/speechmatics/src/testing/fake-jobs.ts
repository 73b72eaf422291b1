import type { KnownJob } from './fake-job.ts'

export type CursorRule = 'exclusive' | 'inclusive'

/** The jobs of one region. */
export interface FakeJobs {
  get(id: string): KnownJob | undefined
  set(id: string, job: KnownJob): void
  /**
   * One page of `GET /v2/jobs`, each job as JSON; undefined where the query is refused. Jobs of one millisecond are in the order in which they
   * became known.
   */
  list(query: URLSearchParams): readonly string[] | undefined
}

/** Jobs of these statuses are in the list only if they are asked for. */
const hidden: ReadonlySet<string> = new Set(['deleted', 'expired'])

export function createFakeJobs(rule: CursorRule): FakeJobs {
  const jobs = new Map<string, KnownJob>()
  /** Kept until there is another job: a walk through a long list asks many times. */
  let newestFirst: readonly KnownJob[] | undefined

  return {
    get: (id) => jobs.get(id),
    set(id, job) {
      jobs.set(id, job)
      newestFirst = undefined
    },
    list(query) {
      const limit = Number(query.get('limit') ?? 100)
      const cursor = query.get('created_before')
      const before = cursor === null ? Number.POSITIVE_INFINITY : Date.parse(cursor)
      if (!Number.isInteger(limit) || limit < 1 || limit > 100 || Number.isNaN(before)) return undefined

      newestFirst ??= [...jobs.values()].sort((one, other) => other.submitted - one.submitted)
      const withDeleted = query.get('include_deleted') === 'true'
      const page: string[] = []
      for (const job of newestFirst) {
        const { submitted, status } = job
        if (page.length === limit) break
        if (submitted > before || (submitted === before && rule === 'exclusive')) continue
        if (withDeleted || !hidden.has(status)) page.push(withoutEnvelope(job))
      }
      return page
    },
  }
}

/** What `GET /v2/jobs/{id}` answers of the job. */
function withoutEnvelope({ answer }: KnownJob): string {
  const { job }: { job: unknown } = JSON.parse(answer)
  return JSON.stringify(job)
}
