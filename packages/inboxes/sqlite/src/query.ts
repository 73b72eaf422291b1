import {
  type EntryState,
  type InboxQuery,
  type InboxStats,
  pageSize,
  replayStates,
  restart,
  toCursor,
  unpackEvent,
} from '@stt-webhooks/core/inbox'
import { deliveriesOf } from './claim.ts'
import type { Database } from './database.ts'
import { toCondition } from './filter.ts'
import type { GroupCommit } from './group-commit.ts'
import { eraseJob } from './jobs.ts'
import { countWorkers } from './lease.ts'
import type { Read } from './read.ts'
import { removeEntry } from './remove.ts'
import { type EntryRow, fromProgress, toProgress, toSummary } from './rows.ts'

export interface QueryParts {
  readonly read: Read
  readonly commits: GroupCommit
  now(): number
  wake(): void
}

/** Of a replay, in one transaction. */
const batchSize = 500

export function createQuery({ read, commits, now, wake }: QueryParts): InboxQuery {
  return {
    async list(filter = {}) {
      const size = pageSize(filter)
      const { sql, values } = toCondition(filter)
      const text = `SELECT * FROM entries WHERE ${sql} ORDER BY received_at DESC, id DESC LIMIT ?`
      const rows = await read((database) => database.all<EntryRow>(text, ...values, size + 1))
      const entries = rows.slice(0, size).map(toSummary)
      const last = rows.length > size ? entries.at(-1) : undefined
      return { entries, cursor: last && toCursor(last) }
    },
    async get(id) {
      return await read((database) => {
        const row = database.get<EntryRow & { json: string | null }>(selectEntry, id)
        if (row === undefined) return undefined
        const deliveries = deliveriesOf(database, row.number)
        const event = unpackEvent(row.json, () => deliveries[0])
        return { ...toSummary(row), event, deliveries }
      })
    },
    async replay({ handlers = 'unfinished', ...filter }) {
      const { sql, values } = toCondition({ ...filter, state: replayStates(filter) })
      const text = `SELECT number FROM entries WHERE ${sql} AND state <> 'pending' ORDER BY number`
      const found = await read((database) => database.all<{ number: number }>(text, ...values))
      let replayed = 0
      for (let from = 0; from < found.length; from += batchSize) {
        const numbers = found.slice(from, from + batchSize)
        replayed += await commits.write(
          (database) => numbers.filter(({ number }) => makeDue(database, number, handlers, now())).length,
        )
        wake()
      }
      return replayed
    },
    async erase({ endpoint, jobId }) {
      const erased = await commits.write((database) => {
        const found = database.all<{ number: number }>(selectJob, jobId, endpoint)
        // What is erased is overwritten, and not only given free.
        database.get('PRAGMA secure_delete = ON')
        for (const { number } of found) removeEntry(database, number)
        eraseJob(database, endpoint, jobId)
        database.get('PRAGMA secure_delete = OFF')
        return found.length
      })
      // Its bytes are still in the write-ahead log. Another process that reads may keep it for a while.
      await read((database) => database.get('PRAGMA wal_checkpoint(TRUNCATE)'))
      return erased
    },
    async stats() {
      return await read((database) => statsOf(database, now()))
    },
  }
}

const selectEntry = `
  SELECT entries.*, events.json FROM entries LEFT JOIN events ON events.entry = entries.number
  WHERE entries.id = ?`
const selectJob = 'SELECT number FROM entries WHERE job_id = ? AND endpoint = ?'

/** False: it is gone, or pending already. */
function makeDue(database: Database, number: number, which: 'unfinished' | 'all', now: number): boolean {
  const row = database.get<Pick<EntryRow, 'progress'>>(
    "SELECT progress FROM entries WHERE number = ? AND state <> 'pending'",
    number,
  )
  if (row === undefined) return false
  const progress = fromProgress(restart(toProgress(row.progress), which))
  database.run(updateDue, progress, now, number)
  return true
}

const updateDue = `
  UPDATE entries SET state = 'pending', progress = ?, due_at = ?, reread = 1, claims = 0 WHERE number = ?`

function statsOf(database: Database, now: number): InboxStats {
  const counts = { pending: 0, done: 0, dead: 0, stale: 0, quarantined: 0 }
  for (const { state, entries } of database.all<{ state: EntryState; entries: number }>(
    'SELECT * FROM counts',
  ))
    counts[state] = entries
  const oldest = database.get<{ due_at: number }>(
    "SELECT due_at FROM entries WHERE state = 'pending' ORDER BY due_at LIMIT 1",
  )
  const stats: InboxStats = { ...counts, workers: countWorkers(database, now) }
  return oldest === undefined ? stats : { ...stats, oldestDueAt: new Date(oldest.due_at).toISOString() }
}
