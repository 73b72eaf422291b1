import { parseArgs } from 'node:util'
import { type BodyName, bodyNames } from './bodies.ts'
import { hasWrk } from './load/wrk.ts'
import type { Effort } from './pairing.ts'
import { type FrameworkName, frameworkNames } from './servers/framework.ts'

const loads = ['wrk', 'autocannon'] as const

export interface Options extends Effort {
  readonly servers: readonly FrameworkName[]
  readonly bodies: readonly BodyName[]
  readonly load: (typeof loads)[number]
}

/** @throws Error if an option is unknown or has a value that cannot be used */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      secs: { type: 'string' },
      pairs: { type: 'string' },
      reps: { type: 'string' },
      servers: { type: 'string', default: frameworkNames.join(',') },
      body: { type: 'string', default: bodyNames.join(',') },
      load: { type: 'string', default: hasWrk() ? 'wrk' : 'autocannon' },
      quick: { type: 'boolean', default: false },
    },
  })
  const effort = values.quick ? { secs: 1, pairs: 2, reps: 1 } : { secs: 2, pairs: 4, reps: 3 }
  return {
    secs: count('secs', values.secs, effort.secs),
    pairs: count('pairs', values.pairs, effort.pairs),
    reps: count('reps', values.reps, effort.reps),
    servers: chosen('servers', values.servers, frameworkNames),
    bodies: chosen('body', values.body, bodyNames),
    load: chosen('load', values.load, loads)[0] ?? 'autocannon',
  }
}

function count(name: string, value: string | undefined, fallback: number): number {
  const number = value === undefined ? fallback : Number(value)
  if (Number.isInteger(number) && number > 0) return number
  throw new Error(`--${name} must be a whole number above 0, not ${value}.`)
}

function chosen<Name extends string>(option: string, value: string, among: readonly Name[]): readonly Name[] {
  return value.split(',').map((given) => {
    const known = among.find((name) => name === given)
    if (known !== undefined) return known
    throw new Error(`--${option} is one or several of ${among.join(',')}, not ${given}.`)
  })
}
