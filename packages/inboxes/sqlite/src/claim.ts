import { type ClaimedEntry, type StoredDelivery, unpackEvent } from '@stt-webhooks/core/inbox'
import type { Database } from './database.ts'
import { type DeliveryRow, type EntryRow, toDelivery, toProgress } from './rows.ts'

/** What this process works on; in memory, because whoever has the lease is the only one. */
export interface Running {
  readonly jobs: ReadonlySet<string | null>
  has(id: string): boolean
}

export interface Claim extends EntryRow {
  readonly json: string | null
  /** The delivery that the event came with, at the time of the claim. */
  first(): StoredDelivery | undefined
}

type Due = Pick<EntryRow, 'number' | 'id' | 'job' | 'due_at'>

/** Up to `limit` entries that may be taken now, the longest due first. */
export function findDue(database: Database, running: Running, now: number, limit: number): Due[] {
  const jobs = new Set(running.jobs)
  const found: Due[] = []
  for (const due of database.each<Due>(`${selectPending} AND due_at <= ? ${longestDueFirst}`, now)) {
    if (running.has(due.id) || (due.job !== null && jobs.has(due.job))) continue
    jobs.add(due.job)
    found.push(due)
    if (found.length >= limit) break
  }
  return found
}

/** When the first entry becomes due that does not wait for one that runs. */
export function findNextDue(database: Database, running: Running): number | undefined {
  for (const { id, job, due_at } of database.each<Due>(`${selectPending} ${longestDueFirst}`))
    if (!running.has(id) && (job === null || !running.jobs.has(job))) return due_at
  return undefined
}

const selectPending = "SELECT number, id, job, due_at FROM entries WHERE state = 'pending'"
const longestDueFirst = 'ORDER BY due_at, number'

/** Counts the claim, so that a later process knows that this one ended while it worked. */
export function claimDue(database: Database, running: Running, now: number, limit: number): Claim[] {
  return findDue(database, running, now, limit).flatMap(({ number }) => {
    database.run('UPDATE entries SET claims = claims + 1 WHERE number = ?', number)
    const row = database.get<Omit<Claim, 'first'>>(selectClaim, number)
    return row === undefined ? [] : { ...row, first: () => firstDelivery(database, number) }
  })
}

const selectClaim = `
  SELECT entries.*, events.json FROM entries LEFT JOIN events ON events.entry = entries.number
  WHERE entries.number = ?`

export function toClaimed(claim: Claim, deliveries: ClaimedEntry['deliveries']): ClaimedEntry {
  const { id, endpoint, progress, claims, reread, json, first } = claim
  const event = unpackEvent(json, first)
  return { id, endpoint, claims, event, reread: reread === 1, progress: toProgress(progress), deliveries }
}

/** Oldest first. */
export function deliveriesOf(database: Database, entry: number): StoredDelivery[] {
  return database.all<DeliveryRow>(selectDeliveries, entry).map(toDelivery)
}

/** That which brought the event. */
export function firstDelivery(database: Database, entry: number): StoredDelivery | undefined {
  const row = database.get<DeliveryRow>(`${selectDeliveries} LIMIT 1`, entry)
  return row && toDelivery(row)
}

const selectDeliveries = `
  SELECT deliveries.* FROM entry_deliveries JOIN deliveries ON deliveries.number = entry_deliveries.delivery
  WHERE entry_deliveries.entry = ? ORDER BY deliveries.number`
