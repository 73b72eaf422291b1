import type { Clock } from '../clock.ts'

export interface ManualClock extends Clock {
  /** How long each pause between two tries would have been, in milliseconds. */
  readonly slept: readonly number[]
  /** Lets time pass, and calls the timers that are due. */
  advance(ms: number): void
}

/** A clock on which a pause is over at once and time passes only when told, so that no test waits. */
export function manualClock(start: number = Date.UTC(2026, 0, 1)): ManualClock {
  let now = start
  const slept: number[] = []
  const timers = new Map<() => void, number>()

  function advance(ms: number): void {
    now += ms
    for (const [ring, due] of [...timers]) {
      if (due <= now && timers.delete(ring)) ring()
    }
  }

  return {
    slept,
    advance,
    now: () => now,
    // The middle, so that pauses are what the backoff says on average.
    random: () => 0.5,
    async sleep(ms, signal) {
      signal.throwIfAborted()
      slept.push(ms)
      advance(ms)
    },
    timer(ms, callback) {
      const ring = (): void => callback()
      timers.set(ring, now + ms)
      return () => timers.delete(ring)
    },
  }
}
