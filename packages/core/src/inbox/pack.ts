import type { AnyEvent } from '../event.ts'
import { createDelivery } from '../receiver/delivery.ts'
import type { NewEntry, StoredDelivery } from './contract.ts'

const marker = '~rawIsBody'

/** An entry's event as JSON, for a store that keeps the delivery too: without `raw` where the delivery's body says the same. */
export function packEvent({ event, rawIsBody }: NewEntry): string | undefined {
  if (event === undefined) return undefined
  return JSON.stringify(rawIsBody === true ? { ...event, raw: undefined, [marker]: true } : event)
}

/** What `packEvent` packed. `first` gives the delivery that the event came with, and is called only if it is needed. */
export function unpackEvent(json: string, first: () => StoredDelivery | undefined): AnyEvent {
  const { [marker]: rawIsBody, ...event } = JSON.parse(json)
  const delivery = rawIsBody === true ? first() : undefined
  return delivery === undefined ? event : { ...event, raw: rawOf(delivery) }
}

/** The same as the reader saw, credentials removed. */
function rawOf({ method, url, body: bytes }: StoredDelivery): unknown {
  return createDelivery({ method, url, header: () => undefined }, { bytes, exact: true }).json()
}
