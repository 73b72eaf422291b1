import { attach, unpackEvent, type Verdict } from '@stt-webhooks/core/inbox'
import { type Claim, firstDelivery } from './claim.ts'
import type { Database } from './database.ts'
import { type EntryRow, fromProgress } from './rows.ts'

/** Stores what became of an entry, unless it was erased, or another process took it over, meanwhile. */
export function settle(database: Database, claim: Claim, verdict: Verdict, now: number): void {
  const { number } = claim
  const stored = database.get<Pick<EntryRow, 'revision'>>(
    'SELECT revision FROM entries WHERE number = ? AND id = ? AND claims = ?',
    ...[number, claim.id, claim.claims],
  )
  if (stored === undefined) return
  const { state, progress, reason, dueAt = now } = verdict
  const isRead = state !== 'pending' || verdict.event !== undefined
  database.run(updateEntry, ...[state, dueAt, fromProgress(progress), reason ?? null, isRead ? 0 : 1, number])
  if (verdict.event === undefined) return
  const known =
    stored.revision === claim.revision
      ? undefined
      : database.get<{ json: string }>('SELECT json FROM events WHERE entry = ?', number)
  // More was attached while the handlers ran.
  const attached = unpackEvent(known?.json, () => firstDelivery(database, number))
  const event = attached === undefined ? verdict.event : attach(verdict.event, attached)
  database.run('INSERT OR REPLACE INTO events VALUES (?, ?)', number, JSON.stringify(event))
  // A delivery that was unreadable may have become an event.
  database.run(updateAbout, event.type, event.product, event.jobId ?? null, number)
}

const updateEntry = `
  UPDATE entries SET state = ?, due_at = ?, progress = ?, reason = ?, claims = 0, reread = min(reread, ?)
  WHERE number = ?`
const updateAbout = `
  UPDATE entries SET type = ?, product = coalesce(product, ?), job_id = coalesce(job_id, ?)
  WHERE number = ?`
