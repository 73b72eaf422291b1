import type { JobLedger } from '@stt-webhooks/core/inbox'
import type { Database } from '../database.ts'
import type { Settings } from '../options.ts'
import { select } from '../transaction.ts'
import { createExclusively } from './exclusively.ts'
import { countOpenJobs, findJob, openJobs, storeJob } from './expected.ts'
import { addHint, takeHints } from './hints.ts'

/** Expected jobs and what sweeps remember, shared by all instances. */
export function createLedger(database: Database, { schema }: Settings): JobLedger {
  return {
    async update(key, change) {
      const known = await findJob(database, schema, key)
      // Most events change no job, and need no transaction.
      if (change(known?.job) === undefined) return known?.job
      return await database.transaction(async (transaction) => {
        const found = await findJob(transaction, schema, key, 'FOR UPDATE')
        const changed = change(found?.job)
        if (changed !== undefined) await storeJob(transaction, schema, found, changed)
        return changed ?? found?.job
      })
    },
    open: (endpoint, until, limit) => openJobs(database, schema, endpoint, until, limit),
    count: (endpoint) => countOpenJobs(database, schema, endpoint),
    async unknown(ids) {
      const sql = `SELECT id FROM ${schema}.entries WHERE id = ANY ($1::text[])`
      const rows = await select<{ id: string }>(database, sql, [ids])
      const known = new Set(rows.map(({ id }) => id))
      return ids.filter((id) => !known.has(id))
    },
    async mark(name) {
      const sql = `SELECT value FROM ${schema}.marks WHERE name = $1`
      const [row] = await select<{ value: string }>(database, sql, [name])
      return row?.value
    },
    async setMark(name, value) {
      await database.query(
        `INSERT INTO ${schema}.marks (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
        [name, value],
      )
    },
    hint: (endpoint, jobId) => addHint(database, schema, endpoint, jobId),
    takeHints: (endpoint) => takeHints(database, schema, endpoint),
    exclusively: createExclusively(database, schema),
  }
}
