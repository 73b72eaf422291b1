import { type AnyEvent, isRecord, numberAt, type Transcript } from '@stt-webhooks/core/provider'
import type { RevAiTranscript } from '../payload.ts'
import { toTranscript } from '../transcript.ts'
import { unexpected } from './unexpected.ts'

/**
 * The transcript in an answer; what only the job knows was told by its notice.
 * @throws WebhookError `api_answer`
 */
export function toResult(event: AnyEvent, answer: unknown): Transcript {
  if (isTranscript(answer)) {
    const { language, duration, raw } = event
    return toTranscript(answer, { language, duration, isMultichannel: isMultichannel(raw) })
  }
  throw unexpected(
    `Rev AI answered something that is no transcript when it was asked for job ${event.jobId}.`,
  )
}

/** Only what no transcript lacks is checked; the rest of the type is the service's documentation. */
function isTranscript(answer: unknown): answer is RevAiTranscript {
  return isRecord(answer) && Array.isArray(answer['monologues'])
}

function isMultichannel(notice: unknown): boolean {
  const job = isRecord(notice) ? notice['job'] : undefined
  return isRecord(job) && numberAt(job, 'speaker_channels_count') !== undefined
}
