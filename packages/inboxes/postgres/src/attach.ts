import {
  type AnyEvent,
  attach,
  type EntryState,
  type PackedEvent,
  type Progress,
  restart,
} from '@stt-webhooks/core/inbox'
import type { Arrival } from './arrival.ts'
import { time } from './rows.ts'
import { collision, select, type Transaction } from './transaction.ts'
import { unpack } from './unpack.ts'

interface Known {
  readonly id: string
  readonly checksums: Set<string>
  state: EntryState
  /** Null where there is none, undefined where it is damaged. */
  event: AnyEvent | null | undefined
  progress: Progress
  reason: string | null
  changed: boolean
}

/**
 * Attaches what arrived of events that are stored already and holds more than they do. Returns the arrivals that were attached, and
 * whether their entry is due by that; the others are duplicates.
 */
export async function attachKnown(
  transaction: Transaction,
  schema: string,
  arrivals: readonly Arrival[],
  now: number,
): Promise<ReadonlyMap<Arrival, boolean>> {
  const attached = new Map<Arrival, boolean>()
  if (arrivals.length === 0) return attached
  const known = await lock(transaction, schema, arrivals)
  for (const arrival of arrivals) {
    const { entry, parcel } = arrival
    const { event } = entry
    const row = known.get(entry.id)
    if (row === undefined) throw collision(`${entry.id} was removed while it came again.`)
    if (parcel === undefined || row.event === null || event === undefined) continue
    const { checksum } = parcel.delivery
    if (row.checksums.has(checksum)) continue
    row.checksums.add(checksum)
    row.event = row.event === undefined ? event : attach(row.event, event)
    row.changed = true
    if (row.state === 'dead') {
      row.state = 'pending'
      row.progress = restart(row.progress, 'unfinished')
      row.reason = null
    }
    attached.set(arrival, row.state === 'pending')
  }
  await store(
    transaction,
    schema,
    [...known.values()].filter(({ changed }) => changed),
    now,
  )
  return attached
}

async function lock(
  transaction: Transaction,
  schema: string,
  arrivals: readonly Arrival[],
): Promise<ReadonlyMap<string, Known>> {
  type Row = Omit<Known, 'event' | 'checksums' | 'changed'> & {
    readonly event: PackedEvent | null
    readonly checksums: readonly string[]
  }
  const ids = [...new Set(arrivals.map(({ entry }) => entry.id))]
  // First the locks: what another transaction attached while this one waited is seen only by the next statement.
  await transaction.query(
    `SELECT FROM ${schema}.entries WHERE id = ANY ($1::text[]) ORDER BY id FOR UPDATE`,
    [ids],
  )
  const rows = await select<Row>(
    transaction,
    `SELECT id, state, event, progress, reason,
       ARRAY(SELECT checksum FROM ${schema}.deliveries WHERE entry = entries.id) AS checksums
     FROM ${schema}.entries WHERE id = ANY ($1::text[])`,
    [ids],
  )
  const whole = await unpack(transaction, schema, rows)
  return new Map(whole.map((row) => [row.id, { ...row, checksums: new Set(row.checksums), changed: false }]))
}

async function store(
  transaction: Transaction,
  schema: string,
  rows: readonly Known[],
  now: number,
): Promise<void> {
  if (rows.length === 0) return
  await transaction.query(
    `UPDATE ${schema}.entries SET state = new.state, event = new.event, type = new.type, progress = new.progress,
       reason = new.reason, due_at = $7::timestamptz, revision = revision + 1
     FROM unnest($1::text[], $2::text[], $3::json[], $4::text[], $5::json[], $6::text[])
       AS new (id, state, event, type, progress, reason)
     WHERE entries.id = new.id`,
    [
      rows.map(({ id }) => id),
      rows.map(({ state }) => state),
      rows.map(({ event }) => JSON.stringify(event)),
      rows.map(({ event }) => event?.type ?? null),
      rows.map(({ progress }) => JSON.stringify(progress)),
      rows.map(({ reason }) => reason),
      time(now),
    ],
  )
}
