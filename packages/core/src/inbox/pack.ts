import type { AnyEvent } from '../event.ts'
import { createDelivery } from '../receiver/delivery.ts'
import type { NewEntry, StoredDelivery } from './contract.ts'

const marker = '~rawIsBody'

/** An event as a store keeps it that keeps the delivery too. */
export type PackedEvent = AnyEvent & { readonly [marker]?: true }

/** An entry's event as JSON, for a store that keeps the delivery too: without `raw` where the delivery's body says the same. */
export function packEvent({ event, rawIsBody }: NewEntry): string | undefined {
  if (event === undefined) return undefined
  return JSON.stringify(rawIsBody === true ? { ...event, raw: undefined, [marker]: true } : event)
}

/** True if `unpackEvent` needs the delivery that the event came with. */
export function isPacked({ [marker]: rawIsBody }: PackedEvent): boolean {
  return rawIsBody === true
}

/**
 * What `packEvent` packed, parsed. `first` gives the delivery that the event came with, and is called only if it is needed.
 * @throws SyntaxError if its body is damaged
 */
export function unpackEvent(packed: PackedEvent, first: () => StoredDelivery | undefined): AnyEvent {
  const { [marker]: rawIsBody, ...event } = packed
  const delivery = rawIsBody === true ? first() : undefined
  return delivery === undefined ? event : { ...event, raw: rawOf(delivery) }
}

/** The same as the reader saw, credentials removed. */
function rawOf({ method, url, body: bytes }: StoredDelivery): unknown {
  return createDelivery({ method, url, header: () => undefined }, { bytes, exact: true }).json()
}
