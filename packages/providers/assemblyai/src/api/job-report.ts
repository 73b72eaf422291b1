import {
  type EventDraft,
  isoTime,
  type JobReport,
  type Metadata,
  metadataFrom,
  numberAt,
  redact,
  stringAt,
} from '@stt-webhooks/core/provider'
import type { AssemblyAiEvent } from '../index.ts'
import type { AssemblyAiTranscript } from '../payload.ts'
import { readTranscript } from '../read.ts'
import { isDeleted, isTranscript } from './answers.ts'
import { toFailure } from './failure.ts'

/** What an entry of the list tells; `undefined` if it is no transcript. */
export function toListedReport(item: unknown): JobReport<AssemblyAiEvent> | undefined {
  if (!isTranscript(item)) return undefined
  return {
    jobId: item.id,
    product: 'transcript',
    state: stateOf(item),
    createdAt: isoTime(Reflect.get(item, 'created')),
    endedAt: isoTime(Reflect.get(item, 'completed')),
  }
}

/** What the whole transcript tells. Its event has the key of the notice: whichever comes first, it is one event. */
export function toJobReport(jobId: string, transcript: AssemblyAiTranscript): JobReport<AssemblyAiEvent> {
  const state = stateOf(transcript)
  const facts = { jobId, product: 'transcript', state }
  if (state !== 'ended') return facts
  const notice = { transcript_id: jobId, status: transcript.status }
  const { key, event } = readTranscript(notice, metadataOf(transcript))
  const notification = notificationOf(transcript)
  return { ...facts, event: { key, event: inFull(event, jobId, transcript) }, notification }
}

function stateOf(transcript: AssemblyAiTranscript): JobReport['state'] {
  if (isDeleted(transcript)) return 'deleted'
  // A status that we do not know is no end that we know of.
  return ['completed', 'error'].includes(transcript.status) ? 'ended' : 'running'
}

/** The event of the notice with what only the API tells: the reason of a failure, and of what audio it is. */
function inFull(
  event: EventDraft<AssemblyAiEvent>,
  jobId: string,
  transcript: AssemblyAiTranscript,
): EventDraft<AssemblyAiEvent> {
  if (event.type === 'transcript.completed') {
    const language = stringAt(transcript, 'language_code')
    return { ...event, language, duration: numberAt(transcript, 'audio_duration') }
  }
  const failure = toFailure(jobId, transcript)
  return 'event' in failure ? { ...failure.event, metadata: event.metadata } : event
}

/** As a delivery has it: from the query of the callback URL, but without what opens something, such as our token. */
function metadataOf({ webhook_url: url }: AssemblyAiTranscript): Metadata {
  if (typeof url !== 'string' || !URL.canParse(url)) return {}
  const entries = [...new URL(url).searchParams].filter(([, value]) => redact(value) === value)
  return metadataFrom(new URLSearchParams(entries))
}

/**
 * What became of the webhook. Whether the status is that of the last attempt is not documented.
 * @see https://www.assemblyai.com/docs/api-reference/transcripts/get
 */
function notificationOf(transcript: AssemblyAiTranscript): JobReport['notification'] {
  if (stringAt(transcript, 'webhook_url') === undefined) return undefined
  const status = numberAt(transcript, 'webhook_status_code')
  if (status === undefined) return { delivered: false, reason: 'AssemblyAI got no answer to its webhook' }
  if (status >= 200 && status < 300) return { delivered: true }
  return { delivered: false, reason: `AssemblyAI got the answer ${status} to its webhook` }
}
