import { isoTime, isRecord, type JobReport, redact } from '@stt-webhooks/core/provider'
import type { RevAiEvent } from '../index.ts'
import type { RevAiJob } from '../payload.ts'
import { readNotice } from '../read.ts'
import type { ApiRoot } from './products.ts'

/**
 * What the API tells of a job, which is what its notice tells: it is read as one, so that whichever comes first, it is one event. `undefined` where
 * no notice could be read: streams, which send none, and types and statuses that we do not know.
 */
export function toJobReport(root: ApiRoot, item: RevAiJob): JobReport<RevAiEvent> | undefined {
  const { callback_url: url, notification_config: _, ...job } = item
  const { key, event } = readNotice(toNotice(root, redact(job)), queryOf(url))
  if (key === 'body') return undefined
  const facts = { jobId: item.id, product: event.product, createdAt: isoTime(item.created_on) }
  if (key.phase !== 'ended') return { ...facts, state: 'running' }
  return { ...facts, state: 'ended', endedAt: isoTime(item.completed_on), event: { key, event } }
}

/** The root tells the type where the job does not. */
function toNotice({ collection, type }: ApiRoot, job: unknown): unknown {
  if (collection === 'vocabularies') return { custom_vocabulary: job }
  return { job: type !== undefined && isRecord(job) ? { type, ...job } : job }
}

/** What a delivery would have in its own query, but without what opens something, such as our token. */
function queryOf(url: unknown): URLSearchParams {
  if (typeof url !== 'string' || !URL.canParse(url)) return new URLSearchParams()
  return new URLSearchParams([...new URL(url).searchParams].filter(([, value]) => redact(value) === value))
}
