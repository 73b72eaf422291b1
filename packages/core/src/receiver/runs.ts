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

/** What is remembered of one handler of one event. */
interface Progress {
  readonly name: string
  attempts: number
  succeeded: boolean
  /** It has seen the event's transcripts. */
  full: boolean
}

interface RunInFlight {
  readonly results: Promise<readonly HandlerResult[]>
  readonly full: boolean
}

/**
 * Without an inbox the service's own retries are the durability: success is remembered per event and handler, failure never, so that a
 * retry runs only what failed; and a copy that arrives while the first one runs waits for it and shares its outcome. A copy that brings
 * the transcripts which the earlier one lacked is no repetition: there is no store to attach them to, so the handlers run again.
 */
export function createRuns(
  handlers: Handlers,
  contextOf: (event: AnyEvent, attempt: number) => HandlerContext,
  remember: number,
): Runs {
  const inFlight = new Map<string, RunInFlight>()
  const memories = new Map<string, Progress[]>()
  // One iterator for all time: each new one would pass over everything that was deleted before it.
  const leastRecentlyUsed = memories.keys()

  function memoryOf(id: string): Progress[] {
    const memory = memories.get(id) ?? []
    // Re-inserting keeps the map in order of use, so that the first key is the one to forget.
    memories.delete(id)
    memories.set(id, memory)
    if (memories.size > remember) memories.delete(leastRecentlyUsed.next().value ?? '')
    return memory
  }

  function progressOf(memory: Progress[], name: string): Progress {
    const known = memory.find((progress) => progress.name === name)
    if (known !== undefined) return known
    const progress = { name, attempts: 0, succeeded: false, full: false }
    memory.push(progress)
    return progress
  }

  async function call(
    event: AnyEvent,
    { name, handler }: NamedHandler,
    progress: Progress,
  ): Promise<HandlerResult> {
    const attempt = ++progress.attempts
    const result = { event: event.id, type: event.type, name }
    try {
      await handler(event, contextOf(event, attempt))
      progress.succeeded = true
      progress.full ||= isFull(event)
      return result
    } catch (error) {
      return { ...result, error: error ?? new Error('The handler threw nothing.') }
    }
  }

  return {
    async run(event) {
      const full = isFull(event)
      for (let running = inFlight.get(event.id); running !== undefined; running = inFlight.get(event.id)) {
        const results = await running.results
        if (running.full || !full) return { results, joined: true }
      }
      const listeners = handlers.for(event)
      if (listeners.length === 0) return { results: [], joined: false }
      const memory = memoryOf(event.id)
      const due = listeners.filter(({ name }) => {
        const progress = progressOf(memory, name)
        return !progress.succeeded || (full && !progress.full)
      })
      if (due.length === 0) return { results: [], joined: true }
      const results = Promise.all(due.map((one) => call(event, one, progressOf(memory, one.name))))
      inFlight.set(event.id, { results, full })
      try {
        return { results: await results, joined: false }
      } finally {
        inFlight.delete(event.id)
      }
    },
  }
}

function isFull(event: AnyEvent): boolean {
  return 'transcripts' in event && event.transcripts !== undefined
}
