import { type AnyEvent, attach, type Verdict } from '@stt-webhooks/core/inbox'
import type { Database } from './database.ts'
import type { Settings } from './options.ts'
import { text, time } from './rows.ts'
import { select, type Transaction } from './transaction.ts'

export interface Held {
  readonly id: string
  readonly owner: string
  readonly claims: number
  /** Of the row when it was claimed. */
  readonly revision: number
}

/** Stores what became of a row and gives it back. A row that was erased, or that somebody else took over meanwhile, is left alone. */
export async function settleRow(
  database: Database,
  settings: Settings,
  held: Held,
  verdict: Verdict,
): Promise<void> {
  const { schema, now } = settings
  const dueAt = verdict.dueAt ?? now()
  // Nearly always nothing was attached meanwhile, and one statement does.
  if (verdict.state !== 'pending') {
    if (await write(database, schema, held, verdict, dueAt)) return
  }
  await database.transaction(async (transaction, queue) => {
    const [row] = await select<{ revision: number; event: AnyEvent | null }>(
      transaction,
      `SELECT revision, event FROM ${schema}.entries WHERE ${isHeld} FOR UPDATE`,
      [held.id, held.owner, held.claims],
    )
    if (row === undefined) return
    const { revision, event: stored } = row
    const isRicher = revision !== held.revision && stored !== null && verdict.event !== undefined
    const event = isRicher && verdict.event !== undefined ? attach(verdict.event, stored) : verdict.event
    await write(transaction, schema, { ...held, revision }, { ...verdict, event }, dueAt)
    if (verdict.state === 'pending')
      await queue.send(transaction, [{ id: held.id, dueAt, inMs: dueAt - now() }])
  })
}

/** Still this worker's, or nobody's since the claim: then its verdict is the last word. */
const isHeld = `id = $1 AND claims = $3 AND state = 'pending' AND (owner = $2 OR owner IS NULL)`

async function write(
  transaction: Pick<Transaction, 'query'>,
  schema: string,
  { id, owner, claims, revision }: Held,
  { state, progress, event, reason }: Verdict,
  dueAt: number,
): Promise<boolean> {
  const rows = await select<{ id: string }>(
    transaction,
    `UPDATE ${schema}.entries SET state = $5, due_at = $6, progress = $7, reason = $8,
       event = CASE WHEN $9::json IS NULL OR NOT bodies THEN event ELSE $9 END, type = coalesce($10, type),
       owner = NULL, claims = 0, reread = false
     WHERE ${isHeld} AND revision = $4 RETURNING id`,
    [
      ...[id, owner, claims, revision],
      ...[state, time(dueAt), JSON.stringify(progress), text(reason)],
      event === undefined ? null : JSON.stringify(event),
      event?.type ?? null,
    ],
  )
  return rows.length > 0
}
