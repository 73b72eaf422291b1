import type { AnyEvent } from '../event.ts'
import { positive } from '../receiver/options.ts'
import type { Acceptance, ClaimedEntry, Inbox, NewEntry, StoredDelivery } from './contract.ts'
import { attach, isLate } from './entry.ts'
import type { JobLedger } from './jobs.ts'
import { createMemoryJobs } from './memory-jobs.ts'
import { createMemoryQuery } from './memory-query.ts'
import { createMemoryTable, type MemoryEntry } from './memory-table.ts'
import { createPendingLimit } from './pending-limit.ts'
import type { InboxQuery, Retention } from './query.ts'
import { createWorker, type WorkSource } from './worker.ts'

export interface MemoryInboxOptions extends Retention {
  /** Events that may wait to be worked on; beyond it deliveries are answered 503. Default: 10,000. */
  readonly maxPending?: number | undefined
  /** Bytes of bodies and events in memory; finished ones are dropped for it, oldest first. Default: 256,000,000. */
  readonly maxBytes?: number | undefined
  /** The clock, in milliseconds since 1970. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
}

/** An inbox whose events can be searched, and that remembers jobs. */
export interface MemoryInbox extends Inbox {
  readonly query: InboxQuery
  readonly jobs: JobLedger
}

/**
 * An inbox for tests and for trying things out: what it acknowledged is gone when the process ends.
 * @throws WebhookError `invalid_option`
 */
export function inboxMemory(options: MemoryInboxOptions = {}): MemoryInbox {
  const now = options.now ?? Date.now
  const table = createMemoryTable(options, now)
  const limit = createPendingLimit(
    positive('maxPending', options.maxPending, 10_000),
    () => table.pending(),
    now,
  )
  const working = new Map<string, { readonly entry: MemoryEntry; readonly revision: number }>()
  const jobs = createMemoryJobs((id) => table.get(id) !== undefined)
  let wake = (): void => {}
  let workers = 0

  function acceptOne(
    delivery: StoredDelivery | undefined,
    entry: NewEntry,
    json: string | undefined,
  ): Acceptance {
    const known = table.get(entry.id)
    if (known === undefined) {
      const state = isLate(entry, table.highestRank(entry.job)) ? 'stale' : undefined
      table.add(entry, json, delivery, state ?? (json === undefined ? 'quarantined' : 'pending'))
      return state ?? 'accepted'
    }
    if (delivery === undefined) return 'duplicate'
    const isCopy = known.deliveries.some(({ checksum }) => checksum === delivery.checksum)
    if (isCopy || known.json === undefined || entry.event === undefined) return 'duplicate'
    table.attach(known, attach(parse(known.json), entry.event), delivery)
    return 'attached'
  }

  const source: WorkSource = {
    claim(limit) {
      const jobs = new Set([...working.values()].map(({ entry }) => entry.job))
      const claimed: ClaimedEntry[] = []
      for (const entry of table.due()) {
        if (claimed.length === limit) break
        if (working.has(entry.id) || (entry.job !== undefined && jobs.has(entry.job))) continue
        jobs.add(entry.job)
        working.set(entry.id, { entry, revision: entry.revision })
        entry.claims++
        claimed.push(toClaimed(entry))
      }
      return claimed
    },
    settle({ id }, verdict) {
      const taken = working.get(id)
      working.delete(id)
      // Erased while it was worked on.
      if (taken === undefined || table.get(id) !== taken.entry) return
      const { entry, revision } = taken
      const { event } = verdict
      const stored = entry.revision === revision ? undefined : entry.json
      // More was attached while the handlers ran.
      const merged = event && stored !== undefined ? attach(event, parse(stored)) : event
      table.settle(entry, { ...verdict, event: merged })
    },
    nextDue: () => table.nextDue(new Set(working.keys())),
  }

  return {
    name: 'memory',
    durable: false,
    async accept(delivery, entries) {
      await limit.check()
      table.makeRoom(delivery)
      // An event that is no JSON throws here, before anything is stored.
      const texts = entries.map(({ event }) => event && JSON.stringify(event))
      const acceptances = entries.map((entry, index) => acceptOne(delivery, entry, texts[index]))
      limit.add(acceptances.filter((one) => one === 'accepted').length)
      wake()
      return acceptances
    },
    async work(process, workOptions) {
      workers++
      const worker = createWorker(source, process, workOptions, () => {
        workers--
        wake = () => {}
      })
      wake = worker.wake
      return worker
    },
    async close() {},
    jobs,
    query: createMemoryQuery(table, {
      erase: jobs.erase,
      wake: () => wake(),
      workers: () => workers,
    }),
  }
}

function toClaimed(entry: MemoryEntry): ClaimedEntry {
  const { id, endpoint, progress, reread, claims, json } = entry
  const event = json === undefined ? undefined : parse(json)
  return { id, endpoint, progress, reread, claims, event, deliveries: async () => entry.deliveries }
}

function parse(json: string): AnyEvent {
  return JSON.parse(json)
}
