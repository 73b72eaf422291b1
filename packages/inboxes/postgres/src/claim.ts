import type { Settings } from './options.ts'
import type { Queue } from './queue.ts'
import { type ClaimRow, claimColumns, time } from './rows.ts'
import { select, type Transaction } from './transaction.ts'

export interface ClaimParts {
  readonly owner: string
  readonly limit: number
  /** Looks at the rows first: every now and then, so that what was overlooked does not wait for a backlog to end. */
  readonly thorough: boolean
  giveBack(): Promise<void>
}

/**
 * Takes rows for `owner`, the longest due first. What to look at is what the queue says; whether it may be taken is what the row says.
 * Rows without a job, because it was lost, came too early or came while their own job was busy, are looked up when the queue has no more.
 */
export async function claimRows(
  transaction: Transaction,
  queue: Queue,
  { schema, now }: Settings,
  { owner, limit, thorough, giveBack }: ClaimParts,
): Promise<readonly ClaimRow[]> {
  // These statements read a few rows each; to compile one takes a hundred times longer, and a wrong estimate is enough for it.
  await transaction.query('SET LOCAL jit TO off')
  const claim = (ids: readonly string[]) => claimOf(transaction, schema, owner, ids, now())
  const told = thorough ? [] : await claim(await queue.take(transaction, limit))
  if (told.length === limit) return told
  if (thorough) await giveBack()
  const missing = limit - told.length
  return [...told, ...(await claim(await overlooked(transaction, schema, missing, now())))]
}

async function claimOf(
  transaction: Transaction,
  schema: string,
  owner: string,
  named: readonly string[],
  now: number,
): Promise<readonly ClaimRow[]> {
  if (named.length === 0) return []
  // Two instances may look at two entries of one job at the same moment. Whoever has the lock of the job goes on, nobody waits, and the
  // statement after it sees what the last holder of the lock did.
  const due = await select<{ id: string }>(
    transaction,
    `WITH named AS MATERIALIZED (
       SELECT id, job, state, owner, due_at, number FROM ${schema}.entries WHERE id = ANY ($1::text[]) FOR UPDATE SKIP LOCKED),
     due AS MATERIALIZED (
       SELECT id, job, due_at, number FROM named
       WHERE state = 'pending' AND owner IS NULL AND due_at <= $2 AND ${isFirst(schema, 'named')})
     SELECT id FROM due WHERE job IS NULL OR pg_try_advisory_xact_lock(hashtextextended($3 || job::text, 0))
     ORDER BY due_at, number`,
    [named, time(now), `${schema} job `],
  )
  const ids = due.map(({ id }) => id)
  if (ids.length === 0) return []
  const rows = await select<ClaimRow>(
    transaction,
    `UPDATE ${schema}.entries SET owner = $2, claims = claims + 1
     WHERE id = ANY ($1::text[]) AND ${isFirst(schema)} RETURNING ${claimColumns}`,
    [ids, owner],
  )
  return rows.toSorted((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id))
}

/** Rows that are due and that nobody has in hand, whatever the queue knows of them. */
async function overlooked(
  transaction: Transaction,
  schema: string,
  limit: number,
  now: number,
): Promise<readonly string[]> {
  const rows = await select<{ id: string }>(
    transaction,
    `SELECT id FROM ${schema}.entries
     WHERE state = 'pending' AND owner IS NULL AND due_at <= $1 AND ${isFirst(schema)}
     ORDER BY due_at, number LIMIT $2 FOR UPDATE SKIP LOCKED`,
    [time(now), limit],
  )
  return rows.map(({ id }) => id)
}

/** Milliseconds until an entry is due that could be taken then; negative for one that could be taken now. */
export async function nextDue(
  transaction: Transaction,
  { schema, now }: Settings,
): Promise<number | undefined> {
  const [row] = await select<{ due_at: number }>(
    transaction,
    `SELECT (extract(epoch FROM due_at) * 1000)::float8 AS due_at FROM ${schema}.entries
     WHERE state = 'pending' AND owner IS NULL AND ${isFirst(schema)} ORDER BY due_at LIMIT 1`,
  )
  return row && Math.ceil(row.due_at) - now()
}

/** No entry of its job is worked on, and none comes before it. `OFFSET` keeps it a look-up for each row: as a join it would read all rows. */
function isFirst(schema: string, row = 'entries'): string {
  return `NOT EXISTS (SELECT FROM ${schema}.entries AS rival WHERE rival.job = ${row}.job AND (rival.owner IS NOT NULL
    OR rival.state = 'pending' AND (rival.due_at, rival.number) < (${row}.due_at, ${row}.number)) OFFSET 0)`
}
