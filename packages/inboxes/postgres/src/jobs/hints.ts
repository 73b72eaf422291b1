import type { Database } from '../database.ts'
import { text } from '../rows.ts'
import { select } from '../transaction.ts'
import { hashOf } from './expected.ts'

const hintsKept = 1_000

/** Of an endpoint the newest are kept; what is named again is new again. */
export async function addHint(
  database: Database,
  schema: string,
  endpoint: string,
  jobId: string,
): Promise<void> {
  await database.query(
    `INSERT INTO ${schema}.hints (endpoint, id_hash, job_id) VALUES ($1, $2, $3)
     ON CONFLICT (endpoint, id_hash) DO UPDATE SET number = DEFAULT`,
    [endpoint, hashOf(jobId), text(jobId)],
  )
  // After its commit: of many at once the last to look sees all of them.
  await database.query(
    `DELETE FROM ${schema}.hints WHERE endpoint = $1 AND id_hash IN (
       SELECT id_hash FROM ${schema}.hints WHERE endpoint = $1 AND number <=
         (SELECT number FROM ${schema}.hints WHERE endpoint = $1 ORDER BY number DESC OFFSET ${hintsKept} LIMIT 1)
       FOR UPDATE SKIP LOCKED)`,
    [endpoint],
  )
}

/** The oldest first; each is given to one caller. */
export function takeHints(database: Database, schema: string, endpoint: string): Promise<readonly string[]> {
  return database.transaction(async (transaction) => {
    const rows = await select<{ job_id: string }>(
      transaction,
      `WITH taken AS (DELETE FROM ${schema}.hints WHERE endpoint = $1 RETURNING number, job_id)
       SELECT job_id FROM taken ORDER BY number`,
      [endpoint],
    )
    return rows.map(({ job_id }) => job_id)
  })
}
