import {
  type EntryState,
  fromCursor,
  type InboxQuery,
  type InboxStats,
  type PackedEvent,
  type Progress,
  pageSize,
  replayStates,
  restart,
  toCursor,
} from '@stt-webhooks/core/inbox'
import type { Database } from './database.ts'
import { eraseJob } from './jobs/expected.ts'
import { countMembers } from './members.ts'
import { notify } from './notify.ts'
import type { Settings } from './options.ts'
import { removeEntries } from './remove.ts'
import { readDeliveries, type SummaryRow, summaryColumns, time, toSummary } from './rows.ts'
import { select } from './transaction.ts'
import { unpack } from './unpack.ts'
import { conditions } from './where.ts'

/** Rows that one transaction of a replay takes. */
const replayBatch = 500

export function createQuery(database: Database, settings: Settings): InboxQuery {
  const { schema, now } = settings
  return {
    async list(filter = {}) {
      const size = pageSize(filter)
      const where = conditions(filter)
      if (filter.cursor !== undefined) {
        const { receivedAt, id } = fromCursor(filter.cursor)
        where.add((at) => `(received_at, id) < (${at(receivedAt)}::timestamptz, ${at(id)})`)
      }
      const rows = await select<SummaryRow>(
        database,
        `SELECT ${summaryColumns} FROM ${schema}.entries WHERE ${where.sql()} ORDER BY entries.received_at DESC, id DESC LIMIT ${size + 1}`,
        where.values,
      )
      const entries = rows.slice(0, size).map(toSummary)
      const last = rows.length > size ? entries.at(-1) : undefined
      return { entries, cursor: last && toCursor(last) }
    },
    async get(id) {
      const rows = await select<SummaryRow & { readonly event: PackedEvent | null }>(
        database,
        `SELECT ${summaryColumns}, event FROM ${schema}.entries WHERE id = $1`,
        [id],
      )
      const [row] = await unpack(database, schema, rows)
      if (row === undefined) return undefined
      const deliveries = await readDeliveries(database, schema, id)
      return { ...toSummary(row), event: row.event ?? undefined, deliveries }
    },
    async replay(filter) {
      let replayed = 0
      for (let after = ''; ; ) {
        const ids = await replaySome(after)
        replayed += ids.length
        const last = ids.at(-1)
        if (ids.length < replayBatch || last === undefined) return replayed
        after = last
      }

      function replaySome(after: string): Promise<readonly string[]> {
        return database.transaction(async (transaction, queue) => {
          const where = conditions({ ...filter, state: replayStates(filter) })
          where.add((at) => `state <> 'pending' AND id > ${at(after)}`)
          const rows = await select<{ id: string; progress: Progress }>(
            transaction,
            `SELECT id, progress FROM ${schema}.entries WHERE ${where.sql()} ORDER BY id LIMIT ${replayBatch} FOR UPDATE`,
            where.values,
          )
          if (rows.length === 0) return []
          const ids = rows.map(({ id }) => id)
          const dueAt = now()
          await transaction.query(
            `UPDATE ${schema}.entries SET state = 'pending', reread = true, claims = 0, due_at = $1, progress = new.progress
             FROM unnest($2::text[], $3::json[]) AS new (id, progress) WHERE entries.id = new.id`,
            [
              time(dueAt),
              ids,
              rows.map(({ progress }) => JSON.stringify(restart(progress, filter.handlers ?? 'unfinished'))),
            ],
          )
          await queue.send(
            transaction,
            ids.map((id) => ({ id, dueAt, inMs: 0 })),
          )
          await notify(transaction, schema)
          return ids
        })
      }
    },
    erase(job) {
      const where = conditions(job)
      return database.transaction(async (transaction) => {
        await eraseJob(transaction, schema, job)
        return removeEntries(transaction, schema, `${where.sql()} ORDER BY id FOR UPDATE`, where.values)
      })
    },
    async stats() {
      const counts = { pending: 0, done: 0, dead: 0, stale: 0, quarantined: 0 }
      const rows = await select<{ state: EntryState; entries: number; oldest: number }>(
        database,
        `SELECT state, count(*)::integer AS entries, (extract(epoch FROM min(due_at)) * 1000)::float8 AS oldest
         FROM ${schema}.entries GROUP BY state`,
      )
      for (const { state, entries } of rows) counts[state] = entries
      const workers = await countMembers(database, settings)
      const stats: InboxStats = { ...counts, workers }
      const oldest = rows.find(({ state }) => state === 'pending')?.oldest
      return oldest === undefined ? stats : { ...stats, oldestDueAt: time(Math.round(oldest)) }
    },
  }
}

/** Entries that wait, counted no further than `max`. */
export async function countPending(database: Database, schema: string, max: number): Promise<number> {
  const [row] = await select<{ pending: number }>(
    database,
    `SELECT count(*)::integer AS pending FROM (
       SELECT FROM ${schema}.entries WHERE state = 'pending' AND owner IS NULL
       UNION ALL SELECT FROM ${schema}.entries WHERE owner = ANY (ARRAY(SELECT id FROM ${schema}.workers)) LIMIT $1) AS waiting`,
    [max],
  )
  return row?.pending ?? 0
}
