import { type Classification, isoTime, isRecord, metadataFrom, stringAt } from '@stt-webhooks/core/provider'
import type { AzureSpeechEvent } from '../index.ts'
import type { AzureSpeechJob } from '../payload.ts'
import type { NoticeProduct } from '../read/event-name.ts'
import { durationOf } from '../transcript/time.ts'
import { isJob, isUnfinished } from './job.ts'
import { toJobError } from './job-error.ts'
import { withoutSecrets } from './without-secrets.ts'

/** The event that a notice announced, with the outcome that only the API tells. */
export function toClassification(
  product: NoticeProduct,
  jobId: string,
  answer: unknown,
): Classification<AzureSpeechEvent> {
  const job = withoutSecrets(answer)
  return isJob(job)
    ? outcomeOf(product, jobId, job)
    : { reason: 'Azure Speech answered something that is no job' }
}

/** The same of a job that holds no secrets. */
export function outcomeOf(
  product: NoticeProduct,
  jobId: string,
  raw: AzureSpeechJob,
): Classification<AzureSpeechEvent> {
  if (isUnfinished(raw)) return { reason: `Azure Speech says that the job is ${raw.status} still` }
  const facts = factsOf(jobId, raw)
  switch (raw.status) {
    case 'Succeeded':
      if (product === 'transcription') return { event: { type: 'transcript.completed', ...facts, product } }
      return { event: { type: 'job.completed', ...facts, product, kind: product } }
    case 'Failed': {
      const error = errorOf(raw)
      if (product === 'transcription')
        return { event: { type: 'transcript.failed', ...facts, product, error } }
      return { event: { type: 'job.failed', ...facts, product, kind: product, error } }
    }
    default:
      return { reason: 'Azure Speech gave the job a status that we do not know' }
  }
}

/** Why a job failed, as far as it is told. */
export function errorOf({ properties }: AzureSpeechJob): ReturnType<typeof toJobError> {
  const error: unknown = isRecord(properties) ? properties['error'] : undefined
  return isRecord(error) ? toJobError(stringAt(error, 'code'), stringAt(error, 'message')) : toJobError()
}

function factsOf(jobId: string, raw: AzureSpeechJob) {
  const { properties, customProperties } = raw
  return {
    provider: 'azure-speech',
    jobId,
    occurredAt: isoTime(raw.lastActionDateTime),
    name: stringAt(raw, 'displayName'),
    language: stringAt(raw, 'locale'),
    // Zero, where the service has not measured it.
    duration: (isRecord(properties) ? durationOf(properties) : undefined) || undefined,
    metadata: metadataFrom(isRecord(customProperties) ? customProperties : undefined),
    raw,
  } as const
}
