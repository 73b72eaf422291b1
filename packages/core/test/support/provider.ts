import type { EventType, JobError, Provider, Transcript } from '@stt-webhooks/core'
import { type EventDraft, isRecord, type ReadEvent, type Reading } from '@stt-webhooks/core/provider'
import { type RequestOptions, toRequest } from './request.ts'

/** What the fake service sends, as JSON: a list of these, or one. */
export interface FakeFact {
  readonly id?: string
  /** Default: `transcript.completed`. */
  readonly type?: EventType
  readonly transcripts?: readonly Transcript[]
}

/** A provider as a plain object: everything it receives is genuine, and it reads what `facts` writes. */
export function fakeProvider(overrides: Partial<Provider> = {}): Provider {
  return {
    specificationVersion: 'v1',
    provider: 'fake',
    endpoint: 'fake',
    methods: ['POST'],
    callback: 'job',
    answers: fakeAnswers,
    verify: () => ({ verified: true, by: 'secret' }),
    read: readFacts,
    ...overrides,
  }
}

/** Another success than 200, so that a test can tell the provider's answer from the receiver's own. */
export const fakeAnswers: Provider['answers'] = {
  accepted: { status: 202, headers: { 'x-fake': 'yes' }, body: 'thanks' },
  timeoutMs: 10_000,
  windowMs: 300_000,
  isFinal: (status) => status >= 400 && status < 500,
}

/** A delivery of the fake service. */
export function facts(...list: readonly FakeFact[]): ReturnType<typeof toRequest> {
  return factsWith({}, ...list)
}

/** The same, with something else than the usual request around it. */
export function factsWith(
  options: RequestOptions,
  ...list: readonly FakeFact[]
): ReturnType<typeof toRequest> {
  return toRequest({ ...options, body: JSON.stringify(list) })
}

function readFacts(delivery: { json(): unknown }): Reading {
  const raw = delivery.json()
  if (!Array.isArray(raw)) return { outcome: 'unreadable', reason: 'no list of facts' }
  return { outcome: 'events', events: raw.filter(isFact).map((fact) => toReadEvent(fact, raw)) }
}

function isFact(value: unknown): value is FakeFact {
  return isRecord(value)
}

function toReadEvent({ id, type = 'transcript.completed', transcripts }: FakeFact, raw: unknown): ReadEvent {
  const base = { provider: 'fake', product: 'fake', jobId: id, raw }
  return {
    key: id === undefined ? 'body' : { jobId: id, phase: 'ended' },
    event: toDraft(type, { ...base, ...(transcripts === undefined ? {} : { transcripts }) }),
  }
}

type Base = Pick<EventDraft, 'provider' | 'product' | 'jobId' | 'raw'>

function toDraft(type: EventType, base: Base): EventDraft {
  switch (type) {
    case 'transcript.failed':
      return { ...base, type, error: fakeError }
    case 'transcript.ended':
    case 'webhook.unrecognized':
      return { ...base, type, reason: 'because' }
    case 'transcript.progressed':
      return { ...base, type, phase: 'processing' }
    case 'job.completed':
      return { ...base, type, kind: 'sentiment' }
    case 'job.failed':
      return { ...base, type, kind: 'sentiment', error: fakeError }
    case 'job.progressed':
      return { ...base, type, kind: 'sentiment', phase: 'processing' }
    case 'transcript.overdue':
      return { ...base, type, product: 'expected-job', submittedAt: '', expectedAt: '', reason: 'because' }
    default:
      return { ...base, type }
  }
}

const fakeError: JobError = { code: 'fake', message: 'Made up.', category: 'input', retryable: false }
