import { setMaxListeners } from 'node:events'
import type { Clock } from '../clock.ts'

export interface TimeLimit {
  /** Aborted when the time is over, or with the caller's signal. */
  readonly signal: AbortSignal
  isOver(): boolean
  /** Must be called when the work has ended. */
  end(): void
}

export function timeLimit(clock: Clock, ms: number, caller: AbortSignal): TimeLimit {
  const controller = new AbortController()
  const abort = (): void => controller.abort(caller.reason)
  // Not `AbortSignal.any`: it leaves something behind in the caller's signal, which may live as long as the process.
  caller.addEventListener('abort', abort, { once: true })
  if (caller.aborted) abort()
  let over = false
  const cancel = clock.timer(ms, () => {
    over = true
    controller.abort()
  })
  return {
    signal: controller.signal,
    isOver: () => over,
    end() {
      cancel()
      caller.removeEventListener('abort', abort)
    },
  }
}

/** Settles as the work does, or rejects with the signal's reason as soon as it is aborted; the work is then left to itself. */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // Any number of calls may share a signal. From the eleventh on, Node 20 would warn of a leak.
  setMaxListeners(0, signal)
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
