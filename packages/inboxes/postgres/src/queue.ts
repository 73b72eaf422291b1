import { hash } from 'node:crypto'
import type { ClientBase, Pool } from 'pg'
import { PgBoss } from 'pg-boss'
import { makeSchema } from './migrations.ts'
import type { Transaction } from './transaction.ts'

/**
 * The queue of pg-boss. Its job carries an event id and means "look now": it spreads the work over the instances without two of them
 * waiting for one row, and it is gone as soon as somebody has looked, in the transaction in which he takes the row. The rows decide what
 * happens. A job too many finds nothing to do, and a row without one is found by looking at the rows.
 */
export interface Queue {
  /** In the caller's transaction. `inMs`: how long to wait, by any clock. */
  send(transaction: Transaction, jobs: readonly LookAt[]): Promise<void>
  /** Event ids of jobs that are due, the longest due first, which are gone when the caller's transaction commits. */
  take(transaction: Transaction, limit: number): Promise<readonly string[]>
  /** Removes the jobs of events that were found without them: left over, each would make a later look find nothing. */
  remove(transaction: Transaction, ids: readonly string[]): Promise<void>
  close(): Promise<void>
}

interface LookAt {
  readonly id: string
  /** Milliseconds since 1970. */
  readonly dueAt: number
  /** Milliseconds until then. */
  readonly inMs: number
}

export interface QueueParts {
  readonly schema: string
  /** Opens the queue: it has the migration lock. */
  readonly client: ClientBase
  readonly pool: Pool
  onTrouble(error: unknown): void
}

const name = 'entries'

/** pg-boss serves the highest priority first, an integer of 32 bits: seconds before 2060. */
const priorityEpoch = Date.UTC(2060, 0)

/** The schema is not the `pgboss` of the application, whose version of pg-boss may be another. */
export async function openQueue({ schema, client, pool, onTrouble }: QueueParts): Promise<Queue> {
  let database: Pick<Pool, 'query'> | ClientBase = client
  await makeSchema(client, `${schema}_queue`)
  const boss = new PgBoss({
    db: { executeSql: (text, values) => database.query(text, values) },
    schema: `${schema}_queue`,
    createSchema: false,
    // Neither is needed: no job is ever left behind, and none is scheduled.
    supervise: false,
    schedule: false,
  })
  boss.on('error', onTrouble)
  try {
    await boss.start()
    // Ours are the retries, and a job in hand lasts as long as its transaction.
    if ((await boss.getQueue(name)) === null) await boss.createQueue(name, { retryLimit: 0 })
    // pg-boss looks the queue up once, which must not happen inside of a transaction.
    await boss.findJobs(name, { key: '' })
  } catch (error) {
    await boss.stop({ graceful: false })
    throw error
  }
  database = pool

  async function remove(transaction: Transaction, ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await boss.deleteJob(name, ids.map(toJobId), { db: within(transaction) })
  }

  return {
    async send(transaction, jobs) {
      if (jobs.length === 0) return
      const inserts = jobs.map(({ id, dueAt, inMs }) => ({
        id: toJobId(id),
        data: { id },
        priority: Math.round((priorityEpoch - dueAt) / 1000),
        ...(inMs > 0 ? { startAfter: inMs / 1000 } : {}),
      }))
      await boss.insert(name, inserts, { db: within(transaction) })
    },
    async take(transaction, limit) {
      const jobs = await boss.fetch<{ id: string }>(name, { batchSize: limit, db: within(transaction) })
      const ids = jobs.map((job) => job.data.id)
      await remove(transaction, ids)
      return ids
    },
    remove,
    close: () => boss.stop({ graceful: false }),
  }
}

function within(transaction: Transaction): { executeSql: Transaction['query'] } {
  return { executeSql: (text, values) => transaction.query(text, values) }
}

/** A UUID; an event has one job at most. */
function toJobId(id: string): string {
  const hex = hash('sha256', id)
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
}
