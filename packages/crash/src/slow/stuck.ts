import { createLedger } from '../load/ledger.ts'
import { percentile, sendAtPace } from '../load/pace.ts'
import { createRandom } from '../load/random.ts'
import { createSender } from '../load/sender.ts'
import { check, untilSettled } from '../rounds/check.ts'
import { startServer } from '../server/process.ts'
import type { Store } from '../stores/store.ts'

export interface Stuck {
  readonly acknowledged: number
  readonly lost: readonly string[]
  /** Milliseconds until a delivery was acknowledged. */
  readonly p50: number
  readonly p99: number
}

export interface StuckOptions {
  readonly perSecond: number
  readonly count: number
}

/** Sends deliveries while every handler is stuck; lets them go on only when all are answered. */
export async function stuckHandlers(store: Store, options: StuckOptions): Promise<Stuck> {
  const server = await startServer()
  try {
    const port = await server.serve({ inbox: store.address, handled: store.handled, handler: 'stuck' })
    const ledger = createLedger({ random: createRandom(1), prefix: 'stuck' })
    const sender = createSender(port, 50)
    const taken = await sendAtPace(sender, ledger, options)
    sender.close()
    await server.release()
    await untilSettled(store)
    await server.stop()
    const { lost } = await check(store, ledger)
    const { acknowledged } = ledger
    return { acknowledged, lost, p50: percentile(taken, 0.5), p99: percentile(taken, 0.99) }
  } finally {
    server.kill()
  }
}
