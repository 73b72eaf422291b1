import { setTimeout as sleep } from 'node:timers/promises'
import { bodyKinds, jobIdOf, noticesOf } from '../bodies.ts'
import { percentile } from '../summary.ts'
import type { InboxName } from './inboxes.ts'
import { now } from './now.ts'
import { run, type Workplace } from './running.ts'
import type { Started } from './server.ts'

export interface IdleRow {
  readonly inbox: InboxName
  readonly workplace: Workplace
  /** Milliseconds from the arrival of the 200 to the start of the handler; 0 if that was before. */
  readonly p50: number
  readonly p99: number
  readonly max: number
  /** Deliveries that were not answered 200, or whose handler had not started after 5 s. */
  readonly errors: number
}

/** Single deliveries to a server that has nothing else to do, 20 to 50 ms apart. */
export async function measureIdle(inbox: InboxName, workplace: Workplace, singles: number): Promise<IdleRow> {
  const { client, worker, stop } = await run(inbox, workplace, 'tells')
  const notices = noticesOf(bodyKinds['1KB'])
  const starts = new Map<string, (at: number) => void>()
  worker.on('message', (message) => {
    if (isStarted(message)) starts.get(message.jobId)?.(message.at)
  })

  async function deliver(index: number): Promise<number | undefined> {
    const started = new Promise<number>((resolve) => starts.set(jobIdOf(index), resolve))
    const status = await client.post(notices.body(index))
    const answered = now()
    if (status !== 200) return undefined
    const at = await Promise.race([started, sleep(5_000, undefined, { ref: false })])
    return at === undefined ? undefined : Math.max(0, at - answered)
  }

  // The first ones find everything cold.
  for (let index = 0; index < 5; index++) await deliver(index)
  const waits: Promise<number | undefined>[] = []
  for (let index = 5; index < 5 + singles; index++) {
    waits.push(deliver(index))
    await waits.at(-1)
    // In no step with the timers of anybody.
    await sleep(20 + 30 * Math.random())
  }
  await stop()
  const found = (await Promise.all(waits)).flatMap((wait) => wait ?? [])
  const [p50, p99, max] = [percentile(found, 0.5), percentile(found, 0.99), Math.max(...found)]
  return { inbox, workplace, p50, p99, max, errors: singles - found.length }
}

function isStarted(value: unknown): value is Started {
  return typeof value === 'object' && value !== null && 'jobId' in value && 'at' in value
}
