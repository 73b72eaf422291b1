import { WebhookError } from '@stt-webhooks/core/inbox'
import { Client, Pool, type PoolClient } from 'pg'
import { migrate } from './migrations.ts'
import type { Settings } from './options.ts'
import { openQueue, type Queue } from './queue.ts'
import { isCollision, sqlState, type Transaction } from './transaction.ts'

/** The connections of one inbox. Nothing is opened before the first call. */
export interface Database {
  /** Runs one statement of its own. */
  query: Transaction['query']
  /** Runs `work` in a transaction that is on disk when it resolves; again from the start after a deadlock. */
  transaction<T>(work: (transaction: Transaction, queue: Queue) => Promise<T>): Promise<T>
  /** Opens what is not open yet. */
  queue(): Promise<Queue>
  /** A connection of its own, not connected yet: a pooled one must not listen. */
  listener(): Client
  /** Hears of trouble that nobody waits for. */
  onTrouble(listener: (error: unknown) => void): void
  close(): Promise<void>
}

interface Opened {
  readonly pool: Pool
  readonly queue: Queue
}

const connectMs = 5_000
/** No provider waits longer than this for an answer. */
const queryMs = 15_000
const collisionsMax = 5

export function createDatabase({ connection, schema }: Settings): Database {
  let opened: Opened | undefined
  let opening: Promise<Opened> | undefined
  let closing: Promise<void> | undefined
  let trouble: (error: unknown) => void = () => {}
  // Unheard, it would end the process; whoever uses the pool next gets a connection that works.
  const onPoolError = (error: unknown): void => trouble(error)

  const config = {
    connectionString: connection.connectionString,
    connectionTimeoutMillis: connectMs,
    query_timeout: queryMs,
    keepAlive: true,
    application_name: 'stt-webhooks',
  }

  function open(): Promise<Opened> {
    if (closing !== undefined)
      return Promise.reject(new WebhookError('not_stored', 'The inbox "postgres" is closed.'))
    opening ??= start().catch((error: unknown) => {
      // The next call tries again.
      opening = undefined
      throw error
    })
    return opening
  }

  async function start(): Promise<Opened> {
    const pool = connection.pool ?? new Pool(config)
    pool.on('error', onPoolError)
    pool.on('connect', hearErrors)
    try {
      const queue = await withClient(pool, async (client) => {
        // Held by the session, because pg-boss makes its schema in a transaction of its own.
        const key = `hashtextextended('stt-webhooks migrations ${schema}', 0)`
        await client.query(`SELECT pg_advisory_lock(${key})`)
        await migrate(client, schema)
        const made = await openQueue({ schema, client, pool, onTrouble: (error) => trouble(error) })
        await client.query(`SELECT pg_advisory_unlock(${key})`)
        return made
      })
      opened = { pool, queue }
      return opened
    } catch (error) {
      await letGo(pool)
      throw error
    }
  }

  async function letGo(pool: Pool): Promise<void> {
    if (connection.pool === undefined) await pool.end()
    pool.off('error', onPoolError)
    pool.off('connect', hearErrors)
  }

  async function once<T>(work: (transaction: Transaction, queue: Queue) => Promise<T>): Promise<T> {
    const { pool, queue } = opened ?? (await open())
    const outcome = await withClient(pool, async (client) => {
      // A database may have it off by default, and then a crash of the server loses what was acknowledged.
      await client.query('BEGIN; SET LOCAL synchronous_commit TO on')
      try {
        const value = await work(client, queue)
        await client.query('COMMIT')
        return { value }
      } catch (error) {
        if (sqlState(error) === undefined) throw error
        await client.query('ROLLBACK')
        return { error }
      }
    })
    if ('error' in outcome) throw outcome.error
    return outcome.value
  }

  return {
    async query(text, values) {
      const { pool } = opened ?? (await open())
      return pool.query(text, values)
    },
    async transaction(work) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await once(work)
        } catch (error) {
          if (attempt >= collisionsMax || !isCollision(error)) throw error
        }
      }
    },
    queue: async () => (await open()).queue,
    listener: () => new Client(connection.pool?.options ?? config),
    onTrouble(listener) {
      trouble = listener
    },
    close() {
      closing ??= (async () => {
        const last = await opening?.catch(() => undefined)
        if (last === undefined) return
        await last.queue.close()
        await letGo(last.pool)
      })()
      return closing
    },
  }
}

/**
 * A connection that breaks says so to its statement, and a second time to everybody. The pool takes its own ear away before ours is there:
 * when the end comes in the same packet as the answer before it, nobody would hear it, and it would end the process.
 */
function hearErrors(client: PoolClient): void {
  client.on('error', () => {})
}

/** A client whose work failed is not used again: whatever it held, its locks above all, goes with its connection. */
async function withClient<T>(pool: Pool, use: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  // A connection that breaks says so to its statement, and a second time to everybody.
  const ignore = (): void => {}
  client.on('error', ignore)
  try {
    const result = await use(client)
    client.off('error', ignore)
    client.release()
    return result
  } catch (error) {
    client.release(true)
    throw error
  }
}
