import { isRedisInstalled, type RedisServer, startRedis, writesFirst } from '@stt-webhooks/redis-server'
import { createFolder } from './folder.ts'
import { leaseMs, type Store, type StoreKind } from './store.ts'

interface BullmqStore extends Store {
  readonly redis: RedisServer
}

interface BullmqKind extends StoreKind {
  create(): Promise<BullmqStore>
}

/** A Redis of its own, that writes everything to disk before it answers. */
export const bullmq: BullmqKind = {
  name: 'bullmq',
  missing: () => Promise.resolve(isRedisInstalled ? undefined : 'there is no redis-server on the PATH'),
  async create() {
    const folder = await createFolder()
    const redis = await startRedis(writesFirst)
    const module = new URL('../inboxes/bullmq.ts', import.meta.url).href
    return {
      address: { module, where: redis.url, name: 'stt-crash', leaseMs },
      handled: folder.file('handled'),
      redis,
      async drop() {
        await redis.remove()
        await folder.drop()
      },
    }
  },
}
