import { WebhookError } from '@stt-webhooks/core/inbox'
import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
import type { Settings } from './options.ts'
import { commands } from './scripts.ts'

/** One connection to Redis and BullMQ's queue on it. */
interface Opened {
  readonly redis: Redis
  readonly queue: Queue
}

export interface Connection {
  /** Opens at the first call. Rejects promptly while Redis is gone, and resolves again when it is back. */
  open(): Promise<Opened>
  close(): Promise<void>
}

/** How long Redis may take to be connected to, or to answer. */
const patienceMs = 4_000

/** `check` is called once, when the connection was made for the first time. */
export function createConnection(settings: Settings, check: (redis: Redis) => Promise<void>): Connection {
  let opening: Promise<Opened> | undefined
  let checked = false
  let closed = false

  async function connect(): Promise<Opened> {
    const own = {
      ...{ scripts: { ...commands }, lazyConnect: true },
      // Commands that Redis does not answer would pile up with their bodies: the connection is given up, and with it all that waits on it.
      ...{ connectTimeout: patienceMs, socketTimeout: patienceMs },
      // A delivery that waits in memory for Redis to come back is one that is lost with the process: it is refused, and sent again.
      ...{ enableOfflineQueue: false, autoResendUnfulfilledCommands: false, maxRetriesPerRequest: 0 },
      retryStrategy: (attempt: number) => Math.min(attempt * 50, 500),
    }
    const { url, options = {} } = settings.address
    // Answers in another shape would not be understood.
    const { protocol: _protocol, replyMapping: _replyMapping, ...rest } = options
    const redis = url === undefined ? new Redis({ ...rest, ...own }) : new Redis(url, own)
    // Whoever asks hears of it; without a listener ioredis writes every failed attempt to the console.
    redis.on('error', () => {})
    try {
      await redis.connect()
      if (!checked) await check(redis)
      checked = true
      const queue = new Queue(settings.queue, {
        ...{ connection: redis, prefix: settings.prefix },
        defaultJobOptions: { removeOnComplete: true, removeOnFail: true, attempts: 1 },
      })
      queue.on('error', () => {})
      await queue.waitUntilReady()
      return { redis, queue }
    } catch (error) {
      redis.disconnect()
      throw gone(error)
    }
  }

  async function open(): Promise<Opened> {
    if (closed) throw new WebhookError('not_stored', 'The inbox is closed.')
    // ioredis comes back by itself only from a connection that was made once.
    opening ??= connect().catch((error: unknown) => {
      opening = undefined
      throw error
    })
    const opened = await opening
    if (opened.redis.status !== 'ready') throw gone(undefined)
    return opened
  }

  return {
    open,
    async close() {
      closed = true
      const opened = await opening?.catch(() => undefined)
      opening = undefined
      if (opened === undefined) return
      await opened.queue.close()
      opened.redis.disconnect()
    },
  }
}

/** What is said to those who wait when there is no connection. */
export function gone(cause: unknown): WebhookError {
  return new WebhookError('not_stored', 'Redis cannot be reached. It is tried again with every delivery.', {
    cause,
  })
}
