import { setTimeout } from 'node:timers/promises'

/** Waits so long that no more than so many go on in a second. */
export function createPace(perSecond: number, signal: AbortSignal): () => Promise<void> {
  const everyMs = 1000 / perSecond
  let next = 0
  return async function turn() {
    const now = performance.now()
    const wait = next - now
    next = Math.max(next, now) + everyMs
    if (wait > 0) await setTimeout(wait, undefined, { signal })
  }
}
