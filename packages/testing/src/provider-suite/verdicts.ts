import assert from 'node:assert/strict'
import type { Provider, WebhookRequest } from '@stt-webhooks/core'
import { deliver, toRequest } from '../deliver.ts'
import type { SimulatedDelivery } from '../simulator.ts'
import { canary, createBench } from './bench.ts'

export async function accepts(provider: Provider, delivery: SimulatedDelivery): Promise<void> {
  const { outcome, reason } = await deliver(createBench(provider).receiver, delivery)
  assert.equal(outcome, 'accepted', `${outcome}: ${reason}`)
}

/** 401, nothing for handlers, and one line that shows neither the secret nor what would have been genuine. */
export function refuses(
  provider: Provider,
  delivery: SimulatedDelivery,
  what: string,
  hidden: readonly string[] = [canary],
): Promise<void> {
  return refusesRequest(provider, toRequest(delivery), what, hidden)
}

/** The same for a request that no delivery can describe. */
export async function refusesRequest(
  provider: Provider,
  request: WebhookRequest,
  what: string,
  hidden: readonly string[] = [canary],
): Promise<void> {
  const { receiver, events, lines } = createBench(provider)
  const response = await receiver.handle(request)
  assert.equal(response?.status, 401, `${what}: answered ${response?.status}`)
  assert.deepEqual(events, [], `${what}: a handler heard of a forgery`)
  assert.equal(lines.length, 1, `${what}: one line tells why`)
  for (const text of hidden) {
    assert.ok(!lines.some((line) => line.includes(text)), `${what}: the log shows a credential`)
  }
}
