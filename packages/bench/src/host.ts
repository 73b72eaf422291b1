import { Buffer } from 'node:buffer'
import { type BodyName, bodyKinds, noticesOf, path } from './bodies.ts'
import type { Load } from './load/load.ts'
import type { Contestant } from './pairing.ts'
import { ask, cores, end, forkPinned } from './pinned.ts'
import type { Counters } from './serve.ts'

/** A module that serves, and its arguments. */
export interface ServerModule {
  readonly module: URL
  readonly args: readonly string[]
}

/** Starts a server that shows that it accepts what is genuine and nothing else, and puts load on it. */
export async function startHost(
  { module, args }: ServerModule,
  body: BodyName,
  load: Load,
): Promise<Contestant> {
  const name = args.join(' ')
  const { child, greeting } = await forkPinned(cores.servers, module, ...args)
  if (!isAddress(greeting)) throw new Error(`The server ${name} did not start.`)
  const url = `http://127.0.0.1:${greeting.port}${path}`

  async function counters(): Promise<Counters> {
    const answer = await ask(child, {})
    if (isCounters(answer)) return answer
    throw new Error(`The server ${name} does not tell its counters.`)
  }

  await refuseWhatIsNotEqual(url, body, name)
  return {
    async sample(seconds) {
      const before = await counters()
      const { answered, seconds: taken, errors, p99 } = await load.run(url, seconds)
      const after = await counters()
      const events = after.events - before.events
      const cpu = after.cpu - before.cpu
      return {
        rate: answered / taken,
        cpu: cpu / events,
        busy: cpu / 1e6 / taken,
        p99,
        // An answer of 200 to which no event belongs was given to a duplicate, or to nothing.
        errors: errors + Math.max(0, answered - events),
      }
    },
    stop: () => end(child),
  }
}

/** Two servers can only be compared if both do the work: a genuine body is answered 200, one with a changed byte is not accepted. */
async function refuseWhatIsNotEqual(url: string, body: BodyName, name: string): Promise<void> {
  const kind = bodyKinds[body]
  // None that the load sends.
  const { bytes, headers } = noticesOf(kind).body(kind.count)
  const altered = Buffer.from(bytes.toString('latin1').replace('invocationId', 'invocationIx'), 'latin1')
  const good = await fetch(url, { method: 'POST', body: bytes, headers })
  if (good.status !== 200) throw new Error(`${name} answered a genuine body ${good.status}.`)
  const bad = await fetch(url, { method: 'POST', body: altered, headers })
  if (bad.status < 400) throw new Error(`${name} answered an altered body ${bad.status}.`)
}

function isAddress(value: unknown): value is { readonly port: number } {
  return typeof value === 'object' && value !== null && 'port' in value
}

function isCounters(value: unknown): value is Counters {
  return typeof value === 'object' && value !== null && 'events' in value && 'cpu' in value
}
