import { randomUUID } from 'node:crypto'
import {
  type Acceptance,
  createPendingLimit,
  type Inbox,
  type InboxQuery,
  type JobLedger,
  type NewEntry,
  type StoredDelivery,
  type Worker,
} from '@stt-webhooks/core/inbox'
import { acceptArrivals } from './accept.ts'
import { type Arrival, toArrivals } from './arrival.ts'
import { createDatabase } from './database.ts'
import { createGroup } from './group.ts'
import { createLedger } from './jobs/ledger.ts'
import { createNotices, notify } from './notify.ts'
import { type PostgresInboxOptions, toSettings } from './options.ts'
import { countPending, createQuery } from './query.ts'
import type { Transaction } from './transaction.ts'
import { startWork } from './work.ts'

export type { ConnectionStringOption, PoolOption, PostgresInboxOptions } from './options.ts'
export type { Transaction } from './transaction.ts'

/** An inbox in Postgres, which any number of instances share. */
export interface PostgresInbox extends Inbox {
  readonly query: InboxQuery
  readonly jobs: JobLedger
  /**
   * `accept()` inside of the caller's own transaction: stored, and worked on, if and only if that one commits. It stores all or nothing
   * even if the caller goes on after an error, and turns `synchronous_commit` on for the transaction.
   * @throws WebhookError `overloaded`; anything else means that it was not stored
   */
  acceptIn(
    transaction: Transaction,
    delivery: StoredDelivery | undefined,
    entries: readonly NewEntry[],
  ): Promise<readonly Acceptance[]>
}

/**
 * Stores events in Postgres. Nothing is opened before the first call, and a server that is gone makes calls reject until it is
 * back.
 * @throws WebhookError `invalid_option`
 */
export function inboxPostgres(options: PostgresInboxOptions): PostgresInbox {
  const settings = toSettings(options)
  const { schema, maxPending, now, onStep } = settings
  const id = randomUUID()
  const database = createDatabase(settings)
  const count = once(() => countPending(database, schema, maxPending))
  const limit = createPendingLimit(maxPending, count, now)
  let worker: Worker | undefined

  const tellOthers = createNotices(database, schema, id)

  const store = createGroup(async (deliveries: readonly (readonly Arrival[])[]) => {
    const acceptances = await database.transaction((transaction, queue) => {
      onStep('begin')
      return acceptArrivals(transaction, queue, settings, deliveries.flat())
    })
    onStep('commit')
    worker?.wake()
    tellOthers()
    return deliveries.map((arrivals) => arrivals.flatMap((arrival) => acceptances.get(arrival) ?? []))
  }, bytesOf)

  return {
    name: 'postgres',
    durable: true,
    async accept(delivery, entries) {
      const arrivals = toArrivals(delivery, entries)
      await limit.check()
      const acceptances = await store(arrivals)
      limit.add(countNew(acceptances))
      return acceptances
    },
    async acceptIn(transaction, delivery, entries) {
      const arrivals = toArrivals(delivery, entries)
      await limit.check()
      const queue = await database.queue()
      // Refused outside of a transaction, where each statement would stand alone.
      await transaction.query('SAVEPOINT stt_webhooks')
      try {
        await transaction.query('SET LOCAL synchronous_commit TO on')
        const acceptances = await acceptArrivals(transaction, queue, settings, arrivals)
        await notify(transaction, schema)
        await transaction.query('RELEASE SAVEPOINT stt_webhooks')
        return arrivals.flatMap((arrival) => acceptances.get(arrival) ?? [])
      } catch (error) {
        await transaction.query('ROLLBACK TO SAVEPOINT stt_webhooks')
        throw error
      }
    },
    async work(process, workOptions) {
      worker = await startWork({ database, settings, id }, process, workOptions)
      return worker
    },
    async close() {
      // Looks for no more; what still runs cannot be settled any more and is done again.
      void worker?.stop()
      await database.close()
    },
    query: createQuery(database, settings),
    jobs: createLedger(database, settings),
  }
}

function bytesOf(arrivals: readonly Arrival[]): number {
  return arrivals[0]?.parcel?.body.length ?? 0
}

function countNew(acceptances: readonly Acceptance[]): number {
  return acceptances.filter((one) => one === 'accepted').length
}

/** Calls that come while one is under way share its result. */
function once<T>(call: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined
  return () => {
    running ??= call().finally(() => {
      running = undefined
    })
    return running
  }
}
