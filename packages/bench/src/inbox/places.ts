import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InboxName } from './inboxes.ts'
import { withPostgres, withRedis } from './services.ts'

/** Where one contestant keeps what it stores, and nobody else: a file, a schema, a prefix. */
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
  return { name: `{${name}}`, remove: () => withRedis((redis) => unlinkAll(redis, `{${name}}*`)) }
}

type Client = Parameters<Parameters<typeof withRedis>[0]>[0]

async function unlinkAll(redis: Client, match: string): Promise<void> {
  for await (const keys of redis.scanStream({ match, count: 1_000 }))
    if (keys.length > 0) await redis.unlink(...keys)
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
  return withRedis(async (redis) => {
    const { appendonly, appendfsync } = await settingsOf(redis)
    return appendonly === 'yes' ? `appendfsync ${appendfsync}` : 'appendonly no'
  })
}

async function settingsOf(redis: Client): Promise<Record<string, string>> {
  const found: unknown = await redis.config('GET', 'append*')
  if (!Array.isArray(found)) return {}
  const texts = found.map(String)
  return Object.fromEntries(
    texts.flatMap((text, index) => (index % 2 === 0 ? [[text, texts[index + 1] ?? '']] : [])),
  )
}
