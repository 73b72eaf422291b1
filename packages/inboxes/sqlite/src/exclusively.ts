import { randomUUID } from 'node:crypto'
import type { JobLedger } from '@stt-webhooks/core/inbox'
import type { GroupCommit } from './group-commit.ts'
import { dropLease, takeLease } from './leases.ts'
import type { Settings } from './options.ts'

/** Runs work under a lease of its name, which is prolonged as long as it runs. */
export function createExclusively(
  { leaseMs, now }: Settings,
  commits: GroupCommit,
): JobLedger['exclusively'] {
  return async function exclusively(name, work) {
    // Every run is an owner of its own: two of one process do not run at once either.
    const lease = { name: `exclusively ${name}`, owner: randomUUID() }
    function take(): Promise<boolean> {
      return commits.write((database) =>
        takeLease(database, { ...lease, now: now(), expiresAt: now() + leaseMs }),
      )
    }
    if (!(await take())) return undefined
    // One sign of life may fail; the next one comes before the lease is over.
    const heartbeat = setInterval(() => void take().catch(() => undefined), leaseMs / 3)
    try {
      return { result: await work() }
    } finally {
      clearInterval(heartbeat)
      await commits.write((database) => dropLease(database, lease.name, lease.owner)).catch(() => undefined)
    }
  }
}
