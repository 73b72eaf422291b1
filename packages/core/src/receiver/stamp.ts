import type { Callback } from '../callback.ts'
import { tokenParameter } from '../callback.ts'
import type { EventDraft, Provider, Reading } from '../contract.ts'
import type { AnyEvent, EventStamp, Metadata } from '../event.ts'
import { eventId } from '../event-id.ts'
import { stringAt } from '../read/json.ts'
import type { Delivery } from '../request.ts'

/** How a delivery reached us; the same for all of its events. */
export type Arrival = Omit<EventStamp, 'id' | 'endpoint'>

/** Completes what a provider read to events. */
export function stampEvents(
  provider: Provider,
  delivery: Delivery,
  reading: Extract<Reading, { outcome: 'events' }>,
  arrival: Arrival,
): AnyEvent[] {
  const { endpoint } = provider
  return reading.events.map(({ key, event }) =>
    stamp(event, { id: eventId(endpoint, event.product, key, delivery.bytes), endpoint, ...arrival }),
  )
}

/** What was learnt about an event in the place of what its notice said. */
export function restamp(event: AnyEvent, draft: EventDraft): AnyEvent {
  const { id, endpoint, receivedAt, source, verifiedBy, callback } = event
  const metadata = { ...event.metadata, ...draft.metadata }
  return stamp({ ...draft, metadata }, { id, endpoint, receivedAt, source, verifiedBy, callback })
}

function stamp(draft: EventDraft, facts: EventStamp): AnyEvent {
  const { callback } = facts
  const metadata = callback === undefined ? (draft.metadata ?? {}) : withoutToken(draft.metadata)
  const event = Object.assign({ type: draft.type, ...facts }, draft, { metadata })
  return callback === undefined ? event : Object.assign(event, { jobId: draft.jobId ?? jobIdIn(callback) })
}

/** The token is a credential, and what it says is in `callback`. */
function withoutToken(metadata: Metadata = {}): Metadata {
  const { [tokenParameter]: _, ...rest } = metadata
  return rest
}

/** For services whose notices name no job: the application may have put its id into the callback URL. */
function jobIdIn({ metadata }: Callback): string | undefined {
  return stringAt(metadata, 'jobId')
}
