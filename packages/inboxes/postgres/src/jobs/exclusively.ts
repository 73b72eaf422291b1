import type { JobLedger } from '@stt-webhooks/core/inbox'
import type { Client } from 'pg'
import type { Database } from '../database.ts'
import { select } from '../transaction.ts'

/**
 * Holds a name by an advisory lock on a connection of its own, so that the server gives it back when the process is gone. The lock
 * belongs to a transaction: one of the session would outlive its holder behind a proxy that pools transactions. The transaction reads
 * nothing, and keeps nothing from being vacuumed.
 */
export function createExclusively(database: Database, schema: string): JobLedger['exclusively'] {
  // Spares a connection that would only be told no.
  const running = new Set<string>()

  async function hold<T>(name: string, work: () => Promise<T>): Promise<{ readonly result: T } | undefined> {
    // Rejects once the inbox is closed.
    await database.queue()
    const client = database.listener()
    // The work goes on without its connection, and another process may then do the same.
    client.on('error', ignore)
    try {
      await client.connect()
      if (!(await take(client, `stt-webhooks exclusively ${schema} ${name}`))) return undefined
      try {
        return { result: await work() }
      } finally {
        await client.query('COMMIT').catch(ignore)
      }
    } finally {
      client.end().catch(ignore)
    }
  }

  return async function exclusively(name, work) {
    if (running.has(name)) return undefined
    running.add(name)
    try {
      return await hold(name, work)
    } finally {
      running.delete(name)
    }
  }
}

async function take(client: Client, name: string): Promise<boolean> {
  await client.query(begin)
  const sql = 'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS taken'
  const [row] = await select<{ taken: boolean }>(client, sql, [name])
  return row?.taken === true
}

/** It is idle on purpose. A machine that vanished without a word is noticed within a minute, not within hours. */
const begin = `
  BEGIN; SET LOCAL idle_in_transaction_session_timeout TO 0;
  SET LOCAL tcp_keepalives_idle TO 10; SET LOCAL tcp_keepalives_interval TO 5`

function ignore(): void {}
