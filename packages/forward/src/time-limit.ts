import { setMaxListeners } from 'node:events'

export interface TimeLimit {
  /** Aborted when the time is over, or with the caller's signal. */
  readonly signal: AbortSignal
  isOver(): boolean
  /** Must be called when the work has ended. */
  end(): void
}

export function timeLimit(ms: number, caller: AbortSignal): TimeLimit {
  // Any number of events may share the receiver's signal. From the eleventh on, Node 20 would warn of a leak.
  setMaxListeners(0, caller)
  const controller = new AbortController()
  const abort = (): void => controller.abort(caller.reason)
  // Not `AbortSignal.any`: it leaves something behind in the caller's signal, which lives as long as the receiver.
  caller.addEventListener('abort', abort, { once: true })
  if (caller.aborted) abort()
  let over = false
  const timer = setTimeout(() => {
    over = true
    controller.abort()
  }, ms)
  return {
    signal: controller.signal,
    isOver: () => over,
    end() {
      clearTimeout(timer)
      caller.removeEventListener('abort', abort)
    },
  }
}
