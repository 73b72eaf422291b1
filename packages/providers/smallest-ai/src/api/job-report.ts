import { type JobReport, metadataFrom, numberAt, type ReadEvent, stringAt } from '@stt-webhooks/core/provider'
import type { SmallestAiEvent } from '../index.ts'
import type { SmallestAiLoggedDelivery, SmallestAiLoggedRequest } from '../payload.ts'
import { foundIn, keyOf } from '../read.ts'

type Report = JobReport<SmallestAiEvent>

interface Logged {
  readonly jobId: string
  readonly request?: SmallestAiLoggedRequest | undefined
  readonly delivery?: SmallestAiLoggedDelivery | undefined
}

/** What the logs tell of a job. Their times are of no known zone, so that a report has none. */
export function toJobReport({ jobId, request, delivery }: Logged): Report {
  const facts = { jobId, product: 'transcription', notification: notificationOf(delivery) }
  const isUnderWay = delivery === undefined ? request === undefined : !isOver(delivery)
  // Also a job of which nothing is logged: it may be in work, or have failed.
  if (isUnderWay) return { ...facts, state: 'running' }
  if (!isCompletion(delivery)) return { ...facts, state: 'ended' }
  const isDelivered = delivery?.status === 'success'
  // Its text was deleted, or has expired.
  if (typeof request?.transcription !== 'string')
    return { ...facts, state: isDelivered ? 'ended' : 'deleted' }
  // An event with the id of the job would be another one than that of a webhook which named no job.
  if (isDelivered && !isNamed(request)) return { ...facts, state: 'ended' }
  return { ...facts, state: 'ended', event: eventOf(jobId, request, delivery) }
}

/** The kinds of webhooks of jobs that failed are not documented: what is not known to be a completion is not taken for one. */
export function isCompletion(delivery: SmallestAiLoggedDelivery | undefined): boolean {
  return delivery?.event_type === undefined || delivery.event_type === 'asr.completed'
}

/** A webhook that is on its way is worth waiting for: it has the words. */
export function isOver({ status }: SmallestAiLoggedDelivery): boolean {
  return status === 'success' || status === 'failed'
}

/** Webhooks of Pulse have no `request_id`. */
function isNamed({ model }: SmallestAiLoggedRequest): boolean {
  return model === 'pulse-pro'
}

function notificationOf(delivery: SmallestAiLoggedDelivery | undefined): Report['notification'] {
  if (delivery === undefined || !isOver(delivery)) return undefined
  if (delivery.status === 'success') return { delivered: true }
  const status = numberAt(delivery, 'response_status_code')
  const reason = stringAt(delivery, 'error') ?? (status === undefined ? undefined : `Status ${status}`)
  return { delivered: false, reason }
}

/** Read as a webhook is, of which the log keeps no more than the text. */
function eventOf(
  jobId: string,
  request: SmallestAiLoggedRequest,
  delivery: SmallestAiLoggedDelivery | undefined,
): ReadEvent<SmallestAiEvent> {
  const url = (delivery && stringAt(delivery, 'webhook_url')) ?? stringAt(request, 'webhook_url') ?? ''
  return {
    key: keyOf(jobId, 'ended'),
    event: {
      type: 'transcript.completed',
      provider: 'smallest-ai',
      product: 'transcription',
      jobId,
      metadata: metadataFrom(URL.canParse(url) ? new URL(url).searchParams : undefined),
      ...foundIn(request),
      raw: { form: 'log', request, delivery },
    },
  }
}
