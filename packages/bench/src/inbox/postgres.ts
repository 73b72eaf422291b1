import { Client } from 'pg'

export const connectionString: string =
  process.env['DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/test'

/** Rejects where there is no Postgres. */
export async function withPostgres<T>(use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 2_000 })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}
