import {
  isRecord,
  type JsonRecord,
  listAt,
  redact,
  redactUrlsIn,
  stringAt,
} from '@stt-webhooks/core/provider'
import type { SpeechmaticsJob, SpeechmaticsJobError } from '../payload.ts'

/** The job in an answer of `GET /jobs/{id}`, without the credentials that the service echoes; undefined if there is none. */
export function readJob(answer: unknown): SpeechmaticsJob | undefined {
  const kept = redact(answer)
  const job = isRecord(kept) ? kept['job'] : undefined
  return isJob(job) ? { ...job, errors: errorsOf(job) } : undefined
}

/** Only what the reader needs is checked; the rest of the type is the service's documentation. */
function isJob(value: unknown): value is SpeechmaticsJob {
  return isRecord(value) && stringAt(value, 'id') !== undefined && stringAt(value, 'status') !== undefined
}

/** Messages quote the URLs of the audio and of the notification as they were given. */
function errorsOf(job: object): readonly SpeechmaticsJobError[] {
  return listAt(job, 'errors').flatMap((error) => (isError(error) ? [withoutUrls(error)] : []))
}

function isError(value: unknown): value is SpeechmaticsJobError & JsonRecord {
  return isRecord(value) && stringAt(value, 'message') !== undefined
}

function withoutUrls(error: SpeechmaticsJobError): SpeechmaticsJobError {
  return { ...error, message: redactUrlsIn(error.message) }
}
