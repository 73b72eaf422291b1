import { createDelivery } from '../load/delivery.ts'
import { createSender } from '../load/sender.ts'
import { startServer } from '../server/process.ts'
import type { Store } from '../stores/store.ts'

export interface UploadsOptions {
  readonly count: number
  /** Bytes of each body, about. */
  readonly size: number
  /** What the server may hold of bodies, in bytes. */
  readonly maxInFlightBytes: number
}

export interface Uploads {
  readonly accepted: number
  /** Answered 503. */
  readonly refused: number
  /** Largest resident set of the server before and in the end, in bytes. */
  readonly before: number
  readonly after: number
  /** The status of one more delivery of this size, when all others were answered. */
  readonly next: number | undefined
}

/** Sends so many large bodies at the same time. */
export async function uploadAtOnce(store: Store, options: UploadsOptions): Promise<Uploads> {
  const { count, size, maxInFlightBytes } = options
  const server = await startServer()
  try {
    const { address, handled } = store
    const port = await server.serve({ inbox: address, handled, maxInFlightBytes })
    const sender = createSender(port, count)
    const before = (await server.measure()).most
    // One body for all, so that this process need not hold them all: one event, and what is asked of memory is the same.
    const delivery = createDelivery('upload', false, size)
    const statuses = await Promise.all(Array.from({ length: count }, () => sender.send(delivery)))
    const next = await sender.send(delivery)
    const after = (await server.measure()).most
    sender.close()
    const times = (status: number): number => statuses.filter((one) => one === status).length
    return { accepted: times(200), refused: times(503), before, after, next }
  } finally {
    server.kill()
    await server.exited
  }
}
