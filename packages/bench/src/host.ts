import { Buffer } from 'node:buffer'
import { type BodyName, bodyKinds, path, signedBodies } from './bodies.ts'
import type { Load } from './load/load.ts'
import { ask, cores, forkPinned } from './pinned.ts'
import type { Counters, Side } from './server.ts'
import type { FrameworkName } from './servers/framework.ts'

/** What one window said of a server. */
export interface Sample {
  /** Answers of 200 in a second. */
  readonly rate: number
  /** Microseconds of CPU for an event. */
  readonly cpu: number
  /** How much of the time the server was at work; well under 1, the rate is the generator's and not the server's. */
  readonly busy: number
  /** Milliseconds. */
  readonly p99: number
  readonly errors: number
}

/** A running server that has shown that it accepts what is genuine and nothing else. */
export interface Host {
  sample(load: Load, seconds: number): Promise<Sample>
  stop(): void
}

export async function startHost(framework: FrameworkName, side: Side, body: BodyName): Promise<Host> {
  const module = new URL('./server.ts', import.meta.url)
  const { child, greeting } = await forkPinned(cores.servers, module, framework, side, body)
  if (!isAddress(greeting)) throw new Error(`The server ${framework} ${side} did not start.`)
  const url = `http://127.0.0.1:${greeting.port}${path}`

  async function counters(): Promise<Counters> {
    const answer = await ask(child, {})
    if (isCounters(answer)) return answer
    throw new Error(`The server ${framework} ${side} does not tell its counters.`)
  }

  await refuseWhatIsNotEqual(url, body, `${framework} ${side}`)
  return {
    async sample(load, seconds) {
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
    stop: () => child.disconnect(),
  }
}

/** Two servers can only be compared if both do the work: a genuine body is answered 200, one with a changed byte is not accepted. */
async function refuseWhatIsNotEqual(url: string, body: BodyName, name: string): Promise<void> {
  const [genuine] = signedBodies({ ...bodyKinds[body], count: 1 })
  if (genuine === undefined) throw new Error('There is no body.')
  const { bytes, headers } = genuine
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
