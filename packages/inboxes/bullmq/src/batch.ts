import type { ScriptCall } from './scripts.ts'
import type { Store, Ticket } from './store.ts'

/** Sends what one turn of the event loop accepts together: Redis then answers, and writes to disk, once for all of it. */
export interface Batch {
  /** Takes one delivery, and gives what the script `accept` answers. */
  send(parcel: Parcel): Promise<unknown>
}

interface Parcel {
  /** For the script. */
  readonly args: ScriptCall['args']
  /** How many it has. */
  readonly entries: number
  readonly tickets: readonly Ticket[]
}

interface Waiting extends Parcel {
  resolve(answer: unknown): void
  reject(error: unknown): void
}

/** Redis does nothing else during a transaction, so none is long; and while it works on one, the next is made and sent. */
const maxCalls = 16
const maxBytes = 4_000_000

/** `sent` is called for each delivery when the bytes of its transaction are on their way. */
export function createBatch(store: Store, sent: () => void): Batch {
  let waiting: Waiting[] = []

  function flush(): void {
    const all = waiting
    waiting = []
    for (const some of split(all)) void commit(some)
  }

  async function commit(some: readonly Waiting[]): Promise<void> {
    // Copies that come together need only one look.
    const tickets = new Map(some.flatMap((one) => one.tickets).map((ticket) => [ticket.id, ticket]))
    try {
      const entries = some.reduce((sum, one) => sum + one.entries, 0)
      const args = [entries, ...some.flatMap((one) => [one.args.length, ...one.args])]
      const call: ScriptCall = { script: 'accept', args }
      const [answers] = await store.transact([call], [...tickets.values()], () => some.forEach(sent))
      if (!Array.isArray(answers)) throw answers
      for (const [index, { resolve }] of some.entries()) resolve(answers[index])
    } catch (error) {
      for (const { reject } of some) reject(error)
    }
  }

  return {
    send: (parcel) =>
      new Promise((resolve, reject) => {
        if (waiting.push({ ...parcel, resolve, reject }) === 1) setImmediate(flush)
      }),
  }
}

function split(all: readonly Waiting[]): readonly (readonly Waiting[])[] {
  const batches: Waiting[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const one of all) {
    const size = one.args.reduce<number>((sum, arg) => sum + (typeof arg === 'number' ? 8 : arg.length), 0)
    const last = batches.at(-1)
    if (last === undefined || last.length === maxCalls || bytes + size > maxBytes) {
      batches.push([one])
      bytes = size
    } else {
      last.push(one)
      bytes += size
    }
  }
  return batches
}
