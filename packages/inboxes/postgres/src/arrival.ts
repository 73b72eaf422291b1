import { Buffer } from 'node:buffer'
import { hash } from 'node:crypto'
import { type NewEntry, packEvent, type StoredDelivery, WebhookError } from '@stt-webhooks/core/inbox'

/** One entry on its way in. Whatever cannot be stored throws here, where it harms nobody else. */
export interface Arrival {
  readonly entry: NewEntry
  /** JSON, packed. */
  readonly event: string | null
  /** A UUID: of one length, whatever a service takes for an id. */
  readonly job: string | null
  readonly endpoint: string
  readonly provider: string
  readonly receivedAt: string
  /** Missing for what a sweep found. */
  readonly parcel: Parcel | undefined
}

/** A delivery as its row holds it; shared by the arrivals that it brought. */
interface Parcel {
  readonly delivery: StoredDelivery
  readonly headers: string
  readonly callback: string | null
  readonly body: Buffer
}

/** The arrivals of one delivery, in order. */
export function toArrivals(
  delivery: StoredDelivery | undefined,
  entries: readonly NewEntry[],
): readonly Arrival[] {
  const parcel = delivery && toParcel(delivery)
  return entries.map((entry) => {
    const origin = delivery ?? entry.event
    if (origin === undefined)
      throw new WebhookError('internal', `The entry ${entry.id} has neither a delivery nor an event.`)
    const { endpoint, provider, receivedAt } = origin
    return {
      entry,
      event: packEvent(entry) ?? null,
      job: entry.job === undefined ? null : hash('sha256', entry.job).slice(0, 32),
      endpoint,
      provider,
      receivedAt,
      parcel,
    }
  })
}

function toParcel(delivery: StoredDelivery): Parcel {
  const { buffer, byteOffset, length } = delivery.body
  return {
    delivery,
    headers: JSON.stringify(delivery.headers),
    callback: delivery.callback === undefined ? null : JSON.stringify(delivery.callback),
    body: Buffer.from(buffer, byteOffset, length),
  }
}
