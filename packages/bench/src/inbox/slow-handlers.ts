import { setTimeout as sleep } from 'node:timers/promises'
import { bodyKinds, noticesOf } from '../bodies.ts'
import { percentile } from '../summary.ts'
import type { InboxName } from './inboxes.ts'
import { now } from './now.ts'
import { run } from './running.ts'

export const perSecond = 200

export interface SlowRow {
  readonly inbox: InboxName
  /** Milliseconds from when a delivery was to be sent to its answer. */
  readonly p50: number
  readonly p99: number
  readonly deliveries: number
  readonly errors: number
}

/** Answers while every handler sleeps for a minute. Deliveries come by the clock, whether those before are answered or not. */
export async function measureSlow(inbox: InboxName, seconds: number): Promise<SlowRow> {
  const { client, stop } = await run(inbox, 'same process', 'sleeps')
  const notices = noticesOf(bodyKinds['1KB'])
  // The first ones find everything cold.
  for (let index = 0; index < 50; index++) await client.post(notices.body(index))

  const deliveries = perSecond * seconds
  const begin = now()
  async function deliver(index: number): Promise<number | undefined> {
    const due = begin + (index * 1000) / perSecond
    await sleep(Math.max(0, due - now()))
    const status = await client.post(notices.body(50 + index)).catch(() => 0)
    return status === 200 ? now() - due : undefined
  }
  const waits = await Promise.all(Array.from({ length: deliveries }, (_, index) => deliver(index)))
  await stop()
  const found = waits.flatMap((wait) => wait ?? [])
  const errors = deliveries - found.length
  return { inbox, p50: percentile(found, 0.5), p99: percentile(found, 0.99), deliveries, errors }
}
