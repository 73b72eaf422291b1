import type { Database } from './database.ts'
import { forgetJobs } from './jobs/expected.ts'
import type { Settings } from './options.ts'
import { removeDeliveries, removeEntries } from './remove.ts'
import { time } from './rows.ts'
import { select } from './transaction.ts'

const everyMs = 60_000
/** Small, so that nothing waits long for their locks. */
const batch = 500
/** What is left over waits a minute. */
const maxBatches = 20

/** Removes what was kept long enough, about once a minute by the clock. */
export function createRetention(database: Database, settings: Settings): () => Promise<void> {
  const { schema, now, keepBodiesMs, keepIdsMs } = settings
  let pruned = Number.NEGATIVE_INFINITY

  const finished = (what: string): string =>
    `state IN ('done', 'stale') ${what} AND received_at <= $1 ORDER BY received_at LIMIT ${batch} FOR UPDATE SKIP LOCKED`

  function forget(): Promise<number> {
    return database.transaction((transaction) =>
      removeEntries(transaction, schema, finished(''), [time(now() - keepIdsMs)]),
    )
  }

  function empty(): Promise<number> {
    return database.transaction(async (transaction) => {
      const rows = await select<{ id: string }>(
        transaction,
        `UPDATE ${schema}.entries SET event = NULL, bodies = false
         WHERE id IN (SELECT id FROM ${schema}.entries WHERE ${finished('AND bodies')}) RETURNING id`,
        [time(now() - keepBodiesMs)],
      )
      const ids = rows.map(({ id }) => id)
      await removeDeliveries(transaction, schema, ids)
      return ids.length
    })
  }

  const forgetEndedJobs = (): Promise<number> => forgetJobs(database, schema, now() - keepIdsMs, batch)

  return async function prune() {
    if (now() - pruned < everyMs) return
    pruned = now()
    for (const step of [forget, empty, forgetEndedJobs])
      for (let round = 0; round < maxBatches; round++) if ((await step()) < batch) break
    // Long gone; what it may have in hand is found by its row.
    await database.query(
      `DELETE FROM ${schema}.workers WHERE alive_until <= $1
         AND NOT EXISTS (SELECT FROM ${schema}.entries WHERE owner = workers.id OFFSET 0)`,
      [time(now() - 3_600_000)],
    )
  }
}
