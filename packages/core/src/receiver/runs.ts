import type { AnyEvent } from '../event.ts'
import type { Handlers, NamedHandler } from './handlers.ts'
import type { HandlerContext, HandlerResult } from './options.ts'

/** What became of one event. `joined`: another copy's run, in flight or long done, stands for this one. */
export interface Run {
  readonly results: readonly HandlerResult[]
  readonly joined: boolean
}

/** Runs the handlers of an event that have not succeeded yet. */
export interface Runs {
  run(event: AnyEvent): Promise<Run>
}

interface Memory {
  readonly succeeded: Set<string>
  readonly attempts: Map<string, number>
}

/**
 * Without an inbox the service's own retries are the durability: success is remembered per event and handler, failure never, so that a
 * retry runs only what failed; and a copy that arrives while the first one runs waits for it and shares its outcome.
 */
export function createRuns(
  handlers: Handlers,
  contextOf: (event: AnyEvent, attempt: number) => HandlerContext,
  remember: number,
): Runs {
  const inFlight = new Map<string, Promise<readonly HandlerResult[]>>()
  const memories = new Map<string, Memory>()

  function memoryOf(id: string): Memory {
    const memory = memories.get(id) ?? { succeeded: new Set<string>(), attempts: new Map<string, number>() }
    // Re-inserting keeps the map in order of use, so that the first key is the one to forget.
    memories.delete(id)
    memories.set(id, memory)
    if (memories.size > remember) memories.delete(memories.keys().next().value ?? '')
    return memory
  }

  async function call(
    event: AnyEvent,
    { name, handler }: NamedHandler,
    memory: Memory,
  ): Promise<HandlerResult> {
    const attempt = (memory.attempts.get(name) ?? 0) + 1
    memory.attempts.set(name, attempt)
    const result = { event: event.id, type: event.type, name }
    try {
      await handler(event, contextOf(event, attempt))
      memory.succeeded.add(name)
      return result
    } catch (error) {
      return { ...result, error: error ?? new Error('The handler threw nothing.') }
    }
  }

  return {
    async run(event) {
      const running = inFlight.get(event.id)
      if (running !== undefined) return { results: await running, joined: true }
      const listeners = handlers.for(event)
      if (listeners.length === 0) return { results: [], joined: false }
      const memory = memoryOf(event.id)
      const due = listeners.filter(({ name }) => !memory.succeeded.has(name))
      if (due.length === 0) return { results: [], joined: true }
      const run = Promise.all(due.map((one) => call(event, one, memory)))
      inFlight.set(event.id, run)
      try {
        return { results: await run, joined: false }
      } finally {
        inFlight.delete(event.id)
      }
    },
  }
}
