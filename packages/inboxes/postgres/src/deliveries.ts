import { Buffer } from 'node:buffer'
import type { Arrival, Parcel } from './arrival.ts'
import { text } from './rows.ts'
import type { Transaction } from './transaction.ts'

interface Item extends Parcel {
  readonly entry: string
}

/** Keeps the deliveries of arrivals, in this order. */
export async function insertDeliveries(
  transaction: Transaction,
  schema: string,
  arrivals: readonly Arrival[],
): Promise<void> {
  const items = arrivals.flatMap(({ entry, parcel }) =>
    parcel === undefined ? [] : [{ ...parcel, entry: entry.id }],
  )
  if (items.length === 0) return
  const column = <Value>(of: (item: Item) => Value): Value[] => items.map(of)
  const { bytes, starts } = pack(items)
  await transaction.query(
    `INSERT INTO ${schema}.deliveries
       (entry, checksum, endpoint, provider, method, url, headers, received_at, verified_by, callback, body)
     SELECT entry, checksum, endpoint, provider, method, url, headers, received_at, verified_by, callback,
       substring($13::bytea FROM start FOR length)
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::json[], $8::text[], $9::text[],
       $10::json[], $11::integer[], $12::integer[])
       AS new (entry, checksum, endpoint, provider, method, url, headers, received_at, verified_by, callback, start, length)`,
    [
      column(({ entry }) => entry),
      column(({ delivery }) => delivery.checksum),
      column(({ delivery }) => delivery.endpoint),
      column(({ delivery }) => delivery.provider),
      column(({ delivery }) => delivery.method),
      column(({ delivery }) => text(delivery.url)),
      column(({ headers }) => headers),
      column(({ delivery }) => delivery.receivedAt),
      column(({ delivery }) => delivery.verifiedBy),
      column(({ callback }) => callback),
      column(({ body }) => starts.get(body) ?? 1),
      column(({ body }) => body.length),
      bytes,
    ],
  )
}

/** All bodies as one parameter: in an array each would be sent as hex, at twice its size. */
function pack(items: readonly Item[]): { bytes: Buffer; starts: ReadonlyMap<Buffer, number> } {
  const starts = new Map<Buffer, number>()
  let start = 1
  for (const { body } of items) {
    if (starts.has(body)) continue
    starts.set(body, start)
    start += body.length
  }
  return { bytes: Buffer.concat([...starts.keys()]), starts }
}
