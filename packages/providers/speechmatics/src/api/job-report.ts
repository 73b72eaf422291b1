import {
  type EventDraft,
  isoTime,
  isRecord,
  type JobReport,
  listAt,
  metadataFrom,
  numberAt,
  stringAt,
} from '@stt-webhooks/core/provider'
import type { SpeechmaticsEvent } from '../index.ts'
import type { SpeechmaticsJob } from '../payload.ts'
import { errorOf } from '../read/error.ts'
import { trackingOf } from '../read/facts.ts'
import { ownParameters } from '../read.ts'
import { jobErrors, notificationOf } from './errors.ts'
import { failed } from './failure.ts'
import { isAlignment } from './job.ts'

/**
 * What is to be known of a job. Its event has the key of the notice, and its product wherever the notice tells it: that of an alignment
 * does so with `jobinfo`.
 */
export function toJobReport(job: SpeechmaticsJob): JobReport<SpeechmaticsEvent> {
  const { id: jobId, status } = job
  const event = eventOf(job)
  return {
    jobId,
    product: isAlignment(job) ? 'alignment' : 'transcription',
    // A status that we do not know is no end that we know of.
    state: Object.hasOwn(states, status) ? (states[status] ?? 'running') : 'running',
    createdAt: isoTime(job.created_at),
    endedAt: event?.occurredAt,
    event: event && { key: { jobId, phase: 'ended' }, event },
    notification: notificationOf(job),
  }
}

const states: Readonly<Record<string, JobReport['state']>> = {
  running: 'running',
  done: 'ended',
  rejected: 'ended',
  deleted: 'deleted',
  expired: 'deleted',
}

/** Of jobs that were deleted nobody knows any longer how they ended. */
function eventOf(job: SpeechmaticsJob): EventDraft<SpeechmaticsEvent> | undefined {
  const metadata = metadataFrom(callbackQuery(job), trackingOf(job))
  if (job.status === 'rejected') return { ...failed(job, { error: noticeOf(job) }), metadata }
  if (job.status !== 'done') return undefined
  const facts = {
    provider: 'speechmatics',
    jobId: job.id,
    metadata,
    name: stringAt(job, 'data_name'),
    duration: numberAt(job, 'duration'),
    raw: { form: 'job', job },
  } as const
  return isAlignment(job)
    ? { type: 'job.completed', product: 'alignment', kind: 'alignment', ...facts }
    : { type: 'transcript.completed', product: 'transcription', ...facts }
}

/** A job does not say with which status it was notified of; only that of audio which could not be fetched shows. */
function noticeOf(job: SpeechmaticsJob): ReturnType<typeof errorOf> {
  const isUnfetched = jobErrors(job).some(({ message }) => /^unable to fetch audio\b/i.test(message))
  return errorOf(isUnfetched ? 'fetch_error' : 'error')
}

/** What the notice would have brought along, without what was redacted. */
function callbackQuery({ config = {} }: SpeechmaticsJob): URLSearchParams | undefined {
  const [first] = listAt(config, 'notification_config')
  const url = isRecord(first) ? stringAt(first, 'url') : undefined
  if (url === undefined || !URL.canParse(url)) return undefined
  const query = ownParameters(new URL(url).searchParams)
  return new URLSearchParams([...query].filter(([, value]) => value !== '***'))
}
