import type { MaybePromise } from '../maybe-promise.ts'
import type { ClaimedEntry, Process, Verdict, Worker, WorkOptions } from './contract.ts'

/** What a store must do to be worked on by `createWorker`. Methods may reject; they are tried again. */
export interface WorkSource {
  /**
   * Takes up to `limit` entries that are due, the longest due first, and none whose job is being worked on; at most one of each job.
   * Empty: nothing can be taken now.
   */
  claim(limit: number): MaybePromise<readonly ClaimedEntry[]>
  /** Stores what became of an entry and gives it back. */
  settle(entry: ClaimedEntry, verdict: Verdict): MaybePromise<void>
  /** Milliseconds until an entry that nobody works on becomes due; undefined if there is none. */
  nextDue(): MaybePromise<number | undefined>
}

/** Due times may lie further ahead than a timer can count, and other processes may change them. */
const longestSleepMs = 30_000
/** How long a store that fails is left alone. */
const troubleMs = 500

/**
 * The loop that most inboxes share: claims as much as there is room for, runs it, and sleeps until something is due or `wake` is called.
 * `stopped` is called when the last verdict is stored.
 */
export function createWorker(
  source: WorkSource,
  process: Process,
  options: WorkOptions,
  stopped: () => MaybePromise<void> = () => {},
): Worker {
  const running = new Set<Promise<void>>()
  let stopping = false
  let looking: Promise<void> | undefined
  let again = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let dry: (() => void)[] = []
  let done: Promise<void> | undefined

  /** One look at a time; a call during it makes it look once more. */
  function wake(): void {
    again = true
    looking ??= look().finally(() => {
      looking = undefined
      if (again && !stopping) wake()
    })
  }

  async function look(): Promise<void> {
    clearTimeout(timer)
    // Accepting comes first: a look that waits a turn sees all that this turn accepted.
    await new Promise(setImmediate)
    try {
      while (again && !stopping) {
        again = false
        await fill()
      }
      // With no room left, the end of a run is what to wait for; and whoever stops must not touch the store again.
      if (!stopping && running.size < options.concurrency) sleep((await source.nextDue()) ?? longestSleepMs)
    } catch (error) {
      options.onError(error)
      sleep(troubleMs)
    }
  }

  async function fill(): Promise<void> {
    while (!stopping && running.size < options.concurrency) {
      const claimed = await source.claim(options.concurrency - running.size)
      for (const entry of claimed) run(entry)
      if (claimed.length > 0) continue
      // A look that began before idle() was called may have missed what it asks about.
      if (running.size === 0 && !again) resolveAll()
      return
    }
  }

  function sleep(milliseconds: number): void {
    clearTimeout(timer)
    // Stopped while the store was asked what is due: a timer would keep the process alive.
    if (stopping) return
    timer = setTimeout(wake, Math.min(Math.max(milliseconds, 1), longestSleepMs))
  }

  function run(entry: ClaimedEntry): void {
    const work = process(entry)
      .then((verdict) => settle(entry, verdict))
      .finally(() => {
        running.delete(work)
        wake()
      })
    running.add(work)
  }

  /** A verdict that cannot be stored is a handler's work that would be done twice: it is worth to be stubborn. */
  async function settle(entry: ClaimedEntry, verdict: Verdict): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await source.settle(entry, verdict)
        return
      } catch (error) {
        options.onError(error)
        if (stopping && attempt >= 3) return
        await new Promise((resolve) => setTimeout(resolve, troubleMs))
      }
    }
  }

  function resolveAll(): void {
    const resolvers = dry
    dry = []
    for (const resolve of resolvers) resolve()
  }

  async function stop(): Promise<void> {
    stopping = true
    clearTimeout(timer)
    await looking
    while (running.size > 0) await Promise.all(running)
    resolveAll()
    await stopped()
  }

  wake()
  return {
    wake,
    idle() {
      if (stopping) return Promise.resolve()
      return new Promise((resolve) => {
        dry.push(resolve)
        wake()
      })
    },
    stop() {
      done ??= stop()
      return done
    },
  }
}
