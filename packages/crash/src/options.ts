import { parseArgs } from 'node:util'
import { kinds } from './stores/kinds.ts'
import type { StoreKind } from './stores/store.ts'

export interface Options {
  readonly inboxes: readonly StoreKind[]
  /** For each inbox. */
  readonly rounds: number
  /** In all. */
  readonly deliveries: number
  readonly seed: number
  readonly memory: boolean
  readonly events: number
}

/** @throws Error if an option is unknown or has a value that cannot be used */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      inbox: { type: 'string', default: kinds.map(({ name }) => name).join(',') },
      rounds: { type: 'string', default: '20' },
      deliveries: { type: 'string', default: '20000' },
      seed: { type: 'string', default: '20261121' },
      memory: { type: 'boolean', default: false },
      events: { type: 'string', default: '100000' },
    },
  })
  return {
    inboxes: values.inbox.split(',').map(kindOf),
    rounds: count('rounds', values.rounds),
    deliveries: count('deliveries', values.deliveries),
    seed: count('seed', values.seed),
    memory: values.memory,
    events: count('events', values.events),
  }
}

function kindOf(given: string): StoreKind {
  const kind = kinds.find(({ name }) => name === given)
  if (kind !== undefined) return kind
  throw new Error(`--inbox is one or several of ${kinds.map(({ name }) => name).join(',')}, not ${given}.`)
}

function count(name: string, value: string): number {
  const number = Number(value)
  if (Number.isInteger(number) && number > 0) return number
  throw new Error(`--${name} must be a whole number above 0, not ${value}.`)
}
