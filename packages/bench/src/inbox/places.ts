import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isRedisInstalled, startRedis, writesFirst } from '@stt-webhooks/redis-server'
import type { InboxName } from './inboxes.ts'
import { withPostgres } from './postgres.ts'

/** Where one contestant keeps what it stores, and nobody else: a file, a schema, a Redis of its own. */
export interface Place {
  readonly name: string
  /** Called when nobody uses it any more. */
  remove(): Promise<void>
}

let places = 0

export async function makePlace(inbox: InboxName): Promise<Place> {
  const name = `bench_${process.pid}_${places++}`
  if (inbox === 'sqlite') {
    const folder = await mkdtemp(join(tmpdir(), 'stt-webhooks-bench-'))
    return { name: join(folder, 'inbox.db'), remove: () => rm(folder, { recursive: true }) }
  }
  if (inbox === 'postgres') {
    const drop = `DROP SCHEMA IF EXISTS ${name} CASCADE; DROP SCHEMA IF EXISTS ${name}_queue CASCADE`
    return { name, remove: () => withPostgres(async (client) => void (await client.query(drop))) }
  }
  const redis = await startRedis(inbox === 'bullmq' ? writesFirst : {})
  return { name: redis.url, remove: redis.remove }
}

/** How what an inbox stands on keeps what it is told; rejects where it is missing. */
export async function durabilityOf(inbox: InboxName): Promise<string> {
  if (inbox === 'sqlite') return `WAL, synchronous=FULL, in ${tmpdir()}`
  if (inbox === 'postgres')
    return withPostgres(async (client) => {
      const { rows } = await client.query<Record<string, string>>(
        "SELECT name, setting FROM pg_settings WHERE name IN ('server_version', 'fsync', 'synchronous_commit')",
      )
      return rows.map(({ name, setting }) => `${name} ${setting}`).join(', ')
    })
  if (!isRedisInstalled) throw new Error('There is no redis-server on the PATH.')
  return inbox === 'bullmq' ? 'appendfsync always' : 'Redis keeps nothing on disk'
}
