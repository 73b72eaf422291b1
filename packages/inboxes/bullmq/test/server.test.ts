import {
  isRedisInstalled,
  type RedisServer,
  type RedisSettings,
  startRedis,
  writesFirst,
} from '@stt-webhooks/redis-server'
import { Redis } from 'ioredis'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type BullmqInbox, type BullmqInboxOptions, inboxBullmq } from '../src/index.ts'
import { done, example, put, until } from './support/job.ts'

if (!isRedisInstalled && process.env['CI'] === 'true') throw new Error('redis-server is not installed.')
const withOwnServer = isRedisInstalled ? describe : describe.skip

async function startServer(settings: RedisSettings = {}): Promise<RedisServer> {
  const server = await startRedis(settings)
  onTestFinished(server.remove)
  return server
}

function open(url: string, options: Omit<BullmqInboxOptions, 'url'> = {}): BullmqInbox {
  const inbox = inboxBullmq({ onWarning: () => {}, ...options, url })
  onTestFinished(() => inbox.close())
  return inbox
}

withOwnServer('the start-up check', () => {
  it('says nothing where nothing that was acknowledged can be lost', async () => {
    expect(await linesOf(writesFirst)).toEqual([])
  })

  it.each([
    [{ appendonly: 'no' }, 'keeps no log on disk'],
    [{ appendonly: 'yes', appendfsync: 'everysec' }, 'about the last second is lost'],
    [{ appendonly: 'yes', appendfsync: 'no' }, 'leaves it to the operating system'],
  ])('says what can be lost with %j', async (settings, part) => {
    const lines = await linesOf(settings)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain(part)
    expect(lines[0]).toMatch(/^\[stt-webhooks] \[inbox-bullmq] /)
  })

  it('says that Redis removes keys when its memory is full', async () => {
    const lines = await linesOf({ ...writesFirst, 'maxmemory-policy': 'allkeys-lru' })
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain('maxmemory-policy allkeys-lru')
  })

  it('says that it could not look where CONFIG is forbidden', async () => {
    const lines = await linesOf({ appendonly: 'yes', 'rename-command': 'CONFIG ' })
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain('could not be checked')
  })

  async function linesOf(settings: RedisSettings): Promise<readonly string[]> {
    const { url } = await startServer(settings)
    const lines: string[] = []
    const inbox = open(url, { onWarning: (line) => void lines.push(line) })
    await put(inbox, 'job-1')
    await inbox.query.stats()
    return lines
  }
})

withOwnServer('a Redis that ends', () => {
  it('loses nothing acknowledged with `appendfsync always`, and the inbox comes back by itself', async () => {
    const server = await startServer(writesFirst)
    const inbox = open(server.url, { leaseMs: 1_000 })
    const handled = new Set<string>()
    const worker = await inbox.work(
      async (entry) => {
        handled.add(entry.id)
        return done(entry)
      },
      { concurrency: 5, onError: () => {} },
    )
    onTestFinished(() => worker.stop())
    const acknowledged: string[] = []
    let refused = 0
    let next = 0
    let ended = false
    async function send(): Promise<void> {
      while (!ended) {
        const { delivery, entry } = example(`job-${next++}`)
        try {
          await inbox.accept(delivery, [entry])
          acknowledged.push(entry.id)
        } catch {
          refused++
          // A service comes again later.
          await new Promise((resolve) => setTimeout(resolve, 5))
        }
      }
    }
    const senders = Array.from({ length: 10 }, send)
    for (let round = 1; round <= 3; round++) {
      const before = acknowledged.length
      await until(() => acknowledged.length > before + 50)
      await server.kill()
      const refusedBefore = refused
      // Promptly: while the server is gone nobody waits for it.
      await until(() => refused > refusedBefore + 20)
      await server.start()
    }
    const before = acknowledged.length
    await until(() => acknowledged.length > before + 50)
    ended = true
    await Promise.all(senders)
    // What was taken while the answer was lost comes back after the lease.
    await until(() => acknowledged.every((id) => handled.has(id)))
    await worker.idle()
    for (const id of acknowledged.slice(0, 20)) expect((await inbox.query.get(id))?.state).toBe('done')
  }, 30_000)

  it('an inbox that is made while Redis is gone works as soon as it is there', async () => {
    const server = await startServer()
    await server.kill()
    const inbox = open(server.url)
    await expect(put(inbox, 'job-1')).rejects.toThrow('Redis cannot be reached')
    await server.start()
    expect(await put(inbox, 'job-1')).toBe('accepted')
  })

  it('a Redis that is full refuses, and accepts when there is room', async () => {
    const { url } = await startServer({ 'maxmemory-policy': 'noeviction' })
    const inbox = open(url)
    await put(inbox, 'job-1')
    const admin = new Redis(url)
    onTestFinished(() => admin.disconnect())
    await admin.config('SET', 'maxmemory', '1mb')
    await expect(put(inbox, 'job-2')).rejects.toThrow()
    await admin.config('SET', 'maxmemory', '0')
    expect(await put(inbox, 'job-2')).toBe('accepted')
  })

  it('scripts that Redis forgot are sent again', async () => {
    const { url } = await startServer()
    const inbox = open(url)
    await put(inbox, 'job-1')
    const admin = new Redis(url)
    onTestFinished(() => admin.disconnect())
    await admin.script('FLUSH')
    await put(inbox, 'job-2').catch(() => {})
    await until(async () => (await put(inbox, 'job-3').catch(() => undefined)) !== undefined)
    expect((await inbox.query.stats()).pending).toBeGreaterThanOrEqual(2)
  })
})
