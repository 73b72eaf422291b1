import { Redis } from 'ioredis'
import { Client } from 'pg'

export const connectionString: string =
  process.env['DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/test'
export const redisUrl: string = process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379'

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

/** Rejects where there is no Redis. */
export async function withRedis<T>(use: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(redisUrl, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 2_000 })
  // Whoever waits hears of it.
  redis.on('error', () => undefined)
  try {
    await redis.connect()
    return await use(redis)
  } finally {
    redis.disconnect()
  }
}
