import { Buffer } from 'node:buffer'
import type { Arrival } from './arrival.ts'
import { text } from './rows.ts'
import type { Transaction } from './transaction.ts'

/** The bytes of all bodies, and columns that say for each arrival what of its delivery is kept, and where in the bytes its body is. */
export interface Parcels {
  readonly bytes: Buffer
  /** `checksum`, `method`, `url`, `headers`, `verified_by`, `callback`, `start`, `length`; null where there is no delivery. */
  readonly columns: readonly unknown[][]
}

/** All bodies as one parameter: in an array each would be sent as hex, at twice its size. */
export function toParcels(arrivals: readonly Arrival[]): Parcels {
  const starts = new Map<Buffer, number>()
  let start = 1
  for (const { parcel } of arrivals) {
    if (parcel === undefined || starts.has(parcel.body)) continue
    starts.set(parcel.body, start)
    start += parcel.body.length
  }
  const column = (of: (parcel: NonNullable<Arrival['parcel']>) => unknown): unknown[] =>
    arrivals.map(({ parcel }) => (parcel === undefined ? null : of(parcel)))
  return {
    bytes: Buffer.concat([...starts.keys()]),
    columns: [
      column(({ delivery }) => delivery.checksum),
      column(({ delivery }) => delivery.method),
      column(({ delivery }) => text(delivery.url)),
      column(({ headers }) => headers),
      column(({ delivery }) => delivery.verifiedBy),
      column(({ callback }) => callback),
      column(({ body }) => starts.get(body) ?? 1),
      column(({ body }) => body.length),
    ],
  }
}

/** Keeps the deliveries of what was attached, in this order. */
export async function insertDeliveries(
  transaction: Transaction,
  schema: string,
  arrivals: readonly Arrival[],
): Promise<void> {
  if (arrivals.length === 0) return
  const { bytes, columns } = toParcels(arrivals)
  await transaction.query(
    `INSERT INTO ${schema}.deliveries
       (entry, endpoint, provider, received_at, checksum, method, url, headers, verified_by, callback, body)
     SELECT entry, endpoint, provider, received_at, checksum, method, url, headers, verified_by, callback,
       substring($1::bytea FROM start FOR length)
     FROM unnest($2::text[], $3::text[], $4::text[], $5::text[],
       $6::text[], $7::text[], $8::text[], $9::json[], $10::text[], $11::json[], $12::integer[], $13::integer[])
       AS new (entry, endpoint, provider, received_at, checksum, method, url, headers, verified_by, callback, start, length)`,
    [
      bytes,
      arrivals.map(({ entry }) => entry.id),
      arrivals.map(({ endpoint }) => endpoint),
      arrivals.map(({ provider }) => provider),
      arrivals.map(({ receivedAt }) => receivedAt),
      ...columns,
    ],
  )
}
