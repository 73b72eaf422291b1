import { Job, type Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { checkRedis } from './check.ts'
import { createConnection, gone } from './connection.ts'
import type { Settings } from './options.ts'
import { commandOf, type ScriptCall } from './scripts.ts'

/** What a BullMQ job carries: the entry that made somebody look. Workers take whichever is due longest. */
export interface Ticket {
  readonly id: string
  /** For lists of jobs: the event type. */
  readonly name: string
  /** Milliseconds from now. */
  readonly delay?: number
}

/** The entries in Redis, and the BullMQ queue beside them. */
export interface Store {
  /** What all keys of the entries begin with. */
  readonly base: string
  redis(): Promise<Redis>
  queue(): Promise<Queue>
  run(call: ScriptCall): Promise<unknown>
  /**
   * Runs scripts and adds jobs as one transaction: Redis does all of it or nothing, whatever becomes of this process. Gives one answer for
   * each script, or the error that it failed with.
   */
  transact(
    calls: readonly ScriptCall[],
    tickets: readonly Ticket[],
    sent?: () => void,
  ): Promise<readonly unknown[]>
  close(): Promise<void>
}

export function createStore(settings: Settings): Store {
  const connection = createConnection(settings, (redis) => checkRedis(redis, settings.onWarning))
  // Next to the keys of BullMQ, which begin with `prefix:queue:`, and never among them.
  const base = `${settings.prefix}:${settings.queue}-entries:`

  async function transact(
    calls: readonly ScriptCall[],
    tickets: readonly Ticket[],
    sent: () => void = () => {},
  ): Promise<readonly unknown[]> {
    const { redis, queue } = await connection.open()
    const backend = queue.getBackend()
    const multi = (await backend.client).multi()
    for (const { script, keys = [], args } of calls)
      multi.runCommand(commandOf(script), [1 + keys.length, base, ...keys, ...args])
    // BullMQ's own script, on our transaction: BullMQ keeps this public for those who add jobs together with other things.
    await Promise.all(tickets.map((ticket) => backend.addJobToTransaction(multi, toJob(queue, ticket), '')))
    const executed = multi.exec()
    sent()
    const results = (await executed.catch((error: unknown) => refuse(redis, error))) ?? []
    const errors = results.map(([error]) => error)
    // Scripts that Redis forgot while the connection lasted are sent again only on a new one.
    if (errors.some((error) => error?.message.includes('NOSCRIPT'))) redis.disconnect(true)
    const failed = errors.slice(calls.length).find((error) => error !== null)
    if (failed) throw failed
    return calls.map((_, index) => {
      const [error, answer] = results[index] ?? [new Error('Redis gave no answer.'), undefined]
      return error ?? answer
    })
  }

  return {
    base,
    transact,
    async redis() {
      return (await connection.open()).redis
    },
    async queue() {
      return (await connection.open()).queue
    },
    async run({ script, keys = [], args }) {
      const { redis, queue } = await connection.open()
      const client = await queue.getBackend().client
      const answer: unknown = await client
        .runCommand(commandOf(script), [1 + keys.length, base, ...keys, ...args])
        .catch((error: unknown) => refuse(redis, error))
      return answer
    },
    close: connection.close,
  }
}

/** ioredis tells of its retries where Redis is simply gone. */
function refuse({ status }: Redis, error: unknown): never {
  throw status === 'ready' ? error : gone(error)
}

function toJob(queue: Queue, { id, name, delay = 0 }: Ticket): ReturnType<Job['asJSON']> {
  const options = { ...queue.defaultJobOptions, ...(delay > 0 ? { delay: Math.ceil(delay) } : {}) }
  return new Job(queue, name, { id }, options).asJSON()
}
