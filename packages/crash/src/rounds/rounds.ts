import { createLedger, type Ledger } from '../load/ledger.ts'
import { load } from '../load/load.ts'
import { createRandom, type Random } from '../load/random.ts'
import { createSender } from '../load/sender.ts'
import type { ServerSettings } from '../server/messages.ts'
import { type Server, startServer } from '../server/process.ts'
import type { Store } from '../stores/store.ts'
import { check, type Finding, untilSettled } from './check.ts'

export interface RoundsOptions {
  /** Rounds that end at a random moment. */
  readonly rounds: number
  /** Deliveries that are acknowledged in those rounds, at least. */
  readonly deliveries: number
  readonly seed: number
  /** Also one round for each step of accept, that ends there. */
  readonly failPoints: boolean
  /** Hears how far it is. */
  progress(line: string): void
}

export interface Result extends Finding {
  readonly rounds: number
  readonly acknowledged: number
}

const connections = 48
/** A kill comes up to so many milliseconds after the delivery that it waits for. */
const longestWaitMs = 25
/** A step is made so often before it is the last one: early enough to be quick, late enough to be under load. */
const times = { least: 8, most: 30 } as const
/** A server that acknowledged so many deliveries and has not died yet does not make the step at all. */
const patience = 5_000

/** Kills loaded servers on one store, one after the other, lets a last one finish, and looks for what is missing. */
export async function crashRounds(store: Store, options: RoundsOptions): Promise<Result> {
  const { rounds, deliveries, progress } = options
  const random = createRandom(options.seed)
  const ledger = createLedger({ random, prefix: 'job' })
  const steps = new Set<string>()
  const servers = await createReserve()
  try {
    for (const share of shares(deliveries, rounds, random)) {
      const server = await servers.take()
      await killAtRandom(server, store, ledger, share, random)
      for (const step of server.steps) steps.add(step)
    }
    const points = options.failPoints ? [...steps] : []
    for (const step of points) {
      const dieAt = { step, time: random.between(times.least, times.most) }
      await dieAtStep(await servers.take(), store, ledger, dieAt)
      progress(`killed after the step "${step}" of accept, made for time ${dieAt.time}`)
    }
    const last = await servers.take()
    await last.serve(settingsOf(store))
    await untilSettled(store)
    await last.stop()
    const finding = await check(store, ledger)
    return { ...finding, rounds: rounds + points.length, acknowledged: ledger.acknowledged }
  } finally {
    await servers.close()
  }
}

async function killAtRandom(
  server: Server,
  store: Store,
  ledger: Ledger,
  share: number,
  random: Random,
): Promise<void> {
  const enough = ledger.acknowledged + share
  const wait = random.next() * longestWaitMs
  let dying = false
  await underLoad(server, store, ledger, {}, () => {
    if (!dying && ledger.acknowledged >= enough) {
      dying = true
      setTimeout(server.kill, wait)
    }
  })
}

async function dieAtStep(
  server: Server,
  store: Store,
  ledger: Ledger,
  dieAt: { readonly step: string; readonly time: number },
): Promise<void> {
  const tooMany = ledger.acknowledged + patience
  await underLoad(server, store, ledger, { dieAt }, () => {
    if (ledger.acknowledged < tooMany) return
    server.kill()
    throw new Error(`The step "${dieAt.step}" was not made ${dieAt.time} times.`)
  })
}

/** Until the server is dead; `each` is called before every delivery. */
async function underLoad(
  server: Server,
  store: Store,
  ledger: Ledger,
  settings: Partial<ServerSettings>,
  each: () => void,
): Promise<void> {
  const sender = createSender(await server.serve({ ...settingsOf(store), ...settings }), connections)
  try {
    await load(sender, ledger, connections, () => {
      each()
      return false
    })
    const { signal, code } = await server.exited
    if (signal !== 'SIGKILL') throw new Error(`A server ended by itself, with ${code ?? signal}.`)
  } finally {
    server.kill()
    sender.close()
  }
}

function settingsOf({ address, handled }: Store): ServerSettings {
  return { inbox: address, handled, concurrency: connections }
}

/** Whole numbers of different size that add up to `total` or a little more. */
function shares(total: number, count: number, random: Random): readonly number[] {
  const weights = Array.from({ length: count }, () => 0.3 + random.next())
  const sum = weights.reduce((one, other) => one + other, 0)
  return weights.map((weight) => Math.ceil((total * weight) / sum))
}

/** Loading a server takes longer than a round, so the next one loads while the one before works. */
async function createReserve(): Promise<{ take(): Promise<Server>; close(): Promise<void> }> {
  let next = startServer()
  await next
  return {
    take() {
      const taken = next
      next = startServer()
      return taken
    },
    async close() {
      const unused = await next
      unused.kill()
      await unused.exited
    },
  }
}
