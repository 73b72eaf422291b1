import { parseArgs } from 'node:util'
import { type BodyName, bodyNames } from './bodies.ts'
import { type InboxName, inboxNames } from './inbox/inboxes.ts'
import { type LoadName, loadNames } from './load/start.ts'
import { hasWrk } from './load/wrk.ts'
import type { Effort } from './pairing.ts'
import { type FrameworkName, frameworkNames } from './servers/framework.ts'

const parts = ['middleware', 'inbox', 'transcripts'] as const

export interface Options extends Effort {
  readonly parts: readonly (typeof parts)[number][]
  readonly servers: readonly FrameworkName[]
  readonly inboxes: readonly InboxName[]
  /** Missing: each part's own. */
  readonly bodies: readonly BodyName[] | undefined
  /** What SQLite stores if no bodies are chosen. */
  readonly storedBodies: readonly BodyName[]
  readonly load: LoadName
  /** Single deliveries to an idle server. */
  readonly singles: number
}

/** @throws Error if an option is unknown or has a value that cannot be used */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', default: parts.join(',') },
      secs: { type: 'string' },
      pairs: { type: 'string' },
      reps: { type: 'string' },
      servers: { type: 'string', default: frameworkNames.join(',') },
      inbox: { type: 'string', default: inboxNames.join(',') },
      body: { type: 'string' },
      load: { type: 'string', default: hasWrk() ? 'wrk' : 'autocannon' },
      quick: { type: 'boolean', default: false },
    },
  })
  const effort = values.quick
    ? { secs: 1, pairs: 2, reps: 1, singles: 30, storedBodies: ['1KB', '77KB'] as const }
    : { secs: 2, pairs: 4, reps: 3, singles: 100, storedBodies: ['1KB', '77KB', '1MB'] as const }
  return {
    parts: chosen('only', values.only, parts),
    secs: count('secs', values.secs, effort.secs),
    pairs: count('pairs', values.pairs, effort.pairs),
    reps: count('reps', values.reps, effort.reps),
    singles: effort.singles,
    storedBodies: effort.storedBodies,
    servers: chosen('servers', values.servers, frameworkNames),
    inboxes: values.inbox === 'none' ? [] : chosen('inbox', values.inbox, inboxNames),
    bodies: values.body === undefined ? undefined : chosen('body', values.body, bodyNames),
    load: chosen('load', values.load, loadNames)[0] ?? 'autocannon',
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
