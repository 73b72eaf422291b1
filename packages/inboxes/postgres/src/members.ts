import type { Database } from './database.ts'
import type { Settings } from './options.ts'
import { time } from './rows.ts'
import { select, type Transaction } from './transaction.ts'

/** One worker among those of all instances. What it claims is its own while it gives signs of life. */
export interface Member {
  readonly id: string
  /** Gives a sign of life, unless the last is young. */
  refresh(): Promise<void>
  /** Gives back what belongs to workers that are gone, and what `id` has without knowing: its claim was committed and never heard of. */
  giveBack(transaction: Transaction, known: readonly string[]): Promise<void>
  /** Gives back what is left. */
  leave(): Promise<void>
}

/** Signs of life in one lease: two may be lost. */
const signs = 3

export function createMember(
  database: Database,
  { schema, leaseMs, now }: Settings,
  id: string,
  onError: (error: unknown) => void,
): Member {
  let seen = Number.NEGATIVE_INFINITY
  // A handler that runs for long lets nobody look, so life does not depend on looking.
  const timer = setInterval(() => void sign().catch(onError), leaseMs / signs)
  timer.unref()

  async function sign(): Promise<void> {
    const at = now()
    await database.query(
      `INSERT INTO ${schema}.workers (id, alive_until) VALUES ($1, $2)
       ON CONFLICT (id) DO UPDATE SET alive_until = excluded.alive_until`,
      [id, time(at + leaseMs)],
    )
    seen = at
  }

  return {
    id,
    async refresh() {
      if (now() - seen >= leaseMs / signs) await sign()
    },
    async giveBack(transaction, known) {
      await transaction.query(
        `UPDATE ${schema}.entries SET owner = NULL WHERE id IN (
           SELECT id FROM ${schema}.entries
           WHERE owner = ANY (ARRAY(SELECT id FROM ${schema}.workers WHERE alive_until <= $3) || $1::uuid)
             AND (owner <> $1 OR id <> ALL ($2::text[]))
           ORDER BY id FOR UPDATE SKIP LOCKED)`,
        [id, known, time(now())],
      )
    },
    async leave() {
      clearInterval(timer)
      await database.query(`UPDATE ${schema}.entries SET owner = NULL WHERE owner = $1`, [id])
      await database.query(`DELETE FROM ${schema}.workers WHERE id = $1`, [id])
    },
  }
}

export async function countMembers(transaction: Transaction, { schema, now }: Settings): Promise<number> {
  const [row] = await select<{ workers: number }>(
    transaction,
    `SELECT count(*)::integer AS workers FROM ${schema}.workers WHERE alive_until > $1`,
    [time(now())],
  )
  return row?.workers ?? 0
}
