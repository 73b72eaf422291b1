import type { Database } from './database.ts'
import type { GroupCommit } from './group-commit.ts'
import type { Settings } from './options.ts'
import { removeBodies, removeEntry } from './remove.ts'

/** Forgets what was kept long enough. */
export interface Retention {
  /** About once a minute a few entries are removed before it resolves, and the others soon after. */
  prune(): Promise<void>
  stop(): void
}

export interface RetentionParts {
  readonly settings: Settings
  readonly commits: GroupCommit
  onError(error: unknown): void
}

const everyMs = 60_000
/** Between two batches others have their turn. */
const pauseMs = 50
/** To free a large body is to read through it. */
const maxEntries = 200
const maxBytes = 8_000_000

export function createRetention({ settings, commits, onError }: RetentionParts): Retention {
  const { keepBodiesMs, keepIdsMs, now } = settings
  let pruned = Number.NEGATIVE_INFINITY
  let timer: ReturnType<typeof setTimeout> | undefined

  function batch(database: Database): boolean {
    const ids = expired(database, selectExpiredIds, now() - keepIdsMs)
    for (const number of ids.numbers) removeEntry(database, number)
    const bodies = expired(database, selectExpiredBodies, now() - keepBodiesMs)
    for (const number of bodies.numbers) removeBodies(database, number)
    const jobs = database.run(deleteJobs, new Date(now() - keepIdsMs).toISOString(), maxEntries)
    return ids.more || bodies.more || jobs.changes === maxEntries
  }

  async function run(): Promise<void> {
    pruned = now()
    clearTimeout(timer)
    const more = await commits.write(batch)
    if (more) timer = setTimeout(() => void run().catch(onError), pauseMs)
  }

  return {
    async prune() {
      if (now() - pruned >= everyMs) await run()
    },
    stop() {
      clearTimeout(timer)
    },
  }
}

interface Expired {
  readonly number: number
  readonly bytes: number | null
}

function expired(database: Database, sql: string, until: number): { numbers: number[]; more: boolean } {
  const numbers: number[] = []
  let total = 0
  for (const { number, bytes } of database.each<Expired>(sql, new Date(until).toISOString())) {
    if (numbers.length > 0 && (numbers.length >= maxEntries || total + (bytes ?? 0) > maxBytes))
      return { numbers, more: true }
    numbers.push(number)
    total += bytes ?? 0
  }
  return { numbers, more: false }
}

const bytesOf = `(
  SELECT sum(length(deliveries.body)) FROM entry_deliveries
  JOIN deliveries ON deliveries.number = entry_deliveries.delivery WHERE entry_deliveries.entry = entries.number
)`
const selectExpiredBodies = `
  SELECT number, ${bytesOf} AS bytes FROM entries
  WHERE body = 1 AND state IN ('done', 'stale') AND received_at <= ? ORDER BY received_at`
const selectExpiredIds = `
  SELECT number, ${bytesOf} AS bytes FROM entries
  WHERE body IN (0, 1) AND state IN ('done', 'stale') AND received_at <= ?`
const deleteJobs = `
  DELETE FROM jobs WHERE number IN (SELECT number FROM jobs WHERE final = 1 AND submitted_at <= ? LIMIT ?)`
