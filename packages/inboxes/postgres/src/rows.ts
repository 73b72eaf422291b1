import type {
  EntryState,
  EntrySummary,
  EventType,
  PackedEvent,
  Progress,
  StoredDelivery,
} from '@stt-webhooks/core/inbox'
import { select, type Transaction } from './transaction.ts'

/** Times leave as numbers: what becomes of `timestamptz` and `bigint` on the way is a matter of settings that the application may change. */
function milliseconds(column: string): string {
  return `round(extract(epoch FROM ${column}) * 1000)::float8 AS ${column}`
}

export function time(ms: number): string {
  return new Date(ms).toISOString()
}

/** Postgres has no NUL in text. */
export function text(value: string | undefined): string | null {
  return value === undefined ? null : value.replaceAll('\0', '\ufffd')
}

export const summaryColumns: string = `
  id, state, endpoint, provider, product, type, job_id, reason, progress, ${milliseconds('received_at')}, ${milliseconds('due_at')}`

export interface SummaryRow {
  readonly id: string
  readonly state: EntryState
  readonly endpoint: string
  readonly provider: string
  readonly product: string | null
  readonly type: EventType | null
  readonly job_id: string | null
  readonly reason: string | null
  readonly progress: Progress
  readonly received_at: number
  readonly due_at: number
}

export function toSummary(row: SummaryRow): EntrySummary {
  const { id, state, endpoint, provider, progress } = row
  return {
    id,
    state,
    endpoint,
    provider,
    product: row.product ?? undefined,
    type: row.type ?? undefined,
    jobId: row.job_id ?? undefined,
    receivedAt: time(row.received_at),
    dueAt: state === 'pending' ? time(row.due_at) : undefined,
    handlers: progress.handlers,
    reason: row.reason ?? undefined,
  }
}

export const claimColumns: string = `id, endpoint, event, progress, reread, claims, revision`

export interface ClaimRow {
  readonly id: string
  readonly endpoint: string
  readonly event: PackedEvent | null | undefined
  readonly progress: Progress
  readonly reread: boolean
  readonly claims: number
  readonly revision: number
}

/** What `toDelivery` needs. */
export const deliveryColumns: string =
  'endpoint, provider, method, url, headers, body, checksum, received_at, verified_by, callback'

export interface DeliveryRow extends Omit<StoredDelivery, 'receivedAt' | 'verifiedBy' | 'callback'> {
  readonly received_at: string
  readonly verified_by: StoredDelivery['verifiedBy']
  readonly callback: NonNullable<StoredDelivery['callback']> | null
}

/** Oldest first. */
export async function readDeliveries(
  transaction: Transaction,
  schema: string,
  entry: string,
): Promise<readonly StoredDelivery[]> {
  const rows = await select<DeliveryRow>(
    transaction,
    `SELECT ${deliveryColumns} FROM ${schema}.deliveries WHERE entry = $1 ORDER BY number`,
    [entry],
  )
  return rows.map(toDelivery)
}

export function toDelivery({ received_at, verified_by, callback, ...delivery }: DeliveryRow): StoredDelivery {
  return {
    ...delivery,
    receivedAt: received_at,
    verifiedBy: verified_by,
    ...(callback === null ? {} : { callback }),
  }
}
