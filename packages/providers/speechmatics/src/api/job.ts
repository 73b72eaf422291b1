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
  return isRecord(answer) ? toJob(answer['job']) : undefined
}

/** The same for `GET /jobs`; undefined if it is no list, or a list of something else. */
export function readJobs(answer: unknown): readonly SpeechmaticsJob[] | undefined {
  const items: unknown = isRecord(answer) ? answer['jobs'] : undefined
  if (!Array.isArray(items)) return undefined
  const jobs = items.flatMap((item: unknown) => toJob(item) ?? [])
  return jobs.length === 0 && items.length > 0 ? undefined : jobs
}

/** An empty notice does not say so. */
export function isAlignment(job: SpeechmaticsJob): boolean {
  return job.config?.type === 'alignment' || stringAt(job, 'text_name') !== undefined
}

function toJob(value: unknown): SpeechmaticsJob | undefined {
  const kept = redact(value)
  return isJob(kept) ? { ...kept, errors: errorsOf(kept) } : undefined
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
