import { type EntryState, noProgress } from '@stt-webhooks/core/inbox'
import type { Arrival } from './arrival.ts'
import { toParcels } from './deliveries.ts'
import { text, time } from './rows.ts'
import { select, type Transaction } from './transaction.ts'

/** The first arrival of an id, and what it is if its id is new. */
export interface Newcomer {
  readonly arrival: Arrival
  readonly state: EntryState
}

/**
 * Stores entries with their deliveries. One statement, because each costs a way to the server and back. Returns the ids that were new.
 */
export async function insertEntries(
  transaction: Transaction,
  schema: string,
  newcomers: readonly Newcomer[],
  now: number,
): Promise<ReadonlySet<string>> {
  const rows = newcomers
    .map((newcomer, place) => ({ ...newcomer, place }))
    .toSorted((one, other) => (one.arrival.entry.id < other.arrival.entry.id ? -1 : 1))
  const column = <Value>(of: (row: (typeof rows)[number]) => Value): Value[] => rows.map(of)
  const { bytes, columns } = toParcels(rows.map(({ arrival }) => arrival))
  const inserted = await select<{ id: string }>(
    transaction,
    `WITH new AS MATERIALIZED (
       SELECT * FROM (SELECT nextval('${schema}.batches') AS batch) AS batches, unnest(
         $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::uuid[], $12::smallint[],
         $13::text[], $14::text[], $15::json[], $16::integer[], $17::text[], $18::text[], $19::text[], $20::json[], $21::text[],
         $22::json[], $23::integer[], $24::integer[])
       AS new (id, state, endpoint, provider, product, type, job_id, job, rank, received_at, reason, event, place, checksum, method,
         url, headers, verified_by, callback, start, length)),
     added AS (
       INSERT INTO ${schema}.entries
         (id, state, endpoint, provider, product, type, job_id, job, rank, received_at, reason, event, number, due_at, progress)
       SELECT id, state, endpoint, provider, product, type, job_id, job, rank, received_at::timestamptz, reason, event,
         batch + place, $1::timestamptz, $2::json FROM new
       ON CONFLICT (id) DO NOTHING RETURNING id),
     kept AS (
       INSERT INTO ${schema}.deliveries
         (entry, checksum, endpoint, provider, method, url, headers, received_at, verified_by, callback, body)
       SELECT id, checksum, endpoint, provider, method, url, headers, received_at, verified_by, callback,
         substring($3::bytea FROM start FOR length)
       FROM new WHERE checksum IS NOT NULL AND id IN (SELECT id FROM added) ORDER BY place)
     SELECT id FROM added`,
    [
      time(now),
      JSON.stringify(noProgress),
      bytes,
      column(({ arrival }) => arrival.entry.id),
      column(({ state }) => state),
      column(({ arrival }) => arrival.endpoint),
      column(({ arrival }) => arrival.provider),
      column(({ arrival }) => text(arrival.entry.event?.product)),
      column(({ arrival }) => arrival.entry.event?.type ?? null),
      column(({ arrival }) => text(arrival.entry.event?.jobId)),
      column(({ arrival }) => arrival.job),
      column(({ arrival }) => arrival.entry.rank),
      column(({ arrival }) => arrival.receivedAt),
      column(({ arrival }) => text(arrival.entry.reason)),
      column(({ arrival }) => arrival.event),
      column(({ place }) => place),
      ...columns,
    ],
  )
  return new Set(inserted.map(({ id }) => id))
}
