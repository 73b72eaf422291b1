import { hash } from 'node:crypto'
import type { Callback } from './callback.ts'
import type { EventKey } from './contract.ts'

/**
 * The id of a fact: deterministic, the same for every redelivery and for every way the fact is learnt. Where nothing but the body names
 * it, `callback` tells jobs apart whose bodies are the same, such as those that failed for one reason.
 */
export function eventId(
  endpoint: string,
  product: string,
  key: EventKey,
  bytes: Uint8Array,
  callback?: Callback | undefined,
): string {
  return `evt_${hash('sha256', JSON.stringify(identityOf(endpoint, product, key, bytes, callback)))}`
}

function identityOf(
  endpoint: string,
  product: string,
  key: EventKey,
  bytes: Uint8Array,
  callback: Callback | undefined,
): readonly unknown[] {
  if (key !== 'body') return [endpoint, product, { jobId: key.jobId, phase: key.phase }]
  const identity = [endpoint, product, 'body', hash('sha256', bytes)]
  return callback === undefined ? identity : [...identity, callback]
}
