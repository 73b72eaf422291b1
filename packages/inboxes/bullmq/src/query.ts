import {
  type EntryFilter,
  type EntrySummary,
  type InboxQuery,
  pageSize,
  replayStates,
  restart,
  toCursor,
  unpackEvent,
} from '@stt-webhooks/core/inbox'
import { readDeliveries } from './deliveries.ts'
import { type Row, readRows } from './entries.ts'
import type { Settings } from './options.ts'
import { search } from './search.ts'
import type { Store } from './store.ts'

const states = ['pending', 'done', 'dead', 'stale', 'quarantined'] as const
const batch = 100

export function createQuery(store: Store, { now }: Settings): InboxQuery {
  /** Makes entries due again that are not pending, and tells how many. What changed since it was read is read again. */
  async function replay(rows: readonly Row[], handlers: 'unfinished' | 'all'): Promise<number> {
    const finished = rows.filter(({ state }) => state !== 'pending')
    if (finished.length === 0) return 0
    const answers = await store.transact(
      finished.map(({ id, version, progress }) => {
        const restarted = JSON.stringify(restart(JSON.parse(progress), handlers))
        return { script: 'replay', args: [now(), id, version, restarted] }
      }),
      finished.map(({ id, type }) => ({ id, name: type ?? 'event' })),
    )
    const failed = answers.find((answer) => answer instanceof Error)
    if (failed !== undefined) throw failed
    const replayed = answers.filter((answer) => answer === 'ok').length
    const changed = finished.filter((_, index) => answers[index] === 'changed').map(({ id }) => id)
    return replayed + (await replay(await readRows(store, changed), handlers))
  }

  return {
    async list(filter = {}) {
      const size = pageSize(filter)
      const entries: EntrySummary[] = []
      for await (const row of search(store, filter)) {
        const last = entries.at(-1)
        if (entries.length === size) return { entries, cursor: last && toCursor(last) }
        entries.push(summary(row))
      }
      return { entries, cursor: undefined }
    },
    async get(id) {
      const [row] = await readRows(store, [id])
      if (row === undefined) return undefined
      const json = await (await store.redis()).hget(`${store.base}e:${id}`, 'event')
      const deliveries = await readDeliveries(store, id)
      return {
        ...summary(row),
        event: unpackEvent(json, () => deliveries[0]),
        deliveries,
      }
    },
    async replay({ handlers = 'unfinished', ...filter }) {
      const rows = await collect(store, { ...filter, state: replayStates(filter) })
      let replayed = 0
      for (let at = 0; at < rows.length; at += batch)
        replayed += await replay(rows.slice(at, at + batch), handlers)
      return replayed
    },
    async erase({ endpoint, jobId }) {
      const ids = await (await store.redis()).zrange(`${store.base}of:${jobId}`, '0', '-1')
      return Number(await store.run({ script: 'erase', args: [endpoint, ...ids] }))
    },
    async stats() {
      const pipeline = (await store.redis()).pipeline()
      for (const state of states) pipeline.zcard(`${store.base}s:${state}`)
      pipeline.zcount(`${store.base}workers`, `(${now()}`, '+inf')
      const results = (await pipeline.exec()) ?? []
      const [pending = 0, done = 0, dead = 0, stale = 0, quarantined = 0, workers = 0] = results.map(
        ([error, count]) => {
          if (error) throw error
          return Number(count)
        },
      )
      const oldestDueAt = await oldestDue(store)
      const counts = { pending, done, dead, stale, quarantined, workers }
      return oldestDueAt === undefined ? counts : { ...counts, oldestDueAt }
    },
  }
}

/** All that a filter lets through; replaying changes the order in which they would be read. */
async function collect(store: Store, filter: EntryFilter): Promise<readonly Row[]> {
  const rows: Row[] = []
  for await (const row of search(store, filter)) rows.push(row)
  return rows
}

/** Among those that wait; what is worked on right now is on its way. */
async function oldestDue(store: Store): Promise<string | undefined> {
  const [, score] = await (await store.redis()).zrange(`${store.base}due`, '0', '0', 'WITHSCORES')
  if (score !== undefined) return new Date(Math.floor(Number(score))).toISOString()
  const [running] = await (await store.redis()).zrange(`${store.base}run`, '0', '0')
  if (running === undefined) return undefined
  return (await readRows(store, [running]))[0]?.dueAt
}

function summary({
  receivedMs: _receivedMs,
  version: _version,
  progress: _progress,
  ...entry
}: Row): EntrySummary {
  return entry
}
