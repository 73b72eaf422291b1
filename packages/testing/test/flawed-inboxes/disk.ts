import type { EventType } from '@stt-webhooks/core'
import type {
  EntryFilter,
  EntryState,
  ExpectedJob,
  NewEntry,
  Progress,
  StoredDelivery,
} from '@stt-webhooks/core/inbox'
import { statesOf } from '@stt-webhooks/core/inbox'

/** One entry as the disk holds it. */
export interface Row extends Omit<NewEntry, 'event'> {
  readonly endpoint: string
  readonly provider: string
  readonly receivedAt: string
  readonly json: string | undefined
  readonly deliveries: readonly StoredDelivery[]
  readonly state: EntryState
  readonly dueAt: number
  readonly progress: Progress
  readonly reread: boolean
  readonly claims: number
  /** Counts what was attached. */
  readonly revision: number
  readonly product: string | undefined
  readonly jobId: string | undefined
  readonly type: EventType | undefined
  /** Who works on it, and since when. */
  readonly lease: Lease | undefined
}

/** What outlives a process: a stand-in for a file or a server, so that killing and sharing can be tried without one. */
export interface Disk {
  readonly rows: Map<string, Row>
  /** Processes that were not killed. */
  readonly living: Set<object>
  /** Processes that work, and when they were last heard of. */
  readonly workers: Map<object, number>
  /** Called when something may be due. */
  readonly watchers: Set<() => void>
  /** Bodies by entry id, for those inboxes that keep them apart. */
  readonly leftovers: Map<string, readonly StoredDelivery[]>
  /** Expected jobs by number. */
  readonly jobs: Map<number, ExpectedJob>
  readonly marks: Map<string, string>
  /** Ids of jobs by endpoint, the oldest first. */
  readonly hints: Map<string, readonly string[]>
  /** Who runs work of a name, and since when. */
  readonly runs: Map<string, Lease>
}

export interface Lease {
  readonly owner: object
  readonly at: number
}

export function createDisk(): Disk {
  return {
    rows: new Map(),
    living: new Set(),
    workers: new Map(),
    watchers: new Set(),
    leftovers: new Map(),
    jobs: new Map(),
    marks: new Map(),
    hints: new Map(),
    runs: new Map(),
  }
}

export const leaseMs = 60_000

export function isTaken(
  { lease }: { readonly lease?: Lease | undefined },
  { living }: Disk,
  now: number,
): boolean {
  return lease !== undefined && (living.has(lease.owner) || now - lease.at < leaseMs)
}

export function matches(row: Row, filter: EntryFilter): boolean {
  const { ids, endpoint, provider, type, jobId, from, until } = filter
  const received = Date.parse(row.receivedAt)
  return (
    (ids?.includes(row.id) ?? true) &&
    (statesOf(filter)?.includes(row.state) ?? true) &&
    (endpoint === undefined || row.endpoint === endpoint) &&
    (provider === undefined || row.provider === provider) &&
    (type === undefined || row.type === type) &&
    (jobId === undefined || row.jobId === jobId) &&
    (from === undefined || received >= from.getTime()) &&
    (until === undefined || received < until.getTime())
  )
}

/** Newest first. */
export function compare(one: Pick<Row, 'receivedAt' | 'id'>, other: Pick<Row, 'receivedAt' | 'id'>): number {
  if (one.receivedAt !== other.receivedAt) return one.receivedAt > other.receivedAt ? -1 : 1
  return one.id > other.id ? -1 : Number(one.id !== other.id)
}
