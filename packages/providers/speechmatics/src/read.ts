import {
  type Delivery,
  type EventKey,
  isoTime,
  type Metadata,
  metadataFrom,
  type ReadEvent,
  type Reading,
} from '@stt-webhooks/core/provider'
import type { SpeechmaticsEvent } from './index.ts'
import type { SpeechmaticsBody } from './payload.ts'
import { readBody } from './read/body.ts'
import { errorOf, isFailure } from './read/error.ts'
import { isAlignment, type JobFacts, jobFacts } from './read/facts.ts'
import { toTranscript } from './transcript.ts'

/** What the service adds to the callback URL: which job, and how it ended. The body may be anything, or nothing. */
const parameters = ['id', 'status']

export async function readSpeechmatics(delivery: Delivery): Promise<Reading<SpeechmaticsEvent>> {
  const { query } = delivery
  const repeated = parameters.find((name) => query.getAll(name).length > 1)
  if (repeated !== undefined) {
    return unreadable(`the query has "${repeated}" more than once: give your own parameter another name`)
  }
  const body = await readBody(delivery)
  const facts = jobFacts(body)
  const id = query.get('id') ?? ''
  const status = query.get('status') ?? ''
  const metadata = metadataFrom(ownParameters(query), facts.tracking)
  if (id === '') return events(unrecognized(body, metadata, 'the query names no job', facts.ids[0], 'body'))
  if (facts.ids.some((other) => other !== id)) return unreadable('the body is of another job than the query')
  return events(readStatus(id, status, body, facts, metadata))
}

function readStatus(
  jobId: string,
  status: string,
  raw: SpeechmaticsBody,
  facts: JobFacts,
  metadata: Metadata,
): ReadEvent<SpeechmaticsEvent> {
  const error = isFailure(status) ? errorOf(status) : undefined
  if (status !== 'success' && error === undefined) {
    // Its body may well be empty: only job and status tell two such notices apart.
    const key = { jobId: `${jobId} ${status}`, phase: 'processing' } as const
    return unrecognized(raw, metadata, `the status of job ${jobId} is not one we know`, jobId, key)
  }
  const key = { jobId, phase: 'ended' } as const
  const { name, duration } = facts
  const common = { provider: 'speechmatics', jobId, metadata, name, duration, raw } as const
  if (isAlignment(raw)) {
    const alignment = { ...common, product: 'alignment', kind: 'alignment' } as const
    return error === undefined
      ? { key, event: { type: 'job.completed', ...alignment } }
      : { key, event: { type: 'job.failed', ...alignment, error } }
  }
  const transcript = toTranscript(raw)
  const transcription = {
    ...common,
    product: 'transcription',
    occurredAt: isoTime(facts.transcribedAt),
    language: transcript?.language,
    transcripts: transcript === undefined ? undefined : [transcript],
  } as const
  return error === undefined
    ? { key, event: { type: 'transcript.completed', ...transcription } }
    : { key, event: { type: 'transcript.failed', ...transcription, error } }
}

/** What the query of a callback URL says beside that: the user's metadata. */
export function ownParameters(query: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...query].filter(([name]) => !parameters.includes(name)))
}

function unrecognized(
  raw: SpeechmaticsBody,
  metadata: Metadata,
  reason: string,
  jobId: string | undefined,
  key: EventKey,
): ReadEvent<SpeechmaticsEvent> {
  const facts = { provider: 'speechmatics', product: 'unknown', jobId, metadata, reason, raw } as const
  return { key, event: { type: 'webhook.unrecognized', ...facts } }
}

function events(event: ReadEvent<SpeechmaticsEvent>): Reading<SpeechmaticsEvent> {
  return { outcome: 'events', events: [event] }
}

function unreadable(reason: string): Reading<SpeechmaticsEvent> {
  return { outcome: 'unreadable', reason }
}
