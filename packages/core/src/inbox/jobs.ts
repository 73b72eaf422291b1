import type { Metadata } from '../event.ts'

/**
 * Where an expected job is in its life. It goes from the left to the right and never back; the last five are final.
 * `ended`: the service does not say how.
 */
export type JobState = 'submitted' | 'running' | 'completed' | 'failed' | 'ended' | 'lost' | 'deleted'

/** A job that the application said it submitted, and what is known of it. Plain data. */
export interface ExpectedJob {
  readonly endpoint: string
  /** Missing until somebody knows it. */
  readonly jobId?: string | undefined
  /** The application's own name for the job, unique on its endpoint. */
  readonly reference?: string | undefined
  readonly product?: string | undefined
  readonly metadata?: Metadata | undefined
  readonly state: JobState
  /** ISO 8601 in UTC. */
  readonly submittedAt: string
  /** Late from then on, ISO 8601 in UTC. */
  readonly expectedAt: string
  /** When a sweep asks for it next, in milliseconds since 1970. */
  readonly checkAt: number
  /** How often a sweep asked for it. */
  readonly checks: number
  /** True once `transcript.overdue` told of it. */
  readonly overdue: boolean
  /** Who brought the end. */
  readonly endedBy?: 'webhook' | 'sweep' | undefined
}

/** What finds a job: its id, else its reference. */
export interface JobKey {
  readonly endpoint: string
  readonly jobId?: string | undefined
  readonly reference?: string | undefined
}

/** The part of an inbox that remembers which jobs are expected, and how far sweeps got. */
export interface JobLedger {
  /**
   * Finds the job by its id, else by its reference, and stores what `change` makes of it; `change` may run again when another process was
   * faster. `undefined`: leave it as it is. Resolves to what is stored then.
   */
  update(
    key: JobKey,
    change: (known: ExpectedJob | undefined) => ExpectedJob | undefined,
  ): Promise<ExpectedJob | undefined>
  /** Jobs without an end that are to be asked for by then, the earliest first. */
  open(endpoint: string, until: number, limit: number): Promise<readonly ExpectedJob[]>
  /** How many jobs have no end yet. */
  count(endpoint: string): Promise<number>
  /** Those of the event ids of which the inbox has no entry. */
  unknown(ids: readonly string[]): Promise<readonly string[]>
  /** A small value that outlives the process, such as how far a sweep got. */
  mark(name: string): Promise<string | undefined>
  setMark(name: string, value: string): Promise<void>
  /** A job that a refused delivery named. At most 1,000 of an endpoint are kept, the newest; untrusted. */
  hint(endpoint: string, jobId: string): Promise<void>
  /** Takes the hints of an endpoint out. */
  takeHints(endpoint: string): Promise<readonly string[]>
  /** Runs `work` unless another process runs work of this name; `undefined` then. A process that dies gives the name back. */
  exclusively<T>(name: string, work: () => Promise<T>): Promise<{ readonly result: T } | undefined>
}

const order: readonly JobState[] = ['submitted', 'running', 'completed', 'failed', 'ended', 'lost', 'deleted']

export function isFinal(state: JobState): boolean {
  return order.indexOf(state) >= 2
}

/** The one way a job's state changes, whoever brings the news: forward, and never out of a final state. */
export function transition(job: ExpectedJob, state: JobState, by: 'webhook' | 'sweep'): ExpectedJob {
  if (isFinal(job.state) || order.indexOf(state) <= order.indexOf(job.state)) return job
  return isFinal(state) ? { ...job, state, endedBy: by } : { ...job, state }
}
