import {
  type Delivery,
  isRecord,
  type JsonRecord,
  metadataFrom,
  type ReadEvent,
  type Reading,
  stringAt,
  type TranscriptCompleted,
} from '@stt-webhooks/core/provider'
import type { SmallestAiEvent } from './index.ts'
import type {
  SmallestAiAcceptance,
  SmallestAiFailure,
  SmallestAiSelfHostAcceptance,
  SmallestAiSelfHostFailure,
  SmallestAiSelfHostTranscription,
  SmallestAiTranscription,
} from './payload.ts'
import { bodyOf, queryOf } from './read/callback-token.ts'
import { errorOf } from './read/error.ts'
import { extraOf } from './read/extra.ts'
import { durationOf, toTranscript } from './transcript.ts'

/** @param parameter the query parameter of the callback URL that holds the token */
export function readSmallestAi(delivery: Delivery, parameter: string): Reading<SmallestAiEvent> {
  const event = readBody(bodyOf(delivery, parameter), queryOf(delivery, parameter))
  return { outcome: 'events', events: [event] }
}

function readBody(body: unknown, query: URLSearchParams): ReadEvent<SmallestAiEvent> {
  if (!isRecord(body)) return unrecognized(body, 'the body is no object', query)
  const jobId = selfHostJobId(body)
  return jobId === undefined ? readTranscription(body, query) : readSelfHost(body, jobId, query)
}

function readTranscription(body: JsonRecord, query: URLSearchParams): ReadEvent<SmallestAiEvent> {
  // Pulse sends no id: then nothing but the bytes names the delivery.
  const jobId = stringAt(body, 'request_id')
  const facts = {
    provider: 'smallest-ai',
    product: 'transcription',
    jobId,
    metadata: metadataFrom(query, ...extraOf(body)),
  } as const
  if (isTranscription(body)) {
    return {
      key: keyOf(jobId, 'ended'),
      event: { type: 'transcript.completed', ...facts, ...foundIn(body), raw: body },
    }
  }
  if (isFailure(body)) {
    const error = errorOf(body, stringAt(body, 'error_code'))
    return { key: keyOf(jobId, 'ended'), event: { type: 'transcript.failed', ...facts, raw: body, error } }
  }
  if (isAcceptance(body)) {
    return {
      key: keyOf(jobId, 'processing'),
      event: { type: 'transcript.progressed', ...facts, raw: body, phase: 'processing' },
    }
  }
  return unrecognized(body, 'the status of the transcription is missing or not one we know', query, jobId)
}

function readSelfHost(body: JsonRecord, jobId: string, query: URLSearchParams): ReadEvent<SmallestAiEvent> {
  const facts = {
    provider: 'smallest-ai',
    product: 'self-host',
    jobId,
    metadata: metadataFrom(query),
  } as const
  if (isSelfHostTranscription(body)) {
    return {
      key: keyOf(jobId, 'ended'),
      event: { type: 'transcript.completed', ...facts, ...foundIn(body['result']), raw: body },
    }
  }
  if (isSelfHostFailure(body)) {
    const error = errorOf(body, stringAt(body, 'error_code') ?? stringAt(body, 'code'))
    return { key: keyOf(jobId, 'ended'), event: { type: 'transcript.failed', ...facts, raw: body, error } }
  }
  if (isSelfHostAcceptance(body)) {
    return {
      key: keyOf(jobId, 'processing'),
      event: { type: 'transcript.progressed', ...facts, raw: body, phase: 'processing' },
    }
  }
  return unrecognized(body, `the status of job ${jobId} is not one we know`, query, jobId)
}

function unrecognized(
  raw: unknown,
  reason: string,
  query: URLSearchParams,
  jobId?: string,
): ReadEvent<SmallestAiEvent> {
  return {
    key: 'body',
    event: {
      type: 'webhook.unrecognized',
      provider: 'smallest-ai',
      product: 'unknown',
      jobId,
      metadata: metadataFrom(query),
      reason,
      raw,
    },
  }
}

/** The transcript, and those of its facts that every event may have. */
export function foundIn(
  result: unknown,
): Pick<TranscriptCompleted, 'name' | 'language' | 'duration' | 'transcripts'> {
  if (!isRecord(result)) return {}
  const transcript = toTranscript(result)
  return {
    name: isRecord(result['metadata']) ? stringAt(result['metadata'], 'filename') : undefined,
    language: stringAt(result, 'language'),
    duration: durationOf(result),
    transcripts: transcript === undefined ? undefined : [transcript],
  }
}

/** `'body'` where the service names no job: then nothing but the bytes names the delivery. */
export function keyOf(jobId: string | undefined, phase: 'ended' | 'processing'): ReadEvent['key'] {
  return jobId === undefined ? 'body' : { jobId, phase }
}

/** Beside an answer of the cloud, `job_id` is a key of the user's `webhook_extra`. */
function selfHostJobId(body: JsonRecord): string | undefined {
  const isCloud = ['request_id', 'transcription', 'text'].some((field) => field in body)
  return isCloud ? undefined : stringAt(body, 'job_id')
}

/** Only the status is checked, which decides; the rest of the types is the service's documentation. */
function isTranscription(body: JsonRecord): body is JsonRecord & SmallestAiTranscription {
  return body['status'] === 'success'
}

function isFailure(body: JsonRecord): body is JsonRecord & SmallestAiFailure {
  return body['status'] === 'failed' || body['status'] === 'error'
}

function isAcceptance(body: JsonRecord): body is JsonRecord & SmallestAiAcceptance {
  return body['status'] === 'processing'
}

function isSelfHostTranscription(body: JsonRecord): body is JsonRecord & SmallestAiSelfHostTranscription {
  return body['status'] === 'completed'
}

function isSelfHostFailure(body: JsonRecord): body is JsonRecord & SmallestAiSelfHostFailure {
  return body['status'] === 'failed'
}

function isSelfHostAcceptance(body: JsonRecord): body is JsonRecord & SmallestAiSelfHostAcceptance {
  return body['status'] === 'processing'
}
