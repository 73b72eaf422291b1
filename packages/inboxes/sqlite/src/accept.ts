import {
  type Acceptance,
  attach,
  isLate,
  type NewEntry,
  packEvent,
  restart,
  type StoredDelivery,
  unpackEvent,
} from '@stt-webhooks/core/inbox'
import { firstDelivery } from './claim.ts'
import type { Database, Value } from './database.ts'
import { type EntryRow, fromDelivery, fromProgress, toProgress } from './rows.ts'

/** A delivery made ready outside of the transaction, where what cannot be stored harms nobody else. */
export interface Prepared {
  /** About how much will be written. */
  readonly bytes: number
  /** May be called again if what it wrote was taken back. */
  write(database: Database, now: number): readonly Acceptance[]
}

/** An entry and its event as JSON. */
interface PreparedEntry {
  readonly entry: NewEntry
  readonly json: string | undefined
}

export function prepare(
  delivery: StoredDelivery | undefined,
  entries: readonly NewEntry[],
  onStep: (step: string) => void,
): Prepared {
  const values = delivery && fromDelivery(delivery)
  const prepared = entries.map((entry) => ({ entry, json: packEvent(entry) }))
  const bytes = prepared.reduce((sum, { json }) => sum + (json?.length ?? 0), delivery?.body.length ?? 0)
  onStep('prepared')
  return {
    bytes,
    write(database, now) {
      // The entries that hold this delivery.
      const numbers: number[] = []
      const acceptances = prepared.map((one): Acceptance => {
        const inserted = insert(database, delivery, one, now)
        if (inserted !== undefined) {
          numbers.push(inserted.number)
          return inserted.acceptance
        }
        const known = delivery && attachTo(database, delivery, one.entry, now, numbers)
        if (known === undefined) return 'duplicate'
        numbers.push(known)
        return 'attached'
      })
      if (numbers.length === 0 || values === undefined) return acceptances
      onStep('entries stored')
      const { lastInsertRowid } = database.run(insertDelivery, numbers.length, ...values)
      onStep('delivery stored')
      for (const number of numbers) database.run(insertLink, number, Number(lastInsertRowid))
      return acceptances
    },
  }
}

const insertEntry = `
  INSERT INTO entries (id, state, due_at, endpoint, provider, product, type, job_id, job, rank, received_at, reason)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`
const insertDelivery = `
  INSERT INTO deliveries
    (entries, checksum, endpoint, provider, method, url, headers, received_at, verified_by, callback, body)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
const insertLink = 'INSERT INTO entry_deliveries VALUES (?, ?)'

/** Undefined: the id is known. */
function insert(
  database: Database,
  delivery: StoredDelivery | undefined,
  { entry, json }: PreparedEntry,
  now: number,
): { readonly number: number; readonly acceptance: Acceptance } | undefined {
  const { id, event, job, rank, reason } = entry
  const origin = delivery ?? event
  if (origin === undefined) throw new TypeError('An entry needs a delivery or an event.')
  const { endpoint, provider, receivedAt } = origin
  const late = isLate(entry, highestRank(database, entry))
  const state = late ? 'stale' : json === undefined ? 'quarantined' : 'pending'
  const about: Value[] = [event?.product ?? null, event?.type ?? null, event?.jobId ?? null, job ?? null]
  const { changes, lastInsertRowid } = database.run(
    insertEntry,
    ...[id, state, now, endpoint, provider, ...about, rank, receivedAt, reason ?? null],
  )
  if (changes === 0) return undefined
  const number = Number(lastInsertRowid)
  if (json !== undefined) database.run('INSERT INTO events VALUES (?, ?)', number, json)
  return { number, acceptance: late ? 'stale' : 'accepted' }
}

/** Most events can never be late, and nothing is looked up for them. */
function highestRank(database: Database, entry: NewEntry): number {
  if (entry.job === undefined || !isLate(entry, Number.POSITIVE_INFINITY)) return -1
  // A job is made of the id that the service gave it, and of no other: its index serves for both.
  const found = database.get<{ rank: number | null }>(
    'SELECT max(rank) AS rank FROM entries WHERE job_id = ? AND job = ?',
    entry.event?.jobId ?? null,
    entry.job,
  )
  return found?.rank ?? -1
}

/** The entry's number. Undefined: it is a copy, or there is nothing to attach it to. */
function attachTo(
  database: Database,
  { checksum }: StoredDelivery,
  { id, event }: NewEntry,
  now: number,
  numbers: readonly number[],
): number | undefined {
  if (event === undefined) return undefined
  const known = database.get<Pick<EntryRow, 'number' | 'state' | 'progress' | 'reason'>>(
    'SELECT number, state, progress, reason FROM entries WHERE id = ?',
    id,
  )
  if (known === undefined || numbers.includes(known.number)) return undefined
  const { number } = known
  if (database.get(selectCopy, number, checksum) !== undefined) return undefined
  const stored = database.get<{ json: string }>('SELECT json FROM events WHERE entry = ?', number)
  if (stored === undefined) return undefined
  const earlier = unpackEvent(stored.json, () => firstDelivery(database, number))
  const merged = earlier === undefined ? event : attach(earlier, event)
  database.run('UPDATE events SET json = ? WHERE entry = ?', JSON.stringify(merged), number)
  const dead = known.state === 'dead'
  const progress = dead ? fromProgress(restart(toProgress(known.progress), 'unfinished')) : known.progress
  database.run(
    'UPDATE entries SET state = ?, type = ?, due_at = ?, progress = ?, reason = ?, revision = revision + 1 WHERE number = ?',
    ...[dead ? 'pending' : known.state, merged.type, now, progress, dead ? null : known.reason, number],
  )
  return number
}

const selectCopy = `
  SELECT 1 FROM entry_deliveries JOIN deliveries ON deliveries.number = entry_deliveries.delivery
  WHERE entry_deliveries.entry = ? AND deliveries.checksum = ? LIMIT 1`
