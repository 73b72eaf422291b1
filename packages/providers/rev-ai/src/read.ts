import {
  type Delivery,
  isoTime,
  isRecord,
  type JobError,
  metadataFrom,
  numberAt,
  type ReadEvent,
  type Reading,
  stringAt,
} from '@stt-webhooks/core/provider'
import type { RevAiEvent } from './index.ts'
import type {
  RevAiAnalysisJob,
  RevAiJob,
  RevAiJobNotification,
  RevAiTranscriptionJob,
  RevAiVocabularyNotification,
} from './payload.ts'

/** Transcriptions by `job.type`. Notices of before 2022 have no type. */
const transcriptions = { async: 'async', human_tc: 'human' } as const

/** Analyses by `job.type`. */
const analyses = {
  sentiment_analysis: { product: 'sentiment-analysis', kind: 'sentiment' },
  topic_extraction: { product: 'topic-extraction', kind: 'topics' },
  language_id: { product: 'language-id', kind: 'language-id' },
  alignment: { product: 'alignment', kind: 'alignment' },
} as const

export function readRevAi(delivery: Delivery): Reading<RevAiEvent> {
  const body = delivery.json()
  return { outcome: 'events', events: [readNotice(body, delivery.query)] }
}

/** What a body says whose credentials were removed. */
export function readNotice(body: unknown, query: URLSearchParams): ReadEvent<RevAiEvent> {
  if (isVocabulary(body)) return readVocabulary(body, query)
  if (isTranscription(body)) return readTranscription(body, query)
  if (isAnalysis(body)) return readAnalysis(body, query)
  return unrecognized(body, 'neither a job of a known type nor a custom vocabulary')
}

function readTranscription(
  raw: RevAiJobNotification<RevAiTranscriptionJob>,
  query: URLSearchParams,
): ReadEvent<RevAiEvent> {
  const { job } = raw
  const product = lookUp(transcriptions, job.type) ?? 'async'
  const facts = { ...factsOf(job, query), product, raw, duration: numberAt(job, 'duration_seconds') }
  switch (job.status) {
    case 'transcribed':
      return { key: ended(job), event: { type: 'transcript.completed', ...facts } }
    case 'failed':
      return { key: ended(job), event: { type: 'transcript.failed', ...facts, error: errorOf(job) } }
    case 'in_progress':
      return { key: processing(job), event: { type: 'transcript.progressed', ...facts, phase: 'processing' } }
    default:
      return unrecognized(raw, `the status of job ${job.id} is not one we know`, job.id)
  }
}

function readAnalysis(
  raw: RevAiJobNotification<RevAiAnalysisJob>,
  query: URLSearchParams,
): ReadEvent<RevAiEvent> {
  const { job } = raw
  const { product, kind } = lookUp(analyses, job.type) ?? { product: 'analysis', kind: 'unknown' }
  const duration = numberAt(job, 'processed_duration_seconds')
  const facts = { ...factsOf(job, query), product, kind, raw, duration }
  switch (job.status) {
    case 'completed':
      return { key: ended(job), event: { type: 'job.completed', ...facts } }
    case 'failed':
      return { key: ended(job), event: { type: 'job.failed', ...facts, error: errorOf(job) } }
    case 'in_progress':
      return { key: processing(job), event: { type: 'job.progressed', ...facts, phase: 'processing' } }
    default:
      return unrecognized(raw, `the status of job ${job.id} is not one we know`, job.id)
  }
}

/** Its own envelope, and its own word for success. */
function readVocabulary(raw: RevAiVocabularyNotification, query: URLSearchParams): ReadEvent<RevAiEvent> {
  const job = raw.custom_vocabulary
  const facts = { ...factsOf(job, query), product: 'custom-vocabulary', kind: 'vocabulary', raw } as const
  switch (job.status) {
    case 'complete':
      return { key: ended(job), event: { type: 'job.completed', ...facts } }
    case 'failed':
      return { key: ended(job), event: { type: 'job.failed', ...facts, error: errorOf(job) } }
    case 'in_progress':
      return { key: processing(job), event: { type: 'job.progressed', ...facts, phase: 'processing' } }
    default:
      return unrecognized(raw, `the status of vocabulary ${job.id} is not one we know`, job.id)
  }
}

function unrecognized(raw: unknown, reason: string, jobId?: string): ReadEvent<RevAiEvent> {
  return {
    key: 'body',
    event: { type: 'webhook.unrecognized', provider: 'rev-ai', product: 'unknown', jobId, reason, raw },
  }
}

type AnyJob = RevAiJob | RevAiVocabularyNotification['custom_vocabulary']

function factsOf(job: AnyJob, query: URLSearchParams) {
  return {
    provider: 'rev-ai',
    jobId: job.id,
    occurredAt: isoTime(job.completed_on),
    name: stringAt(job, 'name'),
    language: stringAt(job, 'language'),
    metadata: metadataFrom(query, parseMetadata(job.metadata)),
  } as const
}

/** One string is all the service echoes: users put JSON into it, or a plain reference. */
function parseMetadata(metadata: unknown): Record<string, unknown> | undefined {
  if (typeof metadata !== 'string') return undefined
  try {
    const parsed: unknown = JSON.parse(metadata)
    if (isRecord(parsed)) return { ...parsed }
  } catch {
    // A plain reference.
  }
  return { metadata }
}

const accountFailures = ['insufficient_balance', 'invoicing_limit_exceeded']
const providerFailures = ['internal_processing', 'transcription']

function errorOf(job: AnyJob): JobError {
  const code = stringAt(job, 'failure') ?? 'unknown'
  return {
    code,
    message: stringAt(job, 'failure_detail') ?? 'Rev AI gave no reason.',
    category: categoryOf(code),
    retryable: providerFailures.includes(code) || code === 'download_failure',
  }
}

function categoryOf(code: string): JobError['category'] {
  if (code === 'unknown' || code === 'unspecified') return 'unknown'
  if (accountFailures.includes(code)) return 'account'
  return providerFailures.includes(code) ? 'provider' : 'input'
}

const ended = (job: AnyJob) => ({ jobId: job.id, phase: 'ended' }) as const
const processing = (job: AnyJob) => ({ jobId: job.id, phase: 'processing' }) as const

/** Only what the reader needs is checked; the rest of the type is the service's documentation. */
export function isJob(value: unknown): value is RevAiJob {
  return isRecord(value) && stringAt(value, 'id') !== undefined && stringAt(value, 'status') !== undefined
}

function isVocabulary(body: unknown): body is RevAiVocabularyNotification {
  return isRecord(body) && isJob(body['custom_vocabulary'])
}

function isTranscription(body: unknown): body is RevAiJobNotification<RevAiTranscriptionJob> {
  if (!isRecord(body) || !isJob(body['job'])) return false
  const { type, status } = body['job']
  // Without a type only the word for success tells; the documented failure without a type is a transcription's.
  return type === undefined ? status !== 'completed' : lookUp(transcriptions, type) !== undefined
}

function isAnalysis(body: unknown): body is RevAiJobNotification<RevAiAnalysisJob> {
  if (!isRecord(body) || !isJob(body['job'])) return false
  const { type, status } = body['job']
  return type === undefined ? status === 'completed' : lookUp(analyses, type) !== undefined
}

function lookUp<T>(table: Readonly<Record<string, T>>, key: unknown): T | undefined {
  return typeof key === 'string' && Object.hasOwn(table, key) ? table[key] : undefined
}
