import type { Transcript } from '@stt-webhooks/core/provider'
import { spoken } from './templates.ts'

/** A job that the fake knows. Another one of the same id changes it; what is left out stays as it was. */
export interface SmallestAiFakeJob {
  readonly id: string
  /**
   * What became of its webhook: `lost` after the last attempt, `pending` before another one; `processing`: there is none yet. `deleted`: it was
   * lost, and the log of requests has the text no longer.
   */
  readonly status: 'processing' | 'pending' | 'delivered' | 'lost' | 'deleted'
  /** Default: `pulse-pro`. */
  readonly model?: string | undefined
  readonly webhookUrl?: string | undefined
  /** Its text, its language and its duration are logged. Default: what the simulator's deliveries say. */
  readonly transcript?: Transcript | undefined
  /** Of both logs, as they write it. Default: `2026-11-21 10:00:00`. */
  readonly timestamp?: string | undefined
  /** Which attempt is the last one. Default: 10 for webhooks that were lost, else 1. */
  readonly attempt?: number | undefined
  /** True: every attempt has an entry of its own; which of the two it is, is not documented. Default: only the last one has. */
  readonly everyAttempt?: boolean | undefined
  /** Laid over the last entry of the log of deliveries. */
  readonly delivery?: Readonly<Record<string, unknown>> | undefined
  /** Laid over the entry of the log of requests. */
  readonly request?: Readonly<Record<string, unknown>> | undefined
}

export type Entry = Readonly<Record<string, unknown>> & { readonly timestamp: string }

const firstSecond = '2026-11-21 10:00:00'

/** The entry in the log of requests, if there is one. */
export function requestsOf(sample: object, job: SmallestAiFakeJob): readonly Entry[] {
  const { id, status, model = 'pulse-pro', webhookUrl = defaultUrl, timestamp = firstSecond } = job
  if (status === 'processing' || status === 'deleted') return []
  const { text, language, duration } = job.transcript ?? spoken
  const said = { transcription: text, language, duration }
  const facts = { request_id: id, timestamp, request_type: 'rest', model, webhook_url: webhookUrl }
  return [{ ...sample, ...facts, ...said, ...job.request }]
}

/** The entries in the log of deliveries. */
export function deliveriesOf(sample: object, job: SmallestAiFakeJob): readonly Entry[] {
  const { id, status, webhookUrl = defaultUrl, timestamp = firstSecond, everyAttempt = false } = job
  if (status === 'processing') return []
  const { attempt = isLost(job) ? 10 : 1 } = job
  const entry = { ...sample, request_id: id, webhook_url: webhookUrl, timestamp }
  const earlier = everyAttempt ? Array.from({ length: attempt - 1 }, (_, index) => index + 1) : []
  return [
    ...earlier.map((number) => ({ ...entry, status: 'failed', attempt: number })),
    { ...entry, ...outcomes[status], attempt, ...job.delivery },
  ]
}

const defaultUrl = 'https://your-app.example.com/webhooks/asr'

/** Over the example of the documentation, which failed. */
const outcomes = {
  lost: {},
  deleted: {},
  delivered: { status: 'success', response_status_code: 200, error: '' },
  pending: { status: 'pending' },
} as const

function isLost({ status }: SmallestAiFakeJob): boolean {
  return status === 'lost' || status === 'deleted'
}
