import type { Process, Worker, WorkOptions } from '@stt-webhooks/core/inbox'
import { Worker as BullmqWorker, type ConnectionOptions } from 'bullmq'
import { createClaims } from './claims.ts'
import type { Address, Settings } from './options.ts'
import type { Store } from './store.ts'
import { createUpkeep } from './upkeep.ts'

/** A worker that can also be let go of as it is. */
export interface OpenWorker extends Worker {
  /** Ends without waiting for what runs, which is given back when its lease is over. */
  abandon(): Promise<void>
}

/** How long a Redis that fails is left alone. */
const troubleMs = 500
/** Between two looks for what BullMQ does not know, which nobody waits for. */
const lookEveryMs = 5_000
/** Between two looks of somebody who waits until nothing is due, while others work on it. */
const idlePauseMs = 10

/** BullMQ brings jobs, each of which means that an entry is due; which one is taken, and by whom, is decided in Redis. */
export async function startWorker(
  store: Store,
  settings: Settings,
  process: Process,
  { concurrency, onError }: WorkOptions,
): Promise<OpenWorker> {
  const claims = createClaims(store, settings)
  const upkeep = createUpkeep(store, settings)
  const { leaseMs, queue, prefix, address } = settings
  let working = 0
  let stopping = false
  let done: Promise<void> | undefined
  let news: (() => void)[] = []
  await upkeep.look()

  const bullmq = new BullmqWorker(queue, work, {
    ...{ prefix, concurrency, lockDuration: leaseMs, stalledInterval: leaseMs },
    // How often an entry may come back is for the core to decide, by its claims.
    ...{ maxStalledCount: 1_000_000, runRetryDelay: troubleMs },
    connection: connectionOf(address),
  })
  bullmq.on('error', (error) => {
    if (!stopping) onError(error)
  })
  const timer = setInterval(() => void tend(), Math.min(lookEveryMs, leaseMs / 3))

  /** For one job of BullMQ. Whatever it cannot do the next look finds again. */
  async function work(): Promise<void> {
    if (stopping) return
    working++
    try {
      const entry = await claims.claim()
      if (entry === undefined) return
      const verdict = await process(entry)
      await stubbornly(() => claims.settle(entry, verdict))
    } catch (error) {
      onError(error)
    } finally {
      working--
      tell()
    }
  }

  /** A verdict that cannot be stored is a handler's work that would be done twice. */
  async function stubbornly(settle: () => Promise<void>): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await settle()
        return
      } catch (error) {
        onError(error)
        if (stopping && attempt >= 3) return
        await pause(troubleMs)
      }
    }
  }

  async function tend(): Promise<void> {
    try {
      await claims.renew()
      await upkeep.look()
    } catch (error) {
      onError(error)
    }
  }

  function tell(): void {
    const listeners = news
    news = []
    for (const listener of listeners) listener()
  }

  /** Resolves when an entry was settled here, or after a while. */
  function pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timeout = setTimeout(resolve, milliseconds)
      news.push(() => {
        clearTimeout(timeout)
        resolve()
      })
    })
  }

  async function idle(): Promise<void> {
    while (!stopping) {
      try {
        const due = await upkeep.look()
        if (due === 0 && working === 0) return
        await pause(idlePauseMs)
      } catch (error) {
        onError(error)
        await pause(troubleMs)
      }
    }
  }

  async function stop(force: boolean): Promise<void> {
    stopping = true
    tell()
    await bullmq.close(force)
    clearInterval(timer)
    if (force) return
    try {
      // Jobs that came while it stopped were let go: who works next, or now elsewhere, gets others for them.
      await upkeep.look()
      await upkeep.leave()
    } catch (error) {
      onError(error)
    }
  }

  return {
    wake: () => void tend(),
    idle,
    stop() {
      done ??= stop(false)
      return done
    },
    abandon() {
      done ??= stop(true)
      return done
    },
  }
}

/** BullMQ opens and closes two connections of its own, on which a command waits for Redis to come back. */
function connectionOf({ url, options }: Address): ConnectionOptions {
  const retryStrategy = (attempt: number): number => Math.min(attempt * 50, 500)
  const own = { maxRetriesPerRequest: null, retryStrategy }
  // Options of ioredis as BullMQ takes them; only its type does not let them be undefined.
  return url === undefined ? ({ ...options, ...own } as ConnectionOptions) : { ...own, url }
}
