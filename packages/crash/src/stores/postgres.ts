import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { createFolder } from './folder.ts'
import { leaseMs, type Store, type StoreKind } from './store.ts'

const server = process.env['DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/test'

interface PostgresStore extends Store {
  /** Ends every connection of the inboxes on this store; tells how many there were. */
  terminate(): Promise<number>
}

interface PostgresKind extends StoreKind {
  create(): Promise<PostgresStore>
}

/** A schema of its own in the database at `DATABASE_URL`. */
export const postgres: PostgresKind = {
  name: 'postgres',
  async missing() {
    try {
      await ask('SELECT 1')
      return undefined
    } catch {
      return 'there is no Postgres at DATABASE_URL, by default postgres://postgres@127.0.0.1:5432/test'
    }
  },
  async create() {
    const folder = await createFolder()
    const name = `stt_crash_${randomUUID().slice(0, 8)}`
    // The name tells our connections from those of everybody else on the server.
    const where = new URL(server)
    where.searchParams.set('application_name', name)
    const module = new URL('../inboxes/postgres.ts', import.meta.url).href
    return {
      address: { module, where: where.href, name, leaseMs },
      handled: folder.file('handled'),
      terminate: () =>
        ask('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1', [name]),
      async drop() {
        await ask(`DROP SCHEMA IF EXISTS ${name} CASCADE`)
        await ask(`DROP SCHEMA IF EXISTS ${name}_queue CASCADE`)
        await folder.drop()
      },
    }
  },
}

/** Tells how many rows there were. */
async function ask(sql: string, values: readonly string[] = []): Promise<number> {
  const client = new Client({ connectionString: server, connectionTimeoutMillis: 2_000 })
  await client.connect()
  try {
    const { rows } = await client.query(sql, [...values])
    return rows.length
  } finally {
    await client.end()
  }
}
