import { randomUUID } from 'node:crypto'
import type { Settings } from './options.ts'
import type { Store } from './store.ts'

/** What a worker does beside working: it shows that it lives, puts right what BullMQ cannot know, and forgets what is old. */
export interface Upkeep {
  /** Tells how many entries can be taken now. */
  look(): Promise<number>
  /** No longer counts as one that works. */
  leave(): Promise<void>
}

const pruneEveryMs = 60_000
const batch = 200
const maxTickets = 1_000

/**
 * BullMQ goes by the clock of the machine and by its own jobs; the entries go by the clock of the inbox, and are the truth. So whatever is due
 * and has no waiting job gets one: after the clock of a test moved, after a process died, after somebody emptied the queue.
 */
export function createUpkeep(store: Store, { now, leaseMs, keepBodiesMs, keepIdsMs }: Settings): Upkeep {
  const worker = randomUUID()
  let pruned = Number.NEGATIVE_INFINITY

  async function prune(): Promise<void> {
    if (now() - pruned < pruneEveryMs) return
    pruned = now()
    const args = [now() - keepBodiesMs, now() - keepIdsMs, batch]
    while (Number(await store.run({ script: 'prune', args })) >= batch);
  }

  return {
    async look() {
      const { wait, paused } = (await store.queue()).keys
      const keys = [wait ?? '', paused ?? '']
      const answer = await store.run({ script: 'look', keys, args: [now(), worker, now() + leaseMs] })
      const [due = 0, waiting = 0] = Array.isArray(answer) ? answer.map(Number) : []
      const missing = Math.min(due - waiting, maxTickets)
      if (missing > 0)
        await store.transact(
          [],
          Array.from({ length: missing }, () => ({ id: '', name: 'look' })),
        )
      await prune()
      return due
    },
    async leave() {
      await (await store.redis()).zrem(`${store.base}workers`, worker)
    },
  }
}
