import { type AnyEvent, type StoredDelivery, unpackEvent } from '@stt-webhooks/core/inbox'
import type { Store } from './store.ts'

/** The deliveries of an entry, oldest first; none once their retention is over. */
export async function readDeliveries(store: Store, id: string): Promise<readonly StoredDelivery[]> {
  const redis = await store.redis()
  const entry = `${store.base}e:${id}`
  const attached = Number(await redis.hget(entry, 'revision'))
  const fields = Array.from({ length: attached + 1 }, (_, number) => [`d${number}`, `b${number}`]).flat()
  const parts = await redis.hmgetBuffer(entry, ...fields)
  const deliveries: StoredDelivery[] = []
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [about, body] = parts.slice(at, at + 2)
    if (about && body) deliveries.push(toDelivery(about.toString('utf8'), body))
  }
  return deliveries
}

/** An event as it is stored, and the delivery that it came with, as scripts answer them; empty if there is none. */
export function unpack(event: string | undefined, about: string, body: string): AnyEvent | undefined {
  const first = () => (about === '' ? undefined : toDelivery(about, Buffer.from(body)))
  return unpackEvent(event, first)
}

function toDelivery(about: string, body: Buffer): StoredDelivery {
  return { ...JSON.parse(about), body }
}
