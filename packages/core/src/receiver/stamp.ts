import { type Callback, isToken, tokenParameter } from '../callback.ts'
import type { EventDraft, Provider, ReadEvent, Reading } from '../contract.ts'
import type { AnyEvent, EventStamp, Metadata } from '../event.ts'
import { eventId } from '../event-id.ts'
import { stringAt } from '../read/json.ts'
import { redact } from '../read/redact.ts'
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
  return reading.events.map((one) => completeEvent(provider, one, delivery.bytes, arrival))
}

/** Completes one event; `bytes` name it where nothing else does. */
export function completeEvent(
  { endpoint }: Provider,
  { key, event }: ReadEvent,
  bytes: Uint8Array,
  arrival: Arrival,
): AnyEvent {
  const id = eventId(endpoint, event.product, key, bytes, arrival.callback)
  return stamp(event, id, endpoint, arrival)
}

/** What was learnt about an event in the place of what its notice said. */
export function restamp(event: AnyEvent, draft: EventDraft): AnyEvent {
  const { id, endpoint } = event
  const metadata = { ...event.metadata, ...draft.metadata }
  const raw = redact(draft.raw)
  return stamp({ ...draft, metadata, raw }, id, endpoint, event)
}

function stamp(draft: EventDraft, id: string, endpoint: string, arrival: Arrival): AnyEvent {
  const { receivedAt, source, verifiedBy, callback } = arrival
  const metadata = withoutToken(draft.metadata)
  const event = { ...draft, id, endpoint, receivedAt, source, verifiedBy, metadata }
  return callback === undefined ? event : { ...event, callback, jobId: draft.jobId ?? jobIdIn(callback) }
}

/** The token is a credential, and what it says is in `callback`. */
function withoutToken(metadata: Metadata = {}): Metadata {
  if (!isToken(metadata[tokenParameter])) return metadata
  const { [tokenParameter]: _, ...rest } = metadata
  return rest
}

/** For services whose notices name no job: the application may have put its id into the callback URL. */
function jobIdIn({ metadata }: Callback): string | undefined {
  return stringAt(metadata, 'jobId')
}
