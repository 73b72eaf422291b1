import { setTimeout as wait } from 'node:timers/promises'

/** Everything in the client that depends on time or chance. Tests give one that never waits. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** From 0 to less than 1. */
  random(): number
  /** Resolves after `ms` milliseconds; rejects with the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
  /** Calls back once, after `ms` milliseconds, unless the returned function is called before. */
  timer(ms: number, callback: () => void): () => void
}

export const systemClock: Clock = {
  now: Date.now,
  random: Math.random,
  async sleep(ms, signal) {
    // The AbortError of Node wraps the reason; the caller shall get the reason itself.
    await wait(ms, undefined, { signal }).catch(() => signal.throwIfAborted())
  },
  timer(ms, callback) {
    const timer = setTimeout(callback, ms)
    return () => clearTimeout(timer)
  },
}
