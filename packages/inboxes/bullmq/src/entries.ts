import { type EntryState, type EntrySummary, noProgress } from '@stt-webhooks/core/inbox'
import type { Store } from './store.ts'

/** What never changes of an entry. */
export type About = Pick<EntrySummary, 'endpoint' | 'provider' | 'product' | 'type' | 'jobId' | 'receivedAt'>

/** An entry as lists need it, without its event. */
export interface Row extends EntrySummary {
  readonly receivedMs: number
  readonly version: string
  readonly progress: string
}

const fields = ['state', 'about', 'type', 'dueAt', 'progress', 'reason', 'version'] as const

const unworked = JSON.stringify(noProgress)

/** Reads entries in the order given, leaving out those that are gone. */
export async function readRows(store: Store, ids: readonly string[]): Promise<readonly Row[]> {
  if (ids.length === 0) return []
  const pipeline = (await store.redis()).pipeline()
  for (const id of ids) pipeline.hmget(`${store.base}e:${id}`, ...fields)
  const results = (await pipeline.exec()) ?? []
  return results.flatMap(([error, values], index) => {
    if (error) throw error
    const row = toRow(ids[index] ?? '', Array.isArray(values) ? values : [])
    return row === undefined ? [] : [row]
  })
}

function toRow(id: string, values: readonly unknown[]): Row | undefined {
  const texts = values.map((value) => (typeof value === 'string' ? value : undefined))
  const [state, about, type, dueAt, progress = unworked, reason, version = '0'] = texts
  if (state === undefined || about === undefined) return undefined
  // Only `accept` writes it.
  const stored: About = JSON.parse(about)
  return {
    ...{ id, ...stored, reason, progress, version },
    // Only the scripts write these, and only what the contract gave them. What is attached or learnt can change the type.
    state: state as EntryState,
    type: (type as EntrySummary['type']) ?? stored.type,
    dueAt: state === 'pending' && dueAt !== undefined ? new Date(Number(dueAt)).toISOString() : undefined,
    handlers: JSON.parse(progress).handlers,
    receivedMs: Date.parse(stored.receivedAt),
  }
}
