import type { Provider } from '../contract.ts'
import type { JobLedger } from '../inbox/jobs.ts'
import { read } from '../receiver/read.ts'
import type { Delivery } from '../request.ts'

const perSecond = 10
/** Bytes: nobody who is refused may make us parse much. */
const largest = 100_000
/** What job ids look like; anything else would be an attempt at something. */
const plain = /^[\w.:-]{1,128}$/

/**
 * Remembers which job a refused delivery named, and nothing else of it: after a secret was changed on one side only, the sweep can still
 * ask for those jobs. Whoever floods us with forgeries gets ten looks in a second.
 */
export function createHints(
  ledger: JobLedger,
  now: () => number,
): (provider: Provider, delivery: Delivery) => Promise<void> {
  let second = 0
  let looks = 0
  return async function hint(provider, delivery) {
    if (provider.api?.getJob === undefined || delivery.bytes.length > largest) return
    const current = Math.floor(now() / 1000)
    if (current !== second) looks = 0
    second = current
    if (++looks > perSecond) return
    const reading = await read(provider, delivery)
    if (reading.outcome !== 'events') return
    for (const { key } of reading.events.slice(0, 1)) {
      if (key !== 'body' && plain.test(key.jobId)) await ledger.hint(provider.endpoint, key.jobId)
    }
  }
}
