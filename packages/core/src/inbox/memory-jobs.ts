import { type ExpectedJob, isFinal, type JobKey, type JobLedger } from './jobs.ts'

const hintsKept = 1_000

/** `has` tells whether the inbox has an entry of that id. */
export function createMemoryJobs(has: (id: string) => boolean): JobLedger & {
  erase(endpoint: string, jobId: string): void
} {
  const jobs = new Set<ExpectedJob>()
  const marks = new Map<string, string>()
  const hints = new Map<string, Set<string>>()
  const running = new Set<string>()

  function find({ endpoint, jobId, reference }: JobKey): ExpectedJob | undefined {
    const own = [...jobs].filter((job) => job.endpoint === endpoint)
    return (
      own.find((job) => jobId !== undefined && job.jobId === jobId) ??
      own.find((job) => reference !== undefined && job.reference === reference)
    )
  }

  function openOf(endpoint: string): ExpectedJob[] {
    return [...jobs].filter((job) => job.endpoint === endpoint && !isFinal(job.state))
  }

  return {
    async update(key, change) {
      const known = find(key)
      const changed = change(known)
      if (changed === undefined) return known
      if (known !== undefined) jobs.delete(known)
      jobs.add(changed)
      return changed
    },
    async open(endpoint, until, limit) {
      const due = openOf(endpoint).filter(({ checkAt }) => checkAt <= until)
      return due.sort((one, other) => one.checkAt - other.checkAt).slice(0, limit)
    },
    count: async (endpoint) => openOf(endpoint).length,
    unknown: async (ids) => ids.filter((id) => !has(id)),
    mark: async (name) => marks.get(name),
    async setMark(name, value) {
      marks.set(name, value)
    },
    async hint(endpoint, jobId) {
      const kept = hints.get(endpoint) ?? new Set()
      hints.set(endpoint, kept)
      kept.delete(jobId)
      kept.add(jobId)
      const [oldest] = kept
      if (kept.size > hintsKept && oldest !== undefined) kept.delete(oldest)
    },
    async takeHints(endpoint) {
      const taken = [...(hints.get(endpoint) ?? [])]
      hints.delete(endpoint)
      return taken
    },
    async exclusively(name, work) {
      if (running.has(name)) return undefined
      running.add(name)
      try {
        return { result: await work() }
      } finally {
        running.delete(name)
      }
    },
    erase(endpoint, jobId) {
      hints.get(endpoint)?.delete(jobId)
      for (const job of jobs) if (job.endpoint === endpoint && job.jobId === jobId) jobs.delete(job)
    },
  }
}
