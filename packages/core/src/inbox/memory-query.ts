import { fromCursor, type Position, pageSize, replayStates, statesOf, toCursor } from './filter.ts'
import type { MemoryEntry, MemoryTable } from './memory-table.ts'
import { restart } from './progress.ts'
import type { EntryFilter, EntrySummary, InboxQuery, InboxStats } from './query.ts'

export interface MemoryQueryParts {
  wake(): void
  /** Forgets the job itself. */
  erase(endpoint: string, jobId: string): void
  workers(): number
}

export function createMemoryQuery(
  table: MemoryTable,
  { wake, erase, workers }: MemoryQueryParts,
): InboxQuery {
  function select(filter: EntryFilter): MemoryEntry[] {
    return [...table.all()].filter((entry) => matches(entry, filter))
  }

  return {
    async list(filter = {}) {
      const size = pageSize(filter)
      const after = filter.cursor === undefined ? undefined : fromCursor(filter.cursor)
      const found = select(filter)
        .filter((entry) => after === undefined || compare(entry, after) > 0)
        .sort(compare)
      const entries = found.slice(0, size)
      const last = found.length > size ? entries.at(-1) : undefined
      return { entries: entries.map(summary), cursor: last && toCursor(last) }
    },
    async get(id) {
      const entry = table.get(id)
      if (entry === undefined) return undefined
      const { json, deliveries } = entry
      return { ...summary(entry), event: json === undefined ? undefined : JSON.parse(json), deliveries }
    },
    async replay(filter) {
      const found = select({ ...filter, state: replayStates(filter) }).filter(
        ({ state }) => state !== 'pending',
      )
      for (const entry of found)
        table.makeDue(entry, restart(entry.progress, filter.handlers ?? 'unfinished'))
      wake()
      return found.length
    },
    async erase({ endpoint, jobId }) {
      const found = select({ endpoint, jobId })
      for (const entry of found) table.remove(entry)
      erase(endpoint, jobId)
      return found.length
    },
    async stats() {
      const counts = { pending: 0, done: 0, dead: 0, stale: 0, quarantined: 0 }
      let oldest: number | undefined
      for (const { state, dueAt } of table.all()) {
        counts[state]++
        if (state === 'pending') oldest = Math.min(oldest ?? dueAt, dueAt)
      }
      const stats: InboxStats = { ...counts, workers: workers() }
      return oldest === undefined ? stats : { ...stats, oldestDueAt: new Date(oldest).toISOString() }
    },
  }
}

/** Newest first. */
function compare(one: Position, other: Position): number {
  if (one.receivedAt !== other.receivedAt) return one.receivedAt > other.receivedAt ? -1 : 1
  return one.id > other.id ? -1 : Number(one.id !== other.id)
}

function matches(entry: MemoryEntry, filter: EntryFilter): boolean {
  const { ids, endpoint, provider, type, jobId, from, until } = filter
  const received = Date.parse(entry.receivedAt)
  return (
    (ids?.includes(entry.id) ?? true) &&
    (statesOf(filter)?.includes(entry.state) ?? true) &&
    (endpoint === undefined || entry.endpoint === endpoint) &&
    (provider === undefined || entry.provider === provider) &&
    (type === undefined || entry.type === type) &&
    (jobId === undefined || entry.jobId === jobId) &&
    (from === undefined || received >= from.getTime()) &&
    (until === undefined || received < until.getTime())
  )
}

function summary(entry: MemoryEntry): EntrySummary {
  const { id, state, endpoint, provider, product, type, jobId, receivedAt, progress, reason } = entry
  const dueAt = state === 'pending' ? new Date(entry.dueAt).toISOString() : undefined
  return {
    id,
    state,
    endpoint,
    provider,
    product,
    type,
    jobId,
    receivedAt,
    dueAt,
    handlers: progress.handlers,
    reason,
  }
}
