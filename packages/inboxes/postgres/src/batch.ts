import type { Acceptance } from '@stt-webhooks/core/inbox'
import type { Acceptances } from './accept.ts'
import type { Arrival } from './arrival.ts'
import { isRefusal } from './transaction.ts'

/** Stores the arrivals of one delivery, in a transaction that it shares with others. */
export type Batch = (arrivals: readonly Arrival[]) => Promise<readonly Acceptance[]>

interface Waiting {
  readonly arrivals: readonly Arrival[]
  resolve(acceptances: readonly Acceptance[]): void
  reject(error: unknown): void
}

const maxDeliveries = 500
const maxBytes = 16_000_000

/**
 * Group commit: deliveries of one turn of the event loop, and those that come while the transaction before is under way, share a
 * transaction. Each is answered after it, and rejects if it fails.
 */
export function createBatch(run: (arrivals: readonly Arrival[]) => Promise<Acceptances>): Batch {
  let waiting: Waiting[] = []
  let busy = false

  async function drain(): Promise<void> {
    // Whatever this turn still brings comes along.
    await new Promise(setImmediate)
    while (waiting.length > 0) await store(next())
    busy = false
  }

  function next(): readonly Waiting[] {
    let bytes = 0
    const end = waiting.findIndex(({ arrivals }, index) => {
      bytes += arrivals[0]?.parcel?.body.length ?? 0
      return index === maxDeliveries || (index > 0 && bytes > maxBytes)
    })
    const taken = end === -1 ? waiting : waiting.slice(0, end)
    waiting = waiting.slice(taken.length)
    return taken
  }

  async function store(group: readonly Waiting[]): Promise<void> {
    try {
      const acceptances = await run(group.flatMap(({ arrivals }) => arrivals))
      for (const one of group) one.resolve(one.arrivals.flatMap((arrival) => acceptances.get(arrival) ?? []))
    } catch (error) {
      // What Postgres cannot hold is one delivery's fault: the others are stored without it.
      if (group.length > 1 && isRefusal(error)) for (const one of group) await store([one])
      else for (const one of group) one.reject(error)
    }
  }

  return (arrivals) =>
    new Promise((resolve, reject) => {
      waiting.push({ arrivals, resolve, reject })
      if (busy) return
      busy = true
      void drain()
    })
}
