import type { Ledger } from './ledger.ts'
import type { Sender } from './sender.ts'

export interface Pace {
  readonly perSecond: number
  readonly count: number
}

/**
 * Sends deliveries at fixed moments, however long answers take, and gives the milliseconds that each answer took, counted from the moment
 * at which its delivery should have left.
 */
export async function sendAtPace(
  sender: Sender,
  ledger: Ledger,
  { perSecond, count }: Pace,
): Promise<readonly number[]> {
  const start = performance.now()
  const taken: number[] = []
  const sent: Promise<void>[] = []

  async function one(moment: number): Promise<void> {
    const delivery = ledger.next()
    ledger.note(delivery, await sender.send(delivery))
    taken.push(performance.now() - moment)
  }

  for (let index = 0; index < count; index++) {
    const moment = start + (index * 1_000) / perSecond
    const early = moment - performance.now()
    if (early > 1) await new Promise((resolve) => setTimeout(resolve, early))
    sent.push(one(moment))
  }
  await Promise.all(sent)
  return taken.toSorted((a, b) => a - b)
}

/** Of numbers in ascending order. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
