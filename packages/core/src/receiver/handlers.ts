import { WebhookError } from '../error.ts'
import { type EventType, eventTypes } from '../event.ts'
import { type Handler, type HandlerOptions, positive, type Unsubscribe } from './options.ts'

export interface NamedHandler {
  readonly name: string
  readonly handler: Handler
  readonly attempts?: number | undefined
}

/** A handler, or its options and a handler. */
type Listener = readonly [handler: Handler] | readonly [options: HandlerOptions, handler: Handler]

/** Who listens to what. */
export interface Handlers {
  on(type: string, ...listener: Listener): Unsubscribe
  onAny(...listener: Listener): Unsubscribe
  /** Those of the type first, then those of every type, each in the order they were registered. */
  for(type: EventType): readonly NamedHandler[]
  /** True if somebody waits for this very type; listeners to everything do not count. */
  has(type: EventType): boolean
  readonly isEmpty: boolean
}

const every = '*'

export function createHandlers(): Handlers {
  const byType = new Map<string, readonly NamedHandler[]>()
  /** What `for` gave, until somebody comes or goes. */
  let reached = new Map<EventType, readonly NamedHandler[]>()
  let count = 0

  function add(type: string, listener: Listener): Unsubscribe {
    const added = named(type, listener)
    // A name is unique among everything that one event can reach.
    const rivals = type === every ? [...byType.values()].flat() : [...at(type), ...at(every)]
    if (rivals.some((rival) => rival.name === added.name)) {
      throw new WebhookError(
        'duplicate_handler',
        `A handler named "${added.name}" is already registered for ${type}. Name this one: on('${type}', { name: '…' }, handler).`,
      )
    }
    set(type, [...at(type), added])
    return () =>
      set(
        type,
        at(type).filter((one) => one !== added),
      )
  }

  function set(type: string, handlers: readonly NamedHandler[]): void {
    count += handlers.length - at(type).length
    byType.set(type, handlers)
    reached = new Map()
  }

  function at(type: string): readonly NamedHandler[] {
    return byType.get(type) ?? []
  }

  return {
    on(type, ...listener) {
      return add(knownType(type), listener)
    },
    onAny(...listener) {
      return add(every, listener)
    },
    for(type) {
      const known = reached.get(type)
      if (known !== undefined) return known
      const handlers = [...at(type), ...at(every)]
      reached.set(type, handlers)
      return handlers
    },
    has: (type) => at(type).length > 0,
    get isEmpty() {
      return count === 0
    },
  }
}

function named(type: string, listener: Listener): NamedHandler {
  const [options, handler] = listener.length === 2 ? listener : [{ name: type }, listener[0]]
  const { name, attempts }: HandlerOptions = options
  if (attempts !== undefined) positive('attempts', attempts, 1)
  if (typeof handler === 'function' && typeof name === 'string' && name.trim() !== '')
    return { name, handler, attempts }
  throw new WebhookError('invalid_option', `The handler of ${type} is not a function, or its name is empty.`)
}

function knownType(type: string): EventType {
  const known = eventTypes.find((one) => one === type)
  if (known !== undefined) return known
  const advice =
    type === every
      ? 'Use onAny(handler) for every event.'
      : type === 'error'
        ? 'Use onError(listener) for errors.'
        : `The types are: ${eventTypes.join(', ')}.`
  throw new WebhookError('unknown_event', `"${type}" is not an event type. ${advice}`)
}
