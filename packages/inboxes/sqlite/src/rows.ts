import type { EntryState, EntrySummary, EventType, Progress, StoredDelivery } from '@stt-webhooks/core/inbox'
import { noProgress } from '@stt-webhooks/core/inbox'
import type { Value } from './database.ts'

/** A row of `entries`; only what is read. */
export interface EntryRow {
  readonly number: number
  readonly id: string
  readonly state: EntryState
  readonly due_at: number
  readonly endpoint: string
  readonly provider: string
  readonly product: string | null
  readonly type: EventType | null
  readonly job_id: string | null
  readonly job: string | null
  readonly received_at: string
  readonly reason: string | null
  readonly progress: string | null
  readonly reread: number
  readonly claims: number
  readonly revision: number
}

/** A row of `deliveries`. */
export interface DeliveryRow {
  readonly checksum: string
  readonly endpoint: string
  readonly provider: string
  readonly method: string
  readonly url: string
  readonly headers: string
  readonly received_at: string
  readonly verified_by: StoredDelivery['verifiedBy']
  readonly callback: string | null
  readonly body: Uint8Array
}

export function toProgress(json: string | null): Progress {
  return json === null ? noProgress : JSON.parse(json)
}

/** Null stands for none, as in most rows. */
export function fromProgress(progress: Progress): string | null {
  return progress.unanswered === 0 && progress.handlers.length === 0 ? null : JSON.stringify(progress)
}

export function toSummary(row: EntryRow): EntrySummary {
  return {
    id: row.id,
    state: row.state,
    endpoint: row.endpoint,
    provider: row.provider,
    product: row.product ?? undefined,
    type: row.type ?? undefined,
    jobId: row.job_id ?? undefined,
    receivedAt: row.received_at,
    dueAt: row.state === 'pending' ? new Date(row.due_at).toISOString() : undefined,
    handlers: toProgress(row.progress).handlers,
    reason: row.reason ?? undefined,
  }
}

export function toDelivery(row: DeliveryRow): StoredDelivery {
  return {
    endpoint: row.endpoint,
    provider: row.provider,
    method: row.method,
    url: row.url,
    headers: JSON.parse(row.headers),
    body: row.body,
    checksum: row.checksum,
    receivedAt: row.received_at,
    verifiedBy: row.verified_by,
    ...(row.callback === null ? {} : { callback: JSON.parse(row.callback) }),
  }
}

/** A delivery's values in the order of its statement in accept. */
export function fromDelivery(delivery: StoredDelivery): readonly Value[] {
  const { checksum, endpoint, provider, method, url, headers, receivedAt, verifiedBy, callback } = delivery
  const packed = callback === undefined ? null : JSON.stringify(callback)
  return [
    ...[checksum, endpoint, provider, method, url, JSON.stringify(headers)],
    ...[receivedAt, verifiedBy, packed, delivery.body],
  ]
}
