import { WebhookError } from '../error.ts'
import type { AnyEvent } from '../event.ts'
import { positive } from '../receiver/options.ts'
import type { EntryState, NewEntry, StoredDelivery, Verdict } from './contract.ts'
import type { MemoryInboxOptions } from './memory.ts'
import { noProgress, type Progress, restart } from './progress.ts'

/** One entry as the table holds it. */
export interface MemoryEntry {
  readonly id: string
  readonly endpoint: string
  readonly provider: string
  readonly job: string | undefined
  readonly rank: number
  readonly receivedAt: string
  /** The event, as JSON so that handlers get what any store would give them; undefined once its retention is over. */
  json: string | undefined
  deliveries: readonly StoredDelivery[]
  state: EntryState
  dueAt: number
  progress: Progress
  reread: boolean
  claims: number
  /** Counts what was attached. */
  revision: number
  reason: string | undefined
  /** What stays known of the event when it is gone. */
  readonly product: string | undefined
  readonly jobId: string | undefined
  type: AnyEvent['type'] | undefined
}

/** The entries of a memory inbox, oldest first, and how many bytes they hold. */
export interface MemoryTable {
  get(id: string): MemoryEntry | undefined
  /** Oldest first. */
  all(): IterableIterator<MemoryEntry>
  pending(): number
  highestRank(job: string | undefined): number
  /** The longest due first. */
  due(): readonly MemoryEntry[]
  nextDue(except: ReadonlySet<string>): number | undefined
  /** @throws WebhookError `overloaded` */
  makeRoom(delivery: StoredDelivery | undefined): void
  add(
    entry: NewEntry,
    json: string | undefined,
    delivery: StoredDelivery | undefined,
    state: EntryState,
  ): void
  attach(entry: MemoryEntry, event: AnyEvent, delivery: StoredDelivery): void
  settle(entry: MemoryEntry, verdict: Verdict): void
  makeDue(entry: MemoryEntry, progress: Progress): void
  remove(entry: MemoryEntry): void
}

const day = 24 * 60 * 60 * 1000
const pruneEveryMs = 60_000

/** @throws WebhookError `invalid_option` */
export function createMemoryTable(options: MemoryInboxOptions, now: () => number): MemoryTable {
  const maxBytes = positive('maxBytes', options.maxBytes, 256_000_000)
  const keepBodiesMs = positive('keepBodiesMs', options.keepBodiesMs, 7 * day)
  const keepIdsMs = positive('keepIdsMs', options.keepIdsMs, 30 * day)
  const entries = new Map<string, MemoryEntry>()
  const pending = new Set<MemoryEntry>()
  const jobs = new Map<string, Set<MemoryEntry>>()
  let bytes = 0
  let pruned = Number.NEGATIVE_INFINITY

  function setState(entry: MemoryEntry, state: EntryState): void {
    entry.state = state
    if (state === 'pending') pending.add(entry)
    else pending.delete(entry)
  }

  function setContent(
    entry: MemoryEntry,
    json: string | undefined,
    deliveries: readonly StoredDelivery[],
  ): void {
    bytes -= sizeOf(entry)
    entry.json = json
    entry.deliveries = deliveries
    bytes += sizeOf(entry)
  }

  function remove(entry: MemoryEntry): void {
    setContent(entry, undefined, [])
    entries.delete(entry.id)
    pending.delete(entry)
    if (entry.job === undefined) return
    const rivals = jobs.get(entry.job)
    rivals?.delete(entry)
    if (rivals?.size === 0) jobs.delete(entry.job)
  }

  function makeDue(entry: MemoryEntry, progress: Progress): void {
    Object.assign(entry, { progress, reread: true, dueAt: now(), claims: 0 })
    setState(entry, 'pending')
  }

  /** Retention; once a minute is enough. */
  function prune(): void {
    if (now() - pruned < pruneEveryMs) return
    pruned = now()
    for (const entry of entries.values()) {
      if (!isFinished(entry)) continue
      const age = now() - Date.parse(entry.receivedAt)
      if (age >= keepIdsMs) remove(entry)
      else if (age >= keepBodiesMs) setContent(entry, undefined, [])
    }
  }

  return {
    get: (id) => entries.get(id),
    all: () => entries.values(),
    pending: () => pending.size,
    highestRank(job) {
      const rivals = job === undefined ? undefined : jobs.get(job)
      return Math.max(-1, ...[...(rivals ?? [])].map(({ rank }) => rank))
    },
    due() {
      prune()
      return [...pending].filter(({ dueAt }) => dueAt <= now()).sort((one, other) => one.dueAt - other.dueAt)
    },
    nextDue(except) {
      const times = [...pending].filter(({ id }) => !except.has(id)).map(({ dueAt }) => dueAt)
      return times.length === 0 ? undefined : times.reduce((one, other) => Math.min(one, other)) - now()
    },
    makeRoom(delivery) {
      const size = delivery?.body.length ?? 0
      prune()
      for (const entry of entries.values()) {
        if (bytes + size <= maxBytes) return
        if (isFinished(entry)) setContent(entry, undefined, [])
      }
      if (bytes + size > maxBytes)
        throw new WebhookError('overloaded', `The inbox holds ${maxBytes} bytes that are not worked on yet.`)
    },
    add({ id, event, reason, job, rank }, json, delivery, state) {
      const origin = delivery ?? event
      if (origin === undefined) throw new TypeError('An entry needs a delivery or an event.')
      const { endpoint, provider, receivedAt } = origin
      const about = { product: event?.product, jobId: event?.jobId, type: event?.type }
      const entry: MemoryEntry = {
        ...{ id, endpoint, provider, job, rank, receivedAt, reason, state, ...about },
        ...{ json: undefined, deliveries: [], dueAt: now(), progress: noProgress },
        ...{ reread: false, claims: 0, revision: 0 },
      }
      entries.set(id, entry)
      setContent(entry, json, delivery === undefined ? [] : [delivery])
      setState(entry, state)
      if (job !== undefined) jobs.set(job, (jobs.get(job) ?? new Set()).add(entry))
    },
    attach(entry, event, delivery) {
      entry.revision++
      entry.type = event.type
      setContent(entry, JSON.stringify(event), [...entry.deliveries, delivery])
      if (entry.state === 'dead') {
        Object.assign(entry, { progress: restart(entry.progress, 'unfinished'), reason: undefined })
        setState(entry, 'pending')
      }
      entry.dueAt = now()
    },
    settle(entry, { state, progress, event, dueAt = now(), reason }) {
      const reread = entry.reread && state === 'pending' && event === undefined
      Object.assign(entry, { progress, dueAt, reason, claims: 0, reread })
      if (event !== undefined) {
        entry.type = event.type
        setContent(entry, JSON.stringify(event), entry.deliveries)
      }
      setState(entry, state)
    },
    makeDue,
    remove,
  }
}

function isFinished({ state }: MemoryEntry): boolean {
  return state === 'done' || state === 'stale'
}

function sizeOf({ json, deliveries }: MemoryEntry): number {
  return deliveries.reduce((sum, { body }) => sum + body.length, json?.length ?? 0)
}
