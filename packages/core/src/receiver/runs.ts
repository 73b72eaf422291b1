import type { AnyEvent, EventType } from '../event.ts'
import type { Handlers, NamedHandler } from './handlers.ts'
import type { HandlerContext, HandlerResult } from './options.ts'

/** What became of one event. `joined`: another copy's run, in flight or long done, stands for this one. */
interface Run {
  /** With what was learnt about it. */
  readonly event: AnyEvent
  readonly results: readonly HandlerResult[]
  readonly joined: boolean
}

/** Runs the handlers of an event that have not succeeded yet. */
export interface Runs {
  /** `settle` learns what the event lacks; it is not asked for copies of an event that was dealt with. */
  run(event: AnyEvent, settle: (event: AnyEvent) => AnyEvent | Promise<AnyEvent>): Promise<Run>
}

/** What is remembered of one event: what its notice said, what it turned out to be, and how far each handler got. */
interface Memory {
  noticed: EventType
  type: EventType
  readonly progress: Progress[]
}

interface Progress {
  readonly name: string
  attempts: number
  succeeded: boolean
  /** It has seen the event's transcripts. */
  full: boolean
}

interface RunInFlight {
  readonly work: Promise<Omit<Run, 'joined'>>
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
  const memories = new Map<string, Memory>()
  // One iterator for all time: each new one would pass over everything that was deleted before it.
  const leastRecentlyUsed = memories.keys()

  /** Re-inserting keeps the map in order of use, so that the first key is the one to forget. */
  function use(id: string, memory: Memory): Memory {
    memories.delete(id)
    memories.set(id, memory)
    if (memories.size > remember) memories.delete(leastRecentlyUsed.next().value ?? '')
    return memory
  }

  function memoryOf({ id, type }: AnyEvent, noticed: EventType): Memory {
    const memory = use(id, memories.get(id) ?? { noticed, type, progress: [] })
    memory.noticed = noticed
    memory.type = type
    return memory
  }

  function dueOf(type: EventType, memory: Memory, full: boolean): NamedHandler[] {
    return handlers.for(type).filter(({ name }) => {
      const progress = memory.progress.find((one) => one.name === name)
      return progress === undefined || !progress.succeeded || (full && !progress.full)
    })
  }

  async function call(
    event: AnyEvent,
    { name, handler }: NamedHandler,
    memory: Memory,
  ): Promise<HandlerResult> {
    const progress = progressOf(memory, name)
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

  /** True if every handler of what the event turned out to be has succeeded. */
  function isDone({ id, type: noticed }: AnyEvent, full: boolean): boolean {
    const memory = memories.get(id)
    if (memory === undefined) return false
    const type = noticed === memory.noticed ? memory.type : noticed
    return dueOf(type, use(id, memory), full).length === 0
  }

  async function perform(
    unsettled: AnyEvent,
    settle: (event: AnyEvent) => AnyEvent | Promise<AnyEvent>,
  ): Promise<Omit<Run, 'joined'>> {
    const settling = settle(unsettled)
    const event = settling instanceof Promise ? await settling : settling
    if (handlers.for(event.type).length === 0) return { event, results: [] }
    const memory = memoryOf(event, unsettled.type)
    const due = dueOf(event.type, memory, isFull(event))
    return { event, results: await Promise.all(due.map((one) => call(event, one, memory))) }
  }

  return {
    async run(event, settle) {
      const full = isFull(event)
      for (let running = inFlight.get(event.id); running !== undefined; running = inFlight.get(event.id)) {
        const done = await running.work
        if (running.full || !full) return { ...done, joined: true }
      }
      if (isDone(event, full)) return { event, results: [], joined: true }
      const work = perform(event, settle)
      inFlight.set(event.id, { work, full })
      try {
        return { ...(await work), joined: false }
      } finally {
        inFlight.delete(event.id)
      }
    },
  }
}

function progressOf(memory: Memory, name: string): Progress {
  const known = memory.progress.find((progress) => progress.name === name)
  if (known !== undefined) return known
  const progress = { name, attempts: 0, succeeded: false, full: false }
  memory.progress.push(progress)
  return progress
}

function isFull(event: AnyEvent): boolean {
  return 'transcripts' in event && event.transcripts !== undefined
}
