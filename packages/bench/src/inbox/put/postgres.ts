import { Pool } from 'pg'
import { PgBoss } from 'pg-boss'
import type { Item } from '../items.ts'
import { connectionString } from '../postgres.ts'
import { grouped, type Put } from './put.ts'

const queue = 'looks'

/** pg-boss alone, or with one row for each delivery in the same transaction. */
export async function rawPostgres(schema: string, withRow: boolean): Promise<Put> {
  const pool = new Pool({ connectionString })
  const boss = new PgBoss({ connectionString, schema, supervise: false, schedule: false })
  await boss.start()
  await boss.createQueue(queue)
  await pool.query(
    `CREATE TABLE ${schema}.rows (id text PRIMARY KEY, event json NOT NULL, body bytea NOT NULL)`,
  )

  async function store(items: readonly Item[]): Promise<void> {
    const jobs = items.map(({ entry }) => ({ data: { id: entry.id } }))
    if (!withRow) return void (await boss.insert(queue, jobs))
    const client = await pool.connect()
    await client.query('BEGIN')
    await client.query(
      `INSERT INTO ${schema}.rows SELECT * FROM unnest($1::text[], $2::json[], $3::bytea[])`,
      [
        items.map(({ entry }) => entry.id),
        items.map(({ event }) => JSON.stringify(event)),
        items.map(({ body }) => body),
      ],
    )
    await boss.insert(queue, jobs, {
      db: { executeSql: (text, values) => client.query(text, values) },
    })
    await client.query('COMMIT')
    client.release()
  }

  return {
    put: grouped({ most: 500, overlap: false }, store),
    async stored() {
      const { rows } = await pool.query<{ stored: number }>(
        `SELECT count(*)::integer AS stored FROM ${schema}.${withRow ? 'rows' : 'job'}`,
      )
      return rows[0]?.stored ?? 0
    },
  }
}
