import type { Callback } from '../callback.ts'
import type { AnyEvent } from '../event.ts'
import type { VerifiedBy } from '../verify/verification.ts'
import type { JobLedger } from './jobs.ts'
import type { Progress } from './progress.ts'
import type { InboxQuery } from './query.ts'

/**
 * Where an accepted delivery is stored before it is acknowledged. The promise: at least once to every handler, one stored event per event
 * of the service. What becomes of an event is the receiver's to decide; an inbox stores, finds what is due, and keeps events of one job
 * from running at the same time.
 */
export interface Inbox {
  /** What it is called in log lines: `'sqlite'`. */
  readonly name: string
  /** False: what was acknowledged is lost when the process ends. The receiver says so at start. */
  readonly durable: boolean
  /**
   * Stores a delivery with the entries that it holds, all or nothing; durable when it resolves. For each entry, in the same order:
   * - an id that is unknown is stored: `'accepted'`, or `'stale'` if it `isLate` for its job;
   * - an id that is known and whose deliveries include none with this checksum: the delivery is kept with it, its event becomes
   *   what `attach` makes of both, and an entry that is pending or dead is due at once: `'attached'`;
   * - every other is a `'duplicate'`, of which nothing is stored.
   *
   * What a sweep found has no delivery; its entries have their events.
   * @throws WebhookError `overloaded` when too much is waiting; anything else means that it was not stored
   */
  accept(delivery: StoredDelivery | undefined, entries: readonly NewEntry[]): Promise<readonly Acceptance[]>
  /** Calls `process` for every entry that is or becomes due, at least once, until the worker is stopped. Called once. */
  work(process: Process, options: WorkOptions): Promise<Worker>
  /** Lets go of files and connections. What was not stopped before is worked on by the next process. */
  close(): Promise<void>
  /** Missing where the store cannot be searched. */
  readonly query?: InboxQuery | undefined
  /** Missing where the store cannot remember jobs: then nothing can be swept. */
  readonly jobs?: JobLedger | undefined
}

export type Acceptance = 'accepted' | 'attached' | 'duplicate' | 'stale'

/** A delivery as it is kept: enough to read it again, and nothing that helps to forge another. */
export interface StoredDelivery {
  readonly endpoint: string
  readonly provider: string
  readonly method: string
  /** Path and query, without tokens and credentials. */
  readonly url: string
  /** Names in lower case; only what reading looks at, never a credential or a signature. */
  readonly headers: Readonly<Record<string, string>>
  /** The bytes as they arrived. */
  readonly body: Uint8Array
  /** SHA-256 of the body, 64 hex digits. */
  readonly checksum: string
  /** ISO 8601 in UTC. */
  readonly receivedAt: string
  readonly verifiedBy: VerifiedBy
  readonly callback?: Callback | undefined
}

/** What is kept of one event, or of a delivery that could not be read. */
export interface NewEntry {
  /** The event's id, or `'dlv_'` and 64 hex digits for an unreadable delivery. */
  readonly id: string
  /** Missing: the delivery is genuine and unreadable, and goes into quarantine. */
  readonly event?: AnyEvent | undefined
  /**
   * True: `event.raw` is the body of the delivery that it came with, parsed: `packEvent` leaves it out, so that a store need not keep both.
   */
  readonly rawIsBody?: boolean | undefined
  /** Why it could not be read. */
  readonly reason?: string | undefined
  /** Entries with the same never run at the same time. Missing for events that belong to no job. */
  readonly job?: string | undefined
  /** How far the job is by this: `rank` of its phase. */
  readonly rank: number
}

/**
 * `pending`: to be worked on, now or later · `done`: every handler succeeded · `dead`: a handler failed for good · `stale`: an earlier phase
 * that came after a later one · `quarantined`: genuine and unreadable.
 */
export type EntryState = 'pending' | 'done' | 'dead' | 'stale' | 'quarantined'

/** An entry that is due, taken by one worker. */
export interface ClaimedEntry {
  readonly id: string
  readonly endpoint: string
  readonly event: AnyEvent | undefined
  readonly progress: Progress
  /** True after a replay was asked for, until a verdict has the event or is not `pending`: the bytes are to be read again. */
  readonly reread: boolean
  /** How often it was taken since its last verdict, this time included: more than once means that a process ended while it worked. */
  readonly claims: number
  /** Oldest first; none once their retention is over. */
  deliveries(): Promise<readonly StoredDelivery[]>
}

/** What is to become of a claimed entry. */
export interface Verdict {
  readonly state: Exclude<EntryState, 'stale'>
  /** For `pending`: when it is due again, in milliseconds since 1970. */
  readonly dueAt?: number | undefined
  readonly progress: Progress
  /** Takes the place of the stored event, unless more was attached meanwhile: then `attach(this, stored)` does. */
  readonly event?: AnyEvent | undefined
  /** Why it is dead or in quarantine. */
  readonly reason?: string | undefined
}

/** Never rejects. */
export type Process = (entry: ClaimedEntry) => Promise<Verdict>

export interface WorkOptions {
  /** Entries worked on at once by this process. */
  readonly concurrency: number
  /** Hears of a store that fails while nobody waits for an answer; the worker goes on trying. */
  onError(error: unknown): void
}

/** The work of one process. */
export interface Worker {
  /** Looks for due entries now, for example because the clock of a test moved. */
  wake(): void
  /** Resolves when this process works on nothing and finds nothing that is due. */
  idle(): Promise<void>
  /** Takes nothing beyond what it has or is taking just now; resolves when the verdicts of all of it are stored. */
  stop(): Promise<void>
}
