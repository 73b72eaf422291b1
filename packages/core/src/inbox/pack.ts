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
 * What `packEvent` packed, as JSON or parsed. `first` gives the delivery that the event came with, and is called only if it is needed.
 * Undefined if there is none, and if it is damaged, or the body that it needs: an entry without an event is read again when its turn comes.
 */
export function unpackEvent(
  packed: string | PackedEvent | null | undefined,
  first: () => StoredDelivery | undefined,
): AnyEvent | undefined {
  if (packed === null || packed === undefined) return undefined
  try {
    const { [marker]: rawIsBody, ...event }: PackedEvent =
      typeof packed === 'string' ? JSON.parse(packed) : packed
    const delivery = rawIsBody === true ? first() : undefined
    return delivery === undefined ? event : { ...event, raw: rawOf(delivery) }
  } catch {
    return undefined
  }
}

/** The same as the reader saw, credentials removed. */
function rawOf({ method, url, body: bytes }: StoredDelivery): unknown {
  return createDelivery({ method, url, header: () => undefined }, { bytes, exact: true }).json()
}
