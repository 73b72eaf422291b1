import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
import type { Item } from '../items.ts'
import { grouped, type Put } from './put.ts'

/** BullMQ alone, or with one hash for each delivery, sent before its job. */
export async function rawBullmq(url: string, withHash: boolean): Promise<Put> {
  const redis = new Redis(url, { maxRetriesPerRequest: null })
  const queue = new Queue('inbox', { connection: redis })
  await queue.waitUntilReady()

  async function keep(items: readonly Item[]): Promise<void> {
    const pipeline = redis.pipeline()
    for (const { entry, event, body } of items)
      pipeline.hset(`e:${entry.id}`, 'event', JSON.stringify(event), 'body', body)
    for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error
  }

  async function store(items: readonly Item[]): Promise<void> {
    const jobs = items.map(({ entry, event }) => ({ name: event.type, data: { id: entry.id } }))
    await Promise.all([withHash ? keep(items) : undefined, queue.addBulk(jobs)])
  }

  return {
    put: grouped({ most: 16, overlap: true }, store),
    stored: () => queue.getWaitingCount(),
  }
}
