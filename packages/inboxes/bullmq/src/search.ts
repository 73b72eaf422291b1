import { type EntryFilter, fromCursor, type Position, statesOf } from '@stt-webhooks/core/inbox'
import { type Row, readRows } from './entries.ts'
import type { Store } from './store.ts'

const batch = 200

/** The entries that a filter lets through, newest first, read as far as they are asked for. */
export async function* search(store: Store, filter: EntryFilter): AsyncGenerator<Row> {
  const after = filter.cursor === undefined ? undefined : fromCursor(filter.cursor)
  for await (const ids of candidates(store, filter, after))
    for (const row of await readRows(store, ids))
      if (matches(row, filter) && (after === undefined || compare(row, after) > 0)) yield row
}

/** Batches of ids among which all that match are, newest first. */
async function* candidates(
  store: Store,
  { ids, jobId, state, from, until }: EntryFilter,
  after: Position | undefined,
): AsyncGenerator<readonly string[]> {
  const redis = await store.redis()
  if (ids !== undefined || jobId !== undefined) {
    // Few: all of them are put in order.
    const found = ids ?? (await redis.zrange(`${store.base}of:${jobId}`, '0', '-1'))
    const rows = [...(await readRows(store, [...new Set(found)]))].sort(compare)
    for (let at = 0; at < rows.length; at += batch) yield rows.slice(at, at + batch).map(({ id }) => id)
    return
  }
  const states = state === undefined ? [] : [state].flat()
  const index = states.length === 1 ? `s:${states[0]}` : 'all'
  const newest = Math.min(
    after === undefined ? Number.POSITIVE_INFINITY : Date.parse(after.receivedAt),
    untilOf(until),
  )
  const oldest = from?.getTime() ?? '-inf'
  // Redis puts equal times in the order of their ids, as the contract does. Where a batch ended is told by an entry and not by
  // a number, because others are added and removed meanwhile.
  let seen: string[] = []
  let last = newest === Number.POSITIVE_INFINITY ? '+inf' : String(newest)
  for (;;) {
    const found = await redis.zrevrangebyscore(
      `${store.base}${index}`,
      last,
      oldest,
      'WITHSCORES',
      'LIMIT',
      0,
      batch + seen.length,
    )
    const pairs = Array.from({ length: found.length / 2 }, (_, n) => ({
      id: found[2 * n] ?? '',
      score: found[2 * n + 1] ?? '',
    }))
    const fresh = pairs.filter(({ id, score }) => score !== last || !seen.includes(id))
    if (fresh.length === 0) return
    yield fresh.map(({ id }) => id)
    const end = fresh.at(-1)?.score ?? last
    const atEnd = pairs.filter(({ score }) => score === end).map(({ id }) => id)
    seen = end === last ? [...new Set([...seen, ...atEnd])] : atEnd
    last = end
  }
}

/** As scores are whole milliseconds, "before" is "up to the millisecond before". */
function untilOf(until: Date | undefined): number {
  return until === undefined ? Number.POSITIVE_INFINITY : until.getTime() - 1
}

/** Newest first. */
function compare(one: Position, other: Position): number {
  if (one.receivedAt !== other.receivedAt) return one.receivedAt > other.receivedAt ? -1 : 1
  return one.id > other.id ? -1 : Number(one.id !== other.id)
}

function matches(row: Row, filter: EntryFilter): boolean {
  const { ids, endpoint, provider, type, jobId, from, until } = filter
  return (
    (ids?.includes(row.id) ?? true) &&
    (statesOf(filter)?.includes(row.state) ?? true) &&
    (endpoint === undefined || row.endpoint === endpoint) &&
    (provider === undefined || row.provider === provider) &&
    (type === undefined || row.type === type) &&
    (jobId === undefined || row.jobId === jobId) &&
    (from === undefined || row.receivedMs >= from.getTime()) &&
    (until === undefined || row.receivedMs < until.getTime())
  )
}
