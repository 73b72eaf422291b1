import type { Inbox, InboxStats } from '@stt-webhooks/core'
import { codeOf } from '../failure.ts'
import { error, type Found, note, ok, warning } from './finding.ts'

/** What waits in the inbox, and whether somebody works on it. */
export async function checkInbox(inbox: Inbox | undefined, now: number): Promise<readonly Found[]> {
  if (inbox === undefined)
    return [
      note(
        'no_inbox',
        'There is no inbox: handlers run before the answer, and the retries of the services are all the durability.',
      ),
    ]
  if (!inbox.durable)
    return [
      warning(
        'inbox_not_durable',
        `The inbox "${inbox.name}" is in the memory of its process: what it acknowledged is lost when that ends.`,
        'Use inboxSqlite(), inboxPostgres() or inboxBullmq().',
      ),
    ]
  try {
    const stats = await inbox.query?.stats()
    return stats === undefined
      ? [note('inbox_unseen', `The inbox "${inbox.name}" does not tell what is in it.`)]
      : fromStats(inbox, stats, now)
  } catch (trouble) {
    // Messages of databases may hold addresses and users.
    const reason = codeOf(trouble) ?? (trouble instanceof Error ? trouble.name : 'unknown')
    return [
      error(
        'inbox_unavailable',
        `The inbox "${inbox.name}" could not be read: ${reason}. Deliveries are answered 503.`,
        'Start its store, and check where the configuration says it is.',
      ),
    ]
  } finally {
    await inbox.close().catch(() => undefined)
  }
}

const longMs = 5 * 60_000

function fromStats({ name, jobs }: Inbox, stats: InboxStats, now: number): readonly Found[] {
  const { pending, dead, quarantined, workers, oldestDueAt } = stats
  const found: Found[] = []
  const waited = now - Date.parse(oldestDueAt ?? '')
  if (pending > 0 && workers === 0)
    found.push(
      error(
        'no_worker',
        `${pending} events wait in the inbox "${name}", and no process works on them.`,
        'Call start() in the process whose handlers they are for, and see that it runs.',
      ),
    )
  else if (waited > longMs)
    found.push(
      warning(
        'slow_worker',
        `The oldest event in the inbox "${name}" is due since ${oldestDueAt}.`,
        'Look for handlers that hang or fail; raise `concurrency`, or add processes.',
      ),
    )
  if (dead > 0)
    found.push(
      warning(
        'dead_events',
        `${dead} events are dead: a handler failed on them for good.`,
        'Mend the handler and replay them.',
      ),
    )
  if (quarantined > 0)
    found.push(
      warning(
        'quarantined',
        `${quarantined} deliveries were genuine and unreadable.`,
        'Update the package of their provider and replay them.',
      ),
    )
  if (jobs === undefined)
    found.push(note('no_jobs', `The inbox "${name}" does not remember jobs, so that nothing can be swept.`))
  return found.length === 0
    ? [ok(`The inbox "${name}" works: ${pending} pending, ${workers} workers.`)]
    : found
}
