import type { Settings } from './options.ts'
import type { Queue } from './queue.ts'
import { type ClaimRow, claimColumns, time } from './rows.ts'
import { select, type Transaction } from './transaction.ts'
import { unpack } from './unpack.ts'

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
  const at = time(now())
  const claim = (which: string, value: unknown) => claimWhich(transaction, schema, which, [owner, at, value])
  if (!thorough) {
    const ids = await queue.take(transaction, limit)
    const told = ids.length === 0 ? [] : await claim(named(schema), ids)
    if (told.length > 0) return told
  }
  await giveBack()
  const found = await claim(longestDue(schema), limit)
  await queue.remove(
    transaction,
    found.map(({ id }) => id),
  )
  return found
}

/** Materialized: estimates that are wrong while a table is new would have it read all that is due, instead of the few that are named. */
function named(schema: string): string {
  return `WITH entries AS MATERIALIZED (
      SELECT id, job_id, job, state, owner, due_at, number FROM ${schema}.entries WHERE id = ANY ($3::text[]) FOR UPDATE SKIP LOCKED)
    SELECT id FROM entries WHERE ${isFree(schema)} AND due_at <= $2`
}

function longestDue(schema: string): string {
  return `SELECT id FROM ${schema}.entries WHERE ${isFree(schema)} AND due_at <= $2
    ORDER BY due_at, number LIMIT $3 FOR UPDATE SKIP LOCKED`
}

/**
 * Two instances may take two entries of one job at the same moment, if neither sees what the other does: then the index
 * `entries_running` refuses the second, which begins anew.
 */
async function claimWhich(
  transaction: Transaction,
  schema: string,
  which: string,
  values: unknown[],
): Promise<readonly ClaimRow[]> {
  type Row = ClaimRow & { readonly due: number; readonly number: number }
  const rows = await select<Row>(
    transaction,
    `WITH free (free_id) AS MATERIALIZED (${which})
     UPDATE ${schema}.entries SET owner = $1, claims = claims + 1 FROM free WHERE id = free_id
     RETURNING ${claimColumns}, extract(epoch FROM due_at)::float8 AS due, number::float8 AS number`,
    values,
  )
  const sorted = rows.toSorted((one, other) => one.due - other.due || one.number - other.number)
  return unpack(transaction, schema, sorted)
}

/**
 * Milliseconds until something can be taken: an entry that is due then, or what an instance has whose lease ends then if it dies. Negative
 * for what could be taken now.
 */
export async function nextDue(
  transaction: Transaction,
  { schema, now }: Settings,
  owner: string,
): Promise<number | undefined> {
  const [row] = await select<{ next: number | null }>(
    transaction,
    `SELECT (extract(epoch FROM least(
       (SELECT due_at FROM ${schema}.entries WHERE ${isFree(schema)} ORDER BY due_at, number LIMIT 1),
       (SELECT min(alive_until) FROM ${schema}.workers
        WHERE id <> $1 AND EXISTS (SELECT FROM ${schema}.entries WHERE owner = workers.id OFFSET 0)))) * 1000)::float8 AS next`,
    [owner],
  )
  return row === undefined || row.next === null ? undefined : Math.ceil(row.next) - now()
}

/**
 * It waits, no entry of its job is worked on, and none comes before it. `OFFSET` keeps it a look-up for each row until there are enough; as
 * a join it could read all rows.
 */
function isFree(schema: string): string {
  return `state = 'pending' AND owner IS NULL AND NOT EXISTS (
    SELECT FROM ${schema}.entries AS rival
    WHERE rival.job_id = entries.job_id AND rival.job = entries.job AND (rival.owner IS NOT NULL
      OR rival.state = 'pending' AND (rival.due_at, rival.number) < (entries.due_at, entries.number)) OFFSET 0)`
}
