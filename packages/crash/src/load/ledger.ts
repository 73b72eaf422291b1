import { createDelivery, type Delivery } from './delivery.ts'
import type { Random } from './random.ts'

/** What the service knows: which deliveries it was told are taken, and which it must send again. */
export interface Ledger {
  next(): Delivery
  /**
   * What became of a delivery; undefined if no answer came.
   * @throws Error if it was answered what no service expects of a server that is merely in trouble
   */
  note(delivery: Delivery, status: number | undefined): void
  /** Deliveries that were answered 200, each counted once. */
  readonly acknowledged: number
  /** Answers of 503. */
  readonly refused: number
  /** The jobs of acknowledged deliveries, and whether a richer one is among them. */
  readonly jobs: ReadonlyMap<string, boolean>
}

export interface LedgerOptions {
  readonly random: Random
  /** What the ids of jobs begin with. */
  readonly prefix: string
  /** Characters of text in a delivery. Default: 300. */
  readonly size?: number
}

/** One in so many jobs is told of a second time, with more content. */
const richerEvery = 12

export function createLedger({ random, prefix, size = 300 }: LedgerOptions): Ledger {
  const jobs = new Map<string, boolean>()
  const again: Delivery[] = []
  let made = 0
  let acknowledged = 0
  let refused = 0

  return {
    next: () => again.shift() ?? createDelivery(`${prefix}-${made++}`, false, size),
    note(delivery, status) {
      if (status !== 200) {
        if (status !== undefined && status !== 503) throw new Error(`A delivery was answered ${status}.`)
        if (status === 503) refused++
        again.push(delivery)
        return
      }
      acknowledged++
      const { job, richer } = delivery
      jobs.set(job, richer)
      if (!richer && random.between(1, richerEvery) === 1) again.push(createDelivery(job, true, size))
    },
    get acknowledged() {
      return acknowledged
    },
    get refused() {
      return refused
    },
    jobs,
  }
}
