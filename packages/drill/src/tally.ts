import type { StoredEnd } from './calls.ts'
import type { Job } from './job.ts'
import type { SpeechServices } from './service.ts'

const outcomes = ['completed', 'failed', 'overdue', 'lost'] as const
type Outcome = (typeof outcomes)[number]

export interface Tally {
  readonly counts: Readonly<Record<'jobs' | Outcome | 'stored twice' | 'by webhook' | 'by sweep', number>>
  /** What is not as promised. */
  readonly broken: readonly string[]
}

/** Counts what became of the jobs, and compares it with what must have. `handled` has a line for each handler and event. */
export function tally(
  jobs: readonly Job[],
  services: Pick<SpeechServices, 'wasAnswered'>,
  stored: readonly StoredEnd[],
  handled: ReadonlySet<string>,
): Tally {
  const counts = {
    ...{ jobs: jobs.length, completed: 0, failed: 0, overdue: 0, lost: 0 },
    ...{ 'stored twice': 0, 'by webhook': 0, 'by sweep': 0 },
  }
  const broken: string[] = []
  const byJob = new Map<string, StoredEnd[]>()
  for (const end of stored) {
    const key = `${end.endpoint} ${end.reference ?? end.jobId}`
    byJob.set(key, [...(byJob.get(key) ?? []), end])
  }

  for (const job of jobs) {
    const own = takeAll(byJob, `${job.provider} ${job.id}`)
    const told = takeAll(byJob, `${job.provider} ${job.reference}`)
    const [end, ...more] = [...own, ...told]
    if (more.length > 0) {
      counts['stored twice']++
      broken.push(`${job.id} ended ${own.length} times, and was told of as overdue ${told.length} times`)
    }
    const outcome = end && outcomeOf(end)
    if (end === undefined || outcome === undefined || !isPromised(job, services.wasAnswered(job), outcome)) {
      broken.push(`${job.id} (${job.fate}) ended as ${end?.type ?? 'nothing'}`)
    }
    if (end === undefined) continue
    if (outcome !== undefined) counts[outcome]++
    counts[end.source === 'webhook' ? 'by webhook' : 'by sweep']++
  }
  for (const [key] of byJob) broken.push(`nobody submitted ${key}`)
  for (const { id } of stored) {
    for (const name of ['save', 'notify'])
      if (!handled.has(`${name} ${id}`)) broken.push(`the handler ${name} never saw ${id}`)
  }
  return { counts, broken }
}

/** What one service calls a job is no name at another, so that what is left over belongs to none. */
function takeAll(byJob: Map<string, StoredEnd[]>, key: string): StoredEnd[] {
  const own = byJob.get(key) ?? []
  byJob.delete(key)
  return own
}

function outcomeOf({ type, isLost }: StoredEnd): Outcome | undefined {
  if (isLost) return 'lost'
  return outcomes.find((outcome) => type === `transcript.${outcome}`)
}

function isPromised({ provider, fate, copies }: Job, wasAnswered: boolean, outcome: Outcome): boolean {
  switch (fate) {
    case 'completed':
      return outcome === 'completed'
    case 'failed':
      // Nothing but its webhook tells of a job that failed at Smallest.ai.
      return outcome === 'failed' || (outcome === 'overdue' && provider === 'smallest-ai' && !wasAnswered)
    case 'gone':
      // A sweep may have been faster than its deletion.
      return outcome === (wasAnswered ? 'completed' : 'lost') || (copies > 0 && outcome === 'completed')
  }
}

export function sum(tallies: readonly Tally[]): Tally['counts'] {
  return tallies
    .map(({ counts }) => counts)
    .reduce((one, other) => ({
      jobs: one.jobs + other.jobs,
      completed: one.completed + other.completed,
      failed: one.failed + other.failed,
      overdue: one.overdue + other.overdue,
      lost: one.lost + other.lost,
      'stored twice': one['stored twice'] + other['stored twice'],
      'by webhook': one['by webhook'] + other['by webhook'],
      'by sweep': one['by sweep'] + other['by sweep'],
    }))
}

export function toLine(counts: Tally['counts']): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
}
