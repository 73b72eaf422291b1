import { randomUUID } from 'node:crypto'
import type { Database } from './database.ts'
import type { GroupCommit } from './group-commit.ts'
import { dropLease, findLease, takeLease } from './leases.ts'
import type { Settings } from './options.ts'
import type { Read } from './read.ts'

/** Which of the processes that share the file works. */
export interface Lease {
  readonly held: boolean
  /** Takes it if it is free, and prolongs it in time if it is ours. Tells whether it is ours. */
  hold(): Promise<boolean>
  /** Gives a sign of life. */
  prolong(): Promise<void>
  /** Asked inside of a transaction, it cannot change before that is over. */
  isOurs(database: Database): boolean
  release(): Promise<void>
}

export interface LeaseParts {
  readonly settings: Settings
  readonly commits: GroupCommit
  readonly read: Read
}

const name = 'work'

export function createLease({ settings, commits, read }: LeaseParts): Lease {
  const { file, leaseMs, now, onWarning } = settings
  const owner = randomUUID()
  let held = false
  let expiresAt = Number.NEGATIVE_INFINITY
  let reported = false

  async function acquire(): Promise<void> {
    const taken = await commits.write((database) => {
      const claim = { name, owner, now: now(), expiresAt: now() + leaseMs }
      return takeLease(database, claim) ? claim.expiresAt : undefined
    })
    if (taken === undefined && held) {
      reported = true
      onWarning(
        `[stt-webhooks] Another process took over the work on ${file}, because this one gave no sign of life for ${leaseMs} ms. Does a handler block the event loop?`,
      )
    }
    held = taken !== undefined
    expiresAt = taken ?? expiresAt
  }

  async function isFree(): Promise<boolean> {
    const row = await read((database) => findLease(database, name))
    if (row === undefined || row.owner === owner || row.expires_at <= now()) return true
    if (!reported)
      onWarning(
        `[stt-webhooks] ${row.process} works on ${file}. This process accepts deliveries, and takes over when that one stops.`,
      )
    reported = true
    return false
  }

  return {
    get held() {
      return held
    },
    async hold() {
      if (held ? expiresAt - now() < leaseMs / 2 : await isFree()) await acquire()
      if (held) reported = false
      return held
    },
    async prolong() {
      if (held) await acquire()
    },
    isOurs: (database) => findLease(database, name)?.owner === owner,
    async release() {
      if (!held) return
      held = false
      await commits.write((database) => dropLease(database, name, owner))
    },
  }
}

/** Processes that work on the file now: none or one. */
export function countWorkers(database: Database, now: number): number {
  const row = findLease(database, name)
  return row !== undefined && row.expires_at > now ? 1 : 0
}
