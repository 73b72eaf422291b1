import {
  type AnyEvent,
  isPacked,
  type PackedEvent,
  type StoredDelivery,
  unpackEvent,
} from '@stt-webhooks/core/inbox'
import { type DeliveryRow, deliveryColumns, toDelivery } from './rows.ts'
import { select, type Transaction } from './transaction.ts'

interface Packed {
  readonly id: string
  readonly event: PackedEvent | null | undefined
}

/** Rows with their events whole, in their order. Null where there is none, undefined where it is damaged. */
export async function unpack<Row extends Packed>(
  transaction: Transaction,
  schema: string,
  rows: readonly Row[],
): Promise<readonly (Omit<Row, 'event'> & { readonly event: AnyEvent | null | undefined })[]> {
  const packed = rows.filter(({ event }) => event && isPacked(event))
  const firsts = await firstDeliveries(
    transaction,
    schema,
    packed.map(({ id }) => id),
  )
  return rows.map((row) => ({ ...row, event: row.event && unpackEvent(row.event, () => firsts.get(row.id)) }))
}

/** The deliveries that events came with. */
async function firstDeliveries(
  transaction: Transaction,
  schema: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, StoredDelivery>> {
  if (ids.length === 0) return new Map()
  const rows = await select<DeliveryRow & { readonly entry: string }>(
    transaction,
    `SELECT DISTINCT ON (entry) entry, ${deliveryColumns} FROM ${schema}.deliveries
     WHERE entry = ANY ($1::text[]) ORDER BY entry, number`,
    [ids],
  )
  return new Map(rows.map(({ entry, ...row }) => [entry, toDelivery(row)]))
}
