import {
  type EntryDetails,
  type EntryFilter,
  type EntryPage,
  type EntrySummary,
  fromCursor,
  type InboxQuery,
  type InboxStats,
  pageSize,
  type ReplayFilter,
  replayStates,
  restart,
  toCursor,
} from '@stt-webhooks/core/inbox'
import { compare, type Disk, matches, type Row } from './disk.ts'
import type { HonestLedger } from './ledger.ts'

/** What a query needs of its inbox. */
export interface Searched {
  readonly disk: Disk
  now(): number
  notify(): void
  readonly jobs: HonestLedger
  workers(): number
}

export class HonestQuery implements InboxQuery {
  protected readonly inbox: Searched

  constructor(inbox: Searched) {
    this.inbox = inbox
  }

  async list(filter: EntryFilter = {}): Promise<EntryPage> {
    const size = pageSize(filter)
    const rows = this.after(filter.cursor, this.select(filter).sort(compare))
    const page = rows.slice(0, size)
    const last = rows.length > size ? page.at(-1) : undefined
    return { entries: page.map(summary), cursor: last && toCursor(last) }
  }

  async get(id: string): Promise<EntryDetails | undefined> {
    const row = this.inbox.disk.rows.get(id)
    if (row === undefined) return undefined
    const event = row.json === undefined ? undefined : JSON.parse(row.json)
    return { ...summary(row), event, deliveries: row.deliveries }
  }

  async replay(filter: ReplayFilter): Promise<number> {
    const rows = this.replayed(filter)
    for (const row of rows) {
      const progress = restart(row.progress, filter.handlers ?? 'unfinished')
      const due = { state: 'pending', dueAt: this.inbox.now(), reread: true, claims: 0 } as const
      this.inbox.disk.rows.set(row.id, { ...row, ...due, progress })
    }
    this.inbox.notify()
    return rows.length
  }

  async erase({ endpoint, jobId }: { readonly endpoint: string; readonly jobId: string }): Promise<number> {
    const rows = this.select({ endpoint, jobId })
    for (const { id } of rows) this.inbox.disk.rows.delete(id)
    this.inbox.jobs.erase(endpoint, jobId)
    return rows.length
  }

  async stats(): Promise<InboxStats> {
    const counts = { pending: 0, done: 0, dead: 0, stale: 0, quarantined: 0 }
    const due: number[] = []
    for (const { state, dueAt } of this.inbox.disk.rows.values()) {
      counts[state]++
      if (state === 'pending') due.push(dueAt)
    }
    const stats: InboxStats = { ...counts, workers: this.inbox.workers() }
    return due.length === 0 ? stats : { ...stats, oldestDueAt: new Date(Math.min(...due)).toISOString() }
  }

  protected select(filter: EntryFilter): Row[] {
    return [...this.inbox.disk.rows.values()].filter((row) => matches(row, filter))
  }

  protected replayed(filter: ReplayFilter): readonly Row[] {
    return this.select({ ...filter, state: replayStates(filter) }).filter(({ state }) => state !== 'pending')
  }

  protected after(cursor: string | undefined, rows: readonly Row[]): readonly Row[] {
    if (cursor === undefined) return rows
    const position = fromCursor(cursor)
    return rows.filter((row) => compare(row, position) > 0)
  }
}

function summary(row: Row): EntrySummary {
  const { id, state, endpoint, provider, product, type, jobId, receivedAt, progress, reason } = row
  return {
    ...{ id, state, endpoint, provider, product, type, jobId, receivedAt, reason },
    dueAt: state === 'pending' ? new Date(row.dueAt).toISOString() : undefined,
    handlers: progress.handlers,
  }
}
