import { Client, Pool, type PoolClient } from 'pg'
import { afterAll, describe } from 'vitest'
import { inboxPostgres, type PostgresInbox, type PostgresInboxOptions } from '../../src/index.ts'

const connectionString: string = process.env['DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/test'

const reachable = await canConnect()

/** Tests that need a real server: skipped without one, except where tests are what the machine is for. */
export const withPostgres: typeof describe.skip = reachable ? describe : describe.skip

async function canConnect(): Promise<boolean> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 2_000 })
  try {
    await client.connect()
    await client.end()
    return true
  } catch (error) {
    if (process.env['CI'] === 'true') throw error
    console.warn('Skipped: no Postgres at DATABASE_URL, by default postgres://postgres@127.0.0.1:5432/test.')
    return false
  }
}

interface Options extends Omit<PostgresInboxOptions, 'connectionString' | 'pool' | 'schema'> {
  /** Settings of its sessions, as a database may have them by default. */
  readonly connection?: string
}

/** Schemas of one test file, and the inboxes on them. What was opened is closed and dropped when the file is done. */
export interface Stores {
  /** The schema that a name stands for in this file. */
  schema(name: string): string
  open(name: string, options?: Options): PostgresInbox
  /** Its connections are gone at once and none comes back: what is left of a killed process. */
  kill(inbox: PostgresInbox): Promise<void>
  /** Kills every connection of the inboxes on a store, as a restart of the server does. */
  disconnect(name: string): Promise<void>
  /** For looking and for breaking. */
  readonly admin: Pool
}

export function createStores(file: string): Stores {
  const admin = new Pool({ connectionString, max: 3 })
  const schemas = new Map<string, string>()
  const pools = new Map<PostgresInbox, MortalPool>()

  function schema(name: string): string {
    const known = schemas.get(name) ?? `stt_test_${file}_${process.pid}_${schemas.size}`
    schemas.set(name, known)
    return known
  }

  afterAll(async () => {
    for (const inbox of pools.keys()) await inbox.close()
    for (const name of schemas.values())
      await admin.query(`DROP SCHEMA IF EXISTS ${name} CASCADE; DROP SCHEMA IF EXISTS ${name}_queue CASCADE`)
    await admin.end()
  }, 60_000)

  return {
    schema,
    open(name, { connection, ...options } = {}) {
      const config = { connectionString, max: 5, application_name: `${schema(name)}/${pools.size}` }
      const pool = new MortalPool(connection === undefined ? config : { ...config, options: connection })
      const made = inboxPostgres({ ...options, pool, schema: schema(name) })
      const inbox = { ...made, close: () => made.close().then(() => pool.die()) }
      pools.set(inbox, pool)
      return inbox
    },
    async kill(inbox) {
      const pool = pools.get(inbox)
      await pool?.die()
      // Those beside the pool, which listen and hold names.
      await admin.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1',
        [pool?.options.application_name],
      )
    },
    async disconnect(name) {
      await admin.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE split_part(application_name, '/', 1) = $1",
        [schema(name)],
      )
    },
    admin,
  }
}

/** A pool that can die as its process does: in the middle of whatever it is doing. */
class MortalPool extends Pool {
  readonly #clients = new Set<PoolClient>()
  #dead = false

  constructor(options: ConstructorParameters<typeof Pool>[0]) {
    super(options)
    this.on('connect', (client) => this.#clients.add(client))
    this.on('remove', (client) => this.#clients.delete(client))
  }

  async die(): Promise<void> {
    if (this.#dead) return
    this.#dead = true
    // The next connections, those that listen among them, find nobody.
    Object.assign(this.options, { connectionString: undefined, host: '127.0.0.1', port: 1 })
    for (const client of this.#clients) client.connection.stream.destroy()
    await this.end()
  }
}
