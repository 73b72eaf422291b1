import { Redis } from 'ioredis'
import { afterAll, describe } from 'vitest'
import { type BullmqInbox, type BullmqInboxOptions, inboxBullmq } from '../../src/index.ts'
import { type Link, openLink } from './link.ts'

export const redisUrl: string = process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379'

export const reachable: boolean = await canConnect()

/** Tests that need a real server: skipped without one, except where tests are what the machine is for. */
export const withRedis: typeof describe.skip = reachable ? describe : describe.skip

async function canConnect(): Promise<boolean> {
  const redis = new Redis(redisUrl, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 2_000 })
  redis.on('error', () => {})
  try {
    await redis.connect()
    return true
  } catch (error) {
    if (process.env['CI'] === 'true') throw error
    return false
  } finally {
    redis.disconnect()
  }
}

type Options = Omit<BullmqInboxOptions, 'url' | 'connection' | 'prefix'>

/** Key spaces of one test file, and the inboxes on them. What was opened is closed and removed when the file is done. */
export interface Stores {
  /** What the keys of the store of this name begin with. */
  prefix(name: string): string
  /** An inbox that speaks with Redis over a link of its own. */
  open(name: string, options?: Options): Promise<BullmqInbox>
  /** Cuts the link of an inbox for good: what is left of a killed process. */
  kill(inbox: unknown): void
  /** For looking and for breaking. */
  readonly admin: Redis
}

export function createStores(file: string): Stores {
  const admin = new Redis(redisUrl, { lazyConnect: true })
  const links = new Map<unknown, Link>()
  const opened: BullmqInbox[] = []
  const run = `{stt-test-${file}-${process.pid}-${Date.now()}`

  afterAll(async () => {
    for (const link of links.values()) link.cut()
    await Promise.all(opened.map((inbox) => inbox.close()))
    for await (const keys of admin.scanStream({ match: `${run}*`, count: 1_000 }))
      if (keys.length > 0) await admin.unlink(...keys)
    admin.disconnect()
  }, 60_000)

  const prefix = (name: string): string => `${run}-${name}}`
  return {
    prefix,
    async open(name, options) {
      const link = await openLink(redisUrl)
      const inbox = inboxBullmq({ onWarning: () => {}, ...options, url: link.url, prefix: prefix(name) })
      links.set(inbox, link)
      opened.push(inbox)
      return inbox
    },
    kill: (inbox) => links.get(inbox)?.cut(),
    admin,
  }
}
