import { attach, type PackedEvent, type Verdict } from '@stt-webhooks/core/inbox'
import type { Settings } from './options.ts'
import type { Queue } from './queue.ts'
import { text, time } from './rows.ts'
import { select, type Transaction } from './transaction.ts'
import { unpack } from './unpack.ts'

export interface Held {
  readonly id: string
  readonly owner: string
  readonly claims: number
  /** Of the row when it was claimed. */
  readonly revision: number
}

/** What became of a row that was claimed. */
export interface Ending {
  readonly held: Held
  readonly verdict: Verdict
}

/** Stores what became of rows and gives them back. A row that was erased, or that somebody else took over meanwhile, is left alone. */
export async function settleRows(
  transaction: Transaction,
  queue: Queue,
  { schema, now }: Settings,
  endings: readonly Ending[],
): Promise<void> {
  const settled = await write(transaction, schema, endings, now())
  const rest = endings.filter(({ held }) => !settled.has(held.id))
  if (rest.length > 0) {
    const merged = await merge(transaction, schema, rest)
    for (const id of await write(transaction, schema, merged, now())) settled.add(id)
  }
  await queue.send(
    transaction,
    endings.flatMap(({ held: { id }, verdict: { state, dueAt = now() } }) =>
      state === 'pending' && settled.has(id) ? [{ id, dueAt, inMs: dueAt - now() }] : [],
    ),
  )
}

/** The endings of rows that are still held and to which more was attached since they were claimed. */
async function merge(
  transaction: Transaction,
  schema: string,
  endings: readonly Ending[],
): Promise<readonly Ending[]> {
  const rows = await select<{ id: string; claims: number; revision: number; event: PackedEvent | null }>(
    transaction,
    `SELECT id, claims, revision, event FROM ${schema}.entries WHERE id = ANY ($1::text[]) ORDER BY id FOR UPDATE`,
    [endings.map(({ held }) => held.id)],
  )
  return (await unpack(transaction, schema, rows)).flatMap(({ id, claims, revision, event: stored }) => {
    const ending = endings.find(({ held }) => held.id === id && held.claims === claims)
    if (ending === undefined) return []
    const { held, verdict } = ending
    const { event } = verdict
    const merged = event && stored ? attach(event, stored) : event
    return [{ held: { ...held, revision }, verdict: { ...verdict, event: merged } }]
  })
}

/**
 * The ids of the rows that were written: those that are still this worker's, or nobody's since the claim, and as they were then. Rows are
 * touched in the order of their ids, as by whoever attaches to several.
 */
async function write(
  transaction: Transaction,
  schema: string,
  endings: readonly Ending[],
  now: number,
): Promise<Set<string>> {
  const sorted = endings.toSorted((one, other) => (one.held.id < other.held.id ? -1 : 1))
  const column = <Value>(of: (ending: Ending) => Value): Value[] => sorted.map(of)
  const rows = await select<{ id: string }>(
    transaction,
    `UPDATE ${schema}.entries SET state = verdict.state, due_at = verdict.due_at, progress = verdict.progress,
       reason = verdict.reason, event = CASE WHEN verdict.event IS NULL OR NOT bodies THEN entries.event ELSE verdict.event END,
       type = coalesce(verdict.type, entries.type), owner = NULL, claims = 0,
       reread = reread AND verdict.state = 'pending' AND verdict.event IS NULL
     FROM unnest($1::text[], $2::uuid[], $3::integer[], $4::integer[], $5::text[], $6::timestamptz[], $7::json[], $8::text[],
       $9::json[], $10::text[]) AS verdict (id, owner, claims, revision, state, due_at, progress, reason, event, type)
     WHERE entries.id = verdict.id AND entries.claims = verdict.claims AND entries.revision = verdict.revision
       AND entries.state = 'pending' AND (entries.owner = verdict.owner OR entries.owner IS NULL)
     RETURNING entries.id`,
    [
      column(({ held }) => held.id),
      column(({ held }) => held.owner),
      column(({ held }) => held.claims),
      column(({ held }) => held.revision),
      column(({ verdict }) => verdict.state),
      column(({ verdict }) => time(verdict.dueAt ?? now)),
      column(({ verdict }) => JSON.stringify(verdict.progress)),
      column(({ verdict }) => text(verdict.reason)),
      column(({ verdict }) => (verdict.event === undefined ? null : JSON.stringify(verdict.event))),
      column(({ verdict }) => verdict.event?.type ?? null),
    ],
  )
  return new Set(rows.map(({ id }) => id))
}
