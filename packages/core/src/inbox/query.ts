import type { AnyEvent, EventType } from '../event.ts'
import type { EntryState, StoredDelivery } from './contract.ts'
import type { HandlerProgress } from './progress.ts'

/** Looks into an inbox and changes what people may change. Needs no receiver: the command line uses it beside a running application. */
export interface InboxQuery {
  /** Newest first. */
  list(filter?: EntryFilter): Promise<EntryPage>
  get(id: string): Promise<EntryDetails | undefined>
  /**
   * Makes entries due again, with their bytes read anew, and tells how many. Those that are pending already are left
   * alone, and stale ones unless the filter names their state.
   */
  replay(filter: ReplayFilter): Promise<number>
  /** Removes everything that is stored of a job, the keys that tell duplicates apart included; tells how many entries. */
  erase(job: { readonly endpoint: string; readonly jobId: string }): Promise<number>
  stats(): Promise<InboxStats>
}

export interface EntryFilter {
  readonly ids?: readonly string[] | undefined
  readonly state?: EntryState | readonly EntryState[] | undefined
  readonly endpoint?: string | undefined
  readonly provider?: string | undefined
  readonly type?: EventType | undefined
  readonly jobId?: string | undefined
  /** Received at this time or later. */
  readonly from?: Date | undefined
  /** Received before this time. */
  readonly until?: Date | undefined
  /** Entries in one page. Default: 100, at most 1,000. */
  readonly limit?: number | undefined
  /** Where the page before ended. */
  readonly cursor?: string | undefined
}

export interface ReplayFilter extends Omit<EntryFilter, 'limit' | 'cursor'> {
  /** `'unfinished'`: handlers that have not succeeded on it, new ones among them. `'all'`: all of them again. Default: `'unfinished'`. */
  readonly handlers?: 'unfinished' | 'all' | undefined
}

export interface EntryPage {
  readonly entries: readonly EntrySummary[]
  /** Missing on the last page. */
  readonly cursor?: string | undefined
}

export interface EntrySummary {
  readonly id: string
  readonly state: EntryState
  readonly endpoint: string
  readonly provider: string
  readonly product?: string | undefined
  /** Missing for an unreadable delivery. */
  readonly type?: EventType | undefined
  readonly jobId?: string | undefined
  /** ISO 8601 in UTC. */
  readonly receivedAt: string
  /** When a pending entry is looked at next, ISO 8601 in UTC. */
  readonly dueAt?: string | undefined
  readonly handlers: readonly HandlerProgress[]
  /** Why it is dead or in quarantine. */
  readonly reason?: string | undefined
}

export interface EntryDetails extends EntrySummary {
  /** Missing for an unreadable delivery, and once the retention of bodies is over. */
  readonly event?: AnyEvent | undefined
  /** Oldest first; none once their retention is over. */
  readonly deliveries: readonly StoredDelivery[]
}

export interface InboxStats extends Readonly<Record<EntryState, number>> {
  /** When the oldest pending entry was or is due, ISO 8601 in UTC. */
  readonly oldestDueAt?: string | undefined
  /** Processes that work on the inbox now. */
  readonly workers: number
}

/** How long things are kept. Bodies of entries that are pending, dead or in quarantine never expire. */
export interface Retention {
  /** Milliseconds after receipt until bytes and event are removed. Default: 7 days. */
  readonly keepBodiesMs?: number | undefined
  /** Milliseconds after receipt until the event's id is forgotten, so that another copy would be new. Default: 30 days. */
  readonly keepIdsMs?: number | undefined
}
