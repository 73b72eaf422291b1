import {
  type Classification,
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
import { readJob } from './job.ts'
import { toJobError } from './job-error.ts'

/** The failure that a notice told of, with the reason that only the API tells. */
export function toFailure(
  event: TranscriptFailed | JobFailed,
  answer: unknown,
): Classification<SpeechmaticsEvent> {
  const job = readJob(answer)
  if (job === undefined) return { reason: 'Speechmatics answered something that is no job' }
  if (job.status !== 'rejected') return { reason: 'Speechmatics does not say that the job was rejected' }
  const errors = job.errors?.filter(({ message }) => !isOfNotification(message)) ?? []
  // Each of the tries to fetch the audio leaves the same message.
  const reasons = [...new Set(errors.map(({ message }) => message))]
  const facts = {
    provider: 'speechmatics',
    jobId: event.jobId,
    occurredAt: isoTime(errors.at(-1)?.timestamp) ?? event.occurredAt,
    metadata: metadataFrom(trackingOf(job)),
    name: stringAt(job, 'data_name') ?? event.name,
    language: event.language,
    duration: numberAt(job, 'duration') ?? event.duration,
    error: toJobError(event.error, reasons),
    raw: { form: 'job', job },
  } as const
  if (event.type === 'job.failed' || isAlignment(job)) {
    return { event: { type: 'job.failed', product: 'alignment', kind: 'alignment', ...facts } }
  }
  const { transcripts } = event
  return { event: { type: 'transcript.failed', product: 'transcription', transcripts, ...facts } }
}

/** Notifications that could not be sent are told of in the same list. */
function isOfNotification(message: string): boolean {
  return /^(?:error in )?sending notification\b|^unable to send notification\b/i.test(message)
}

/** An empty notice does not say so. */
function isAlignment(job: SpeechmaticsJob): boolean {
  return job.config?.type === 'alignment' || stringAt(job, 'text_name') !== undefined
}
