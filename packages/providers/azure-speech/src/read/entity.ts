import {
  isoTime,
  isRecord,
  type JobError,
  type Metadata,
  metadataFrom,
  type ReadEvent,
  stringAt,
} from '@stt-webhooks/core/provider'
import type { AzureSpeechEvent } from '../index.ts'
import type { AzureSpeechEntity } from '../payload.ts'
import { type EntityProduct, entityProductOf } from './event-name.ts'

/** An event of v2.1; undefined if it is none, or of a status that we do not know. */
export function readEntity(
  name: string,
  raw: unknown,
  metadata: Metadata,
): ReadEvent<AzureSpeechEvent> | undefined {
  const product = entityProductOf(name)
  if (product === undefined || !isEntity(raw)) return undefined
  return product === 'transcription' ? readTranscription(raw, metadata) : readJob(raw, product, metadata)
}

function readTranscription(
  raw: AzureSpeechEntity,
  metadata: Metadata,
): ReadEvent<AzureSpeechEvent> | undefined {
  const facts = { ...factsOf(raw, metadata), product: 'transcription' } as const
  switch (raw.status) {
    case 'Succeeded':
      return { key: at(raw, 'ended'), event: { type: 'transcript.completed', ...facts } }
    case 'Failed':
      return { key: at(raw, 'ended'), event: { type: 'transcript.failed', ...facts, error: errorOf(raw) } }
    case 'NotStarted':
      return { key: at(raw, 'created'), event: { type: 'transcript.progressed', ...facts, phase: 'created' } }
    case 'Running':
      return {
        key: at(raw, 'processing'),
        event: { type: 'transcript.progressed', ...facts, phase: 'processing' },
      }
    default:
      return undefined
  }
}

function readJob(
  raw: AzureSpeechEntity,
  product: Exclude<EntityProduct, 'transcription'>,
  metadata: Metadata,
): ReadEvent<AzureSpeechEvent> | undefined {
  const facts = { ...factsOf(raw, metadata), product, kind: product }
  switch (raw.status) {
    case 'Succeeded':
      return { key: at(raw, 'ended'), event: { type: 'job.completed', ...facts } }
    case 'Failed':
      return { key: at(raw, 'ended'), event: { type: 'job.failed', ...facts, error: errorOf(raw) } }
    case 'NotStarted':
      return { key: at(raw, 'created'), event: { type: 'job.progressed', ...facts, phase: 'created' } }
    case 'Running':
      return { key: at(raw, 'processing'), event: { type: 'job.progressed', ...facts, phase: 'processing' } }
    default:
      return undefined
  }
}

function factsOf(raw: AzureSpeechEntity, metadata: Metadata) {
  return {
    provider: 'azure-speech',
    jobId: raw.id,
    occurredAt: isoTime(raw.lastActionDateTime),
    name: stringAt(raw, 'name'),
    language: stringAt(raw, 'locale'),
    metadata: metadataFrom(metadata, isRecord(raw.properties) ? raw.properties : undefined),
    raw,
  } as const
}

/** There are no codes, only sentences; those about the address of the recordings are the caller's. */
function errorOf(raw: AzureSpeechEntity): JobError {
  const message = stringAt(raw, 'statusMessage') ?? 'None.'
  return {
    code: 'unknown',
    message: message === 'None.' ? 'Azure Speech gave no reason.' : message,
    category: /recordings URI/i.test(message) ? 'input' : 'unknown',
    retryable: false,
  }
}

function at<P extends string>(raw: AzureSpeechEntity, phase: P): { jobId: string; phase: P } {
  return { jobId: raw.id, phase }
}

/** Only what the reader needs is checked; the rest of the type is the service's documentation. */
function isEntity(value: unknown): value is AzureSpeechEntity {
  return isRecord(value) && stringAt(value, 'id') !== undefined && stringAt(value, 'status') !== undefined
}
