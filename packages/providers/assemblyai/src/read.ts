import {
  type Delivery,
  type EventKey,
  isRecord,
  type JobError,
  type Metadata,
  metadataFrom,
  type ReadEvent,
  type Reading,
  stringAt,
} from '@stt-webhooks/core/provider'
import type { AssemblyAiEvent } from './index.ts'
import type {
  AssemblyAiRedactedAudioNotification,
  AssemblyAiStreamingNotification,
  AssemblyAiTranscriptNotification,
} from './payload.ts'
import { toSessionTranscript } from './transcript/session.ts'

/** The URL's query is all that AssemblyAI echoes. */
export function readAssemblyAi(delivery: Delivery): Reading<AssemblyAiEvent> {
  const body = delivery.json()
  return { outcome: 'events', events: [readBody(body, metadataFrom(delivery.query))] }
}

function readBody(body: unknown, metadata: Metadata): ReadEvent<AssemblyAiEvent> {
  if (isVoiceAgent(body)) return unrecognized(body, metadata, 'an event of the Voice Agent product')
  if (isStreaming(body)) return readStreaming(body, metadata)
  if (isRedactedAudio(body)) return readRedactedAudio(body, metadata)
  if (isTranscript(body)) return readTranscript(body, metadata)
  return unrecognized(body, metadata, 'neither a transcript, nor redacted audio, nor a streaming session')
}

export function readTranscript(
  raw: AssemblyAiTranscriptNotification,
  metadata: Metadata,
): ReadEvent<AssemblyAiEvent> {
  const jobId = raw.transcript_id
  const facts = { provider: 'assemblyai', product: 'transcript', jobId, metadata, raw } as const
  switch (raw.status) {
    case 'completed':
      return { key: ended(jobId), event: { type: 'transcript.completed', ...facts } }
    case 'error':
      return { key: ended(jobId), event: { type: 'transcript.failed', ...facts, error: untoldError } }
    default:
      return unrecognized(raw, metadata, `the status of transcript ${jobId} is not one we know`, jobId)
  }
}

/** What a notice says of a failure: nothing. */
export const untoldError: JobError = {
  code: 'unknown',
  message:
    'AssemblyAI does not send the reason. Set `apiKey` to have it asked for: `error` of GET /v2/transcript/{transcript_id}.',
  category: 'unknown',
  retryable: false,
}

/** Nothing in it says whose audio it is: only the callback URL's query can. */
function readRedactedAudio(
  raw: AssemblyAiRedactedAudioNotification,
  metadata: Metadata,
): ReadEvent<AssemblyAiEvent> {
  if (raw.status !== 'redacted_audio_ready') {
    return unrecognized(raw, metadata, 'the status of the redacted audio is not one we know')
  }
  const fileName = fileNameOf(raw.redacted_audio_url)
  return {
    key: fileName === '' ? 'body' : ended(fileName),
    event: { type: 'audio.redacted', provider: 'assemblyai', product: 'redacted-audio', metadata, raw },
  }
}

function readStreaming(raw: AssemblyAiStreamingNotification, metadata: Metadata): ReadEvent<AssemblyAiEvent> {
  const transcript = toSessionTranscript(raw)
  return {
    key: ended(raw.session_id),
    event: {
      type: 'transcript.completed',
      provider: 'assemblyai',
      product: 'streaming',
      jobId: raw.session_id,
      language: transcript.language,
      metadata,
      transcripts: [transcript],
      raw,
    },
  }
}

function unrecognized(
  raw: unknown,
  metadata: Metadata,
  reason: string,
  jobId?: string,
): ReadEvent<AssemblyAiEvent> {
  return {
    key: 'body',
    event: {
      type: 'webhook.unrecognized',
      provider: 'assemblyai',
      product: 'unknown',
      jobId,
      metadata,
      reason,
      raw,
    },
  }
}

const ended = (jobId: string): EventKey => ({ jobId, phase: 'ended' })

/** The query is signed anew each time, so that only the name tells that two URLs lead to one file. */
function fileNameOf(url: string): string {
  return url.replace(/[?#].*$/s, '').replace(/^.*\//s, '')
}

/** Only what the reader needs is checked; the rest of the types is the service's documentation. */
function isTranscript(body: unknown): body is AssemblyAiTranscriptNotification {
  return isRecord(body) && hasText(body, 'transcript_id') && hasText(body, 'status')
}

function isRedactedAudio(body: unknown): body is AssemblyAiRedactedAudioNotification {
  return isRecord(body) && hasText(body, 'redacted_audio_url') && hasText(body, 'status')
}

function isStreaming(body: unknown): body is AssemblyAiStreamingNotification {
  return isRecord(body) && hasText(body, 'session_id') && Array.isArray(body['messages'])
}

function isVoiceAgent(body: unknown): boolean {
  return isRecord(body) && hasText(body, 'event')
}

const hasText = (record: object, key: string) => stringAt(record, key) !== undefined
