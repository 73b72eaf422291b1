import { type Acceptance, isLate } from '@stt-webhooks/core/inbox'
import type { Arrival } from './arrival.ts'
import { attachKnown } from './attach.ts'
import { insertDeliveries } from './deliveries.ts'
import { insertEntries, type Newcomer } from './insert.ts'
import type { Settings } from './options.ts'
import type { Queue } from './queue.ts'
import { text } from './rows.ts'
import { select, type Transaction } from './transaction.ts'

/** What a transaction of accepts made of each of its arrivals. */
export type Acceptances = ReadonlyMap<Arrival, Acceptance>

/**
 * Stores any number of arrivals in the caller's transaction. What is new is inserted first, because nearly everything is; what is known
 * is looked at after. Rows are touched in the order of their ids, so that two transactions never wait for each other.
 */
export async function acceptArrivals(
  transaction: Transaction,
  queue: Queue,
  settings: Settings,
  arrivals: readonly Arrival[],
): Promise<Acceptances> {
  const { schema, onStep } = settings
  const now = settings.now()
  const newcomers = await judge(transaction, schema, arrivals)
  const added = await insertEntries(transaction, schema, newcomers, now)
  onStep('entries')
  const fresh = newcomers.filter(({ arrival }) => added.has(arrival.entry.id))
  const acceptances = new Map<Arrival, Acceptance>()
  for (const { arrival, state } of fresh) acceptances.set(arrival, state === 'stale' ? 'stale' : 'accepted')

  const rest = arrivals.filter((arrival) => !acceptances.has(arrival))
  const attached = await attachKnown(transaction, schema, rest, now)
  for (const arrival of rest) acceptances.set(arrival, attached.has(arrival) ? 'attached' : 'duplicate')
  await insertDeliveries(transaction, schema, [...attached.keys()])
  onStep('attached')

  const due = new Set(fresh.filter(({ state }) => state === 'pending').map(({ arrival }) => arrival.entry.id))
  for (const [{ entry }, isDue] of attached) if (isDue) due.add(entry.id)
  await queue.send(
    transaction,
    [...due].map((id) => ({ id, dueAt: now, inMs: 0 })),
  )
  onStep('jobs')
  return acceptances
}

/** The first arrival of each id, and what it is if its id is new. */
async function judge(
  transaction: Transaction,
  schema: string,
  arrivals: readonly Arrival[],
): Promise<readonly Newcomer[]> {
  const highest = await highestRanks(transaction, schema, arrivals)
  const newcomers = new Map<string, Newcomer>()
  for (const arrival of arrivals) {
    const { entry, job } = arrival
    const before = job === null ? -1 : (highest.get(job) ?? -1)
    if (job !== null) highest.set(job, Math.max(before, entry.rank))
    if (newcomers.has(entry.id)) continue
    const state = isLate(entry, before) ? 'stale' : entry.event === undefined ? 'quarantined' : 'pending'
    newcomers.set(entry.id, { arrival, state })
  }
  return [...newcomers.values()]
}

/** Only of jobs of which something came that could be late. */
async function highestRanks(
  transaction: Transaction,
  schema: string,
  arrivals: readonly Arrival[],
): Promise<Map<string, number>> {
  const mayBeLate = arrivals.filter(
    ({ entry, job }) => job !== null && isLate(entry, Number.POSITIVE_INFINITY),
  )
  if (mayBeLate.length === 0) return new Map()
  const rows = await select<{ job: string; rank: number }>(
    transaction,
    `SELECT replace(job::text, '-', '') AS job, max(rank)::integer AS rank FROM ${schema}.entries
     WHERE job_id = ANY ($1::text[]) AND job = ANY ($2::uuid[]) GROUP BY entries.job`,
    [mayBeLate.map(({ entry }) => text(entry.event?.jobId)), mayBeLate.map(({ job }) => job)],
  )
  return new Map(rows.map(({ job, rank }) => [job, rank]))
}
