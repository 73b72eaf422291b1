import { AssertionError } from 'node:assert'
import { performance } from 'node:perf_hooks'
import { setTimeout as after } from 'node:timers/promises'

/** Between two looks at a condition. */
const pauseMs = 5

/** Rejects if nothing came in time, so that what hangs is told from what waits. */
export async function inTime<T>(what: string, patienceMs: number, work: T | Promise<T>): Promise<T> {
  const patience = new AbortController()
  const late = after(patienceMs, undefined, { signal: patience.signal }).then(
    (): never => {
      throw new AssertionError({ message: `\`${what}\` did not come to an end in ${patienceMs} ms.` })
    },
    // The work came first.
    (): Promise<never> => new Promise(() => undefined),
  )
  try {
    return await Promise.race([work, late])
  } finally {
    patience.abort()
  }
}

/** Resolves as soon as it holds; other processes may bring it about, so it is looked at again and again. */
export async function until(
  what: string,
  patienceMs: number,
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  const end = performance.now() + patienceMs
  while (!(await condition())) {
    if (performance.now() > end)
      throw new AssertionError({ message: `It did not come true in ${patienceMs} ms that ${what}.` })
    await after(pauseMs)
  }
}
