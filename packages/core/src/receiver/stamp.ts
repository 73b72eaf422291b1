import type { Provider, Reading } from '../contract.ts'
import type { AnyEvent, EventSource } from '../event.ts'
import { eventId } from '../event-id.ts'
import type { Delivery } from '../request.ts'
import type { VerifiedBy } from '../verify/verification.ts'

/** Completes what a provider read to events. */
export function stampEvents(
  provider: Provider,
  delivery: Delivery,
  reading: Extract<Reading, { outcome: 'events' }>,
  arrival: { readonly now: number; readonly source: EventSource; readonly verifiedBy: VerifiedBy },
): AnyEvent[] {
  const receivedAt = new Date(arrival.now).toISOString()
  return reading.events.map(({ key, event }) => {
    const stamp = {
      id: eventId(provider.endpoint, event.product, key, delivery.bytes),
      endpoint: provider.endpoint,
      receivedAt,
      source: arrival.source,
      verifiedBy: arrival.verifiedBy,
    }
    return Object.assign({ type: event.type, ...stamp }, event, { metadata: event.metadata ?? {} })
  })
}
