import { createHash } from 'node:crypto'
import type { EventKey } from './contract.ts'

/** The id of a fact: deterministic, the same for every redelivery and for every way the fact is learnt. */
export function eventId(endpoint: string, product: string, key: EventKey, bytes: Uint8Array): string {
  const identity =
    key === 'body'
      ? ['body', createHash('sha256').update(bytes).digest('hex')]
      : [{ jobId: key.jobId, phase: key.phase }]
  const hash = createHash('sha256').update(JSON.stringify([endpoint, product, ...identity]))
  return `evt_${hash.digest('hex')}`
}
