import type { AnyEvent } from '../event.ts'

/** How sweeps go. */
export interface SweepSettings {
  /** Milliseconds between two sweeps of a started receiver. The first comes after a minute, or sooner. Default: none are
   * scheduled, and `sweep()` is called by hand. */
  readonly everyMs?: number | undefined
  /**
   * How far back from the last sweep jobs are listed again, in milliseconds: longer than a job takes. Never less than the service's own
   * retries last. Default: 24 hours.
   */
  readonly overlapMs?: number | undefined
  /** True: a sweep switches on again what a service gave up of its own hooks. Needs `publicUrl`. Default: false. */
  readonly enableHooks?: boolean | undefined
  /** Requests for single jobs in a second, for each endpoint. Default: 20. */
  readonly maxPerSecond?: number | undefined
}

export interface SweepOptions {
  /** The name of a provider, or an endpoint. Default: all that can be swept. */
  readonly provider?: string | undefined
  /** Lists jobs from then on. Default: since the last sweep, or at first since now, and the overlap before it. */
  readonly since?: Date | undefined
  /** Asks, and stores nothing. */
  readonly dryRun?: boolean | undefined
}

/** What the sweep of one endpoint found. */
export interface EndpointSweep {
  readonly endpoint: string
  readonly provider: string
  /** `busy`: another process sweeps it · `interrupted`: the service could not be asked further; the next sweep begins at the same point. */
  readonly outcome: 'swept' | 'busy' | 'interrupted'
  readonly reason?: string | undefined
  /** Jobs that the service listed. */
  readonly listed: number
  /** Events that never arrived, and are in the inbox now; in a dry run, that would be. */
  readonly found: readonly AnyEvent[]
  /** Jobs that could not be read; the others are not held up by them. */
  readonly failed: number
  /** Jobs of which the service says that it could not deliver their webhook. */
  readonly undelivered: readonly Undelivered[]
}

export interface Undelivered {
  readonly jobId: string
  readonly reason?: string | undefined
}
