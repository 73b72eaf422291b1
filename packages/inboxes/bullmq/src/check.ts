import type { Redis } from 'ioredis'

/** Says what the configuration of Redis puts at risk: one line each, and none if nothing that was acknowledged can be lost. */
export async function checkRedis(redis: Redis, warn: (message: string) => void): Promise<void> {
  // Managed services refuse CONFIG and mostly allow INFO, which lacks `appendfsync`.
  const about = await redis.info().catch(() => '')
  const policy = infoOf(about, 'maxmemory_policy') ?? (await setting(redis, 'maxmemory-policy'))
  const append = infoOf(about, 'aof_enabled') ?? (await setting(redis, 'appendonly'))
  const sync = await setting(redis, 'appendfsync')
  for (const line of [aboutMemory(policy), aboutDisk(append, sync)])
    if (line !== undefined) warn(`[stt-webhooks] [inbox-bullmq] ${line}`)
}

function aboutMemory(policy: string | undefined): string | undefined {
  if (policy === 'noeviction') return undefined
  if (policy === undefined)
    return 'It could not be checked whether Redis keeps what it is given. Make sure that `maxmemory-policy` is noeviction.'
  return `Redis removes keys when its memory is full (maxmemory-policy ${policy}): acknowledged events can be lost. Set it to noeviction; deliveries are then answered 503 until there is room.`
}

function aboutDisk(append: string | undefined, sync: string | undefined): string | undefined {
  if (append === undefined)
    return 'It could not be checked what Redis keeps on disk. Without `appendonly yes` all acknowledged events are lost when Redis ends; with `appendfsync everysec` about the last second.'
  if (append === '0' || append === 'no')
    return 'Redis keeps no log on disk (appendonly no): acknowledged events are lost when it ends. Set `appendonly yes` and `appendfsync always`.'
  if (sync === 'always') return undefined
  if (sync === 'everysec')
    return 'Redis writes its log to disk once a second (appendfsync everysec): what was acknowledged in about the last second is lost when its machine fails. Set `appendfsync always` to lose nothing.'
  if (sync === 'no')
    return 'Redis leaves it to the operating system when its log is written to disk (appendfsync no): what was acknowledged in the last half minute or so is lost when its machine fails. Set `appendfsync always` to lose nothing.'
  return 'Redis keeps a log on disk, and it could not be checked how often it is written: with `appendfsync everysec`, which is usual, about the last second of acknowledged events is lost when its machine fails.'
}

function infoOf(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1]
}

async function setting(redis: Redis, name: string): Promise<string | undefined> {
  const reply = await redis.config('GET', name).catch(() => undefined)
  return Array.isArray(reply) && typeof reply[1] === 'string' ? reply[1] : undefined
}
