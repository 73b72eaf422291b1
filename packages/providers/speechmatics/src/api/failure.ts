import {
  type Classification,
  type EventDraft,
  isoTime,
  type JobFailed,
  metadataFrom,
  numberAt,
  stringAt,
  type TranscriptFailed,
} from '@stt-webhooks/core/provider'
import type { SpeechmaticsEvent } from '../index.ts'
import type { SpeechmaticsJob } from '../payload.ts'
import { trackingOf } from '../read/facts.ts'
import { jobErrors } from './errors.ts'
import { isAlignment, readJob } from './job.ts'
import { toJobError } from './job-error.ts'

/** The failure that a notice told of, with the reason that only the API tells. */
export function toFailure(
  event: TranscriptFailed | JobFailed,
  answer: unknown,
): Classification<SpeechmaticsEvent> {
  const job = readJob(answer)
  if (job === undefined) return { reason: 'Speechmatics answered something that is no job' }
  if (job.status !== 'rejected') return { reason: 'Speechmatics does not say that the job was rejected' }
  return { event: failed(job, event) }
}

/** A job that was rejected, over what a notice said of it. */
export function failed(
  job: SpeechmaticsJob,
  notice: Pick<TranscriptFailed | JobFailed, 'error'> & Partial<TranscriptFailed | JobFailed>,
): EventDraft<SpeechmaticsEvent> {
  const errors = jobErrors(job)
  // Each of the tries to fetch the audio leaves the same message.
  const reasons = [...new Set(errors.map(({ message }) => message))]
  const facts = {
    provider: 'speechmatics',
    jobId: notice.jobId ?? job.id,
    occurredAt: isoTime(errors.at(-1)?.timestamp) ?? notice.occurredAt,
    metadata: metadataFrom(trackingOf(job)),
    name: stringAt(job, 'data_name') ?? notice.name,
    language: notice.language,
    duration: numberAt(job, 'duration') ?? notice.duration,
    error: toJobError(notice.error, reasons),
    raw: { form: 'job', job },
  } as const
  if (notice.type === 'job.failed' || isAlignment(job)) {
    return { type: 'job.failed', product: 'alignment', kind: 'alignment', ...facts }
  }
  const transcripts = 'transcripts' in notice ? notice.transcripts : undefined
  return { type: 'transcript.failed', product: 'transcription', transcripts, ...facts }
}
