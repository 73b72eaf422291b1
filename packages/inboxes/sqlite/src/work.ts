import {
  createWorker,
  type Process,
  type Worker,
  type WorkOptions,
  type WorkSource,
} from '@stt-webhooks/core/inbox'
import { type Claim, claimDue, deliveriesOf, findDue, findNextDue, type Running, toClaimed } from './claim.ts'
import type { GroupCommit } from './group-commit.ts'
import { createLease } from './lease.ts'
import type { Settings } from './options.ts'
import type { Read } from './read.ts'
import { createRetention } from './retention.ts'
import { settle } from './settle.ts'
import { watchOthers } from './watch.ts'

export interface WorkParts {
  readonly settings: Settings
  readonly commits: GroupCommit
  readonly read: Read
}

/** The work of this process. */
export interface Work extends Worker {
  /** Ends it at once: nothing is given back, and the next process takes over when the lease is over. */
  abandon(): void
}

/** How often a process that waits for the lease asks for it, in milliseconds. */
const askMs = 200

export async function startWork(parts: WorkParts, process: Process, options: WorkOptions): Promise<Work> {
  const { settings, commits, read } = parts
  const { now, leaseMs } = settings
  const { concurrency, onError } = options
  const lease = createLease(parts)
  const retention = createRetention({ settings, commits, onError })
  const claims = new Map<string, Claim>()
  let abandoned = false

  function running(): Running {
    return { jobs: new Set([...claims.values()].map(({ job }) => job)), has: (id) => claims.has(id) }
  }

  const source: WorkSource = {
    async claim(limit) {
      if (abandoned || !(await lease.hold())) return []
      await retention.prune()
      // Most looks find nothing, and need no transaction.
      if ((await read((database) => findDue(database, running(), now(), 1))).length === 0) return []
      const claimed = await commits.write((database) =>
        lease.isOurs(database) ? claimDue(database, running(), now(), limit) : [],
      )
      for (const claim of claimed) claims.set(claim.id, claim)
      return claimed.map((claim) =>
        toClaimed(claim, () => read((database) => deliveriesOf(database, claim.number))),
      )
    },
    async settle({ id }, verdict) {
      const claim = claims.get(id)
      if (claim === undefined) return
      if (!abandoned) await commits.write((database) => settle(database, claim, verdict, now()))
      claims.delete(id)
    },
    async nextDue() {
      if (abandoned) return undefined
      if (!(await lease.hold())) return askMs
      // Whatever ends makes the worker look again.
      if (claims.size >= concurrency) return undefined
      const dueAt = await read((database) => findNextDue(database, running()))
      return dueAt === undefined ? undefined : dueAt - now()
    },
  }

  function stopTimers(): void {
    clearInterval(heartbeat)
    watch.stop()
    retention.stop()
  }

  // A file that cannot be used at all is told at once; one that is only in trouble is tried again.
  await read(() => undefined)
  await lease.hold().catch(onError)
  const worker = createWorker(source, process, options, async () => {
    stopTimers()
    // A lease that cannot be given back is over soon.
    if (!abandoned) await lease.release().catch(onError)
  })
  const heartbeat = setInterval(() => void lease.prolong().catch(onError), leaseMs / 3)
  const watch = watchOthers({ read, needed: () => lease.held, changed: worker.wake })
  return {
    ...worker,
    abandon() {
      abandoned = true
      stopTimers()
      void worker.stop()
    },
  }
}
