import type { AnyEvent, EventType } from '../event.ts'
import { all, andThen, isPromise, type MaybePromise } from '../maybe-promise.ts'
import type { Handlers, NamedHandler } from './handlers.ts'
import type { HandlerContext, HandlerResult } from './options.ts'

/** What became of one event. `joined`: another copy's run, in flight or long done, stands for this one. */
export interface Run {
  /** With what was learnt about it. */
  readonly event: AnyEvent
  readonly results: readonly HandlerResult[]
  readonly joined: boolean
}

/** Runs the handlers of an event that have not succeeded yet. */
export interface Runs {
  /** `settle` learns what the event lacks; it is not asked for copies of an event that was dealt with. */
  run(event: AnyEvent, settle: (event: AnyEvent) => MaybePromise<AnyEvent>): MaybePromise<Run>
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
  readonly work: Promise<Run>
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
  function recall(id: string): Memory | undefined {
    const memory = memories.get(id)
    if (memory !== undefined) {
      memories.delete(id)
      memories.set(id, memory)
    }
    return memory
  }

  function memorise({ id, type }: AnyEvent, noticed: EventType): Memory {
    const memory = { noticed, type, progress: [] }
    memories.set(id, memory)
    if (memories.size > remember) memories.delete(leastRecentlyUsed.next().value ?? '')
    return memory
  }

  function memoryOf(event: AnyEvent, noticed: EventType): Memory {
    const memory = memories.get(event.id)
    if (memory === undefined) return memorise(event, noticed)
    memory.noticed = noticed
    memory.type = event.type
    return memory
  }

  function dueOf(type: EventType, memory: Memory, full: boolean): readonly NamedHandler[] {
    if (memory.progress.length === 0) return handlers.for(type)
    return handlers.for(type).filter(({ name }) => {
      const progress = memory.progress.find((one) => one.name === name)
      return progress === undefined || !progress.succeeded || (full && !progress.full)
    })
  }

  function call(
    event: AnyEvent,
    { name, handler }: NamedHandler,
    memory: Memory,
  ): MaybePromise<HandlerResult> {
    const progress = progressOf(memory, name)
    const attempt = ++progress.attempts
    try {
      const returned = handler(event, contextOf(event, attempt))
      if (!isPromise(returned)) return succeeded(event, progress)
      return Promise.resolve(returned).then(
        () => succeeded(event, progress),
        (error: unknown) => failed(event, progress, error),
      )
    } catch (error) {
      return failed(event, progress, error)
    }
  }

  /** True if every handler of what the event turned out to be has succeeded. */
  function isDone({ id, type: noticed }: AnyEvent, full: boolean): boolean {
    const memory = recall(id)
    if (memory === undefined) return false
    const type = noticed === memory.noticed ? memory.type : noticed
    return dueOf(type, memory, full).length === 0
  }

  function perform(event: AnyEvent, noticed: EventType): MaybePromise<Run> {
    if (handlers.for(event.type).length === 0) return { event, results: [], joined: false }
    const memory = memoryOf(event, noticed)
    const due = dueOf(event.type, memory, isFull(event))
    const called = all(due.map((one) => call(event, one, memory)))
    return andThen(called, (results) => ({ event, results, joined: false }))
  }

  function run(event: AnyEvent, settle: (event: AnyEvent) => MaybePromise<AnyEvent>): MaybePromise<Run> {
    const full = isFull(event)
    const running = inFlight.get(event.id)
    if (running !== undefined) {
      return running.work.then((done) =>
        running.full || !full ? { ...done, joined: true } : run(event, settle),
      )
    }
    if (isDone(event, full)) return { event, results: [], joined: true }
    const work = andThen(settle(event), (settled) => perform(settled, event.type))
    // What waited for nothing left no gap for a copy to come in.
    if (!isPromise(work)) return work
    inFlight.set(event.id, { work, full })
    return work.finally(() => inFlight.delete(event.id))
  }

  return { run }
}

function succeeded(event: AnyEvent, progress: Progress): HandlerResult {
  progress.succeeded = true
  progress.full ||= isFull(event)
  return { event: event.id, type: event.type, name: progress.name }
}

function failed({ id, type }: AnyEvent, { name }: Progress, error: unknown): HandlerResult {
  return { event: id, type, name, error: error ?? new Error('The handler threw nothing.') }
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
