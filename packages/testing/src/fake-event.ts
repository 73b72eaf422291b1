import type { AnyEvent, EventType } from '@stt-webhooks/core'
import { eventId } from '@stt-webhooks/core/provider'

type EventOfType<T extends EventType> = Extract<AnyEvent, { type: T }>

const error = { code: 'fake', message: 'A made-up failure.', category: 'unknown', retryable: false } as const

/** What the types need beyond what all events have. */
const specifics = {
  'transcript.completed': {},
  'transcript.failed': { error },
  'transcript.ended': { reason: 'made up' },
  'transcript.progressed': { phase: 'processing' },
  'job.completed': { kind: 'sentiment' },
  'job.failed': { kind: 'sentiment', error },
  'job.progressed': { kind: 'sentiment', phase: 'processing' },
  'audio.redacted': {},
  'transcript.overdue': {
    submittedAt: '2026-01-01T00:00:00.000Z',
    expectedAt: '2026-01-01T00:30:00.000Z',
    reason: 'made up',
  },
  'webhook.pinged': {},
  'webhook.unrecognized': { reason: 'made up' },
} as const satisfies { [T in EventType]: Omit<EventOfType<T>, keyof AnyEvent> }

/**
 * A complete event for unit tests of handlers, with a provider called `fake`.
 * The same type and overrides give the same event.
 */
export function fakeEvent<T extends EventType, const Overrides extends Partial<EventOfType<T>> = object>(
  type: T,
  overrides?: Overrides,
): Omit<EventOfType<T>, keyof Overrides> & Overrides & { type: T }
export function fakeEvent(type: EventType, overrides: Partial<AnyEvent> = {}): object {
  const jobId = overrides.jobId ?? 'fake-job'
  return {
    type,
    id: eventId('fake', 'fake', { jobId, phase: 'ended' }, new Uint8Array()),
    provider: 'fake',
    endpoint: 'fake',
    product: type === 'transcript.overdue' ? 'expected-job' : 'fake',
    jobId,
    receivedAt: '2026-01-01T00:00:00.000Z',
    source: 'webhook',
    verifiedBy: 'secret',
    metadata: {},
    raw: {},
    ...specifics[type],
    ...overrides,
  }
}
