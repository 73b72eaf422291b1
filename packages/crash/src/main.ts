import { measureMemory } from './memory/memory.ts'
import { type Options, readOptions } from './options.ts'
import { crashRounds } from './rounds/rounds.ts'
import { stuckHandlers } from './slow/stuck.ts'
import type { Store, StoreKind } from './stores/store.ts'

const options = readOptions(process.argv.slice(2))
const passed = options.memory ? await measureMemory(options.events) : await crashAll(options)
if (!passed) process.exitCode = 1

/** Prints one line for each inbox in the end. */
async function crashAll(options: Options): Promise<boolean> {
  const present: StoreKind[] = []
  const outcomes: Outcome[] = []
  for (const kind of options.inboxes) {
    const missing = await kind.missing()
    if (missing === undefined) present.push(kind)
    else outcomes.push(skip(kind, missing))
  }
  // How long something takes can only be said of what is alone.
  for (const kind of present) await withStore(kind, (store) => pace(kind, store))
  // Rounds wait for much, and together for less.
  outcomes.push(...(await Promise.all(present.map((kind) => crash(kind, options)))))
  console.log(outcomes.map(({ line }) => line).join('\n'))
  return outcomes.every(({ passed }) => passed)
}

interface Outcome {
  readonly line: string
  readonly passed: boolean
}

/** Where tests are what the machine is for, nothing may be left out. */
function skip({ name }: StoreKind, missing: string): Outcome {
  return { line: `${name}: SKIPPED, ${missing}`, passed: process.env['CI'] !== 'true' }
}

async function pace({ name }: StoreKind, store: Store): Promise<void> {
  const { acknowledged, p50, p99 } = await stuckHandlers(store, { perSecond: 200, count: 1_000 })
  console.log(
    `${name}: while no handler ended, ${acknowledged} deliveries at 200/s were acknowledged in ${p50.toFixed(1)} ms (p50), ${p99.toFixed(1)} ms (p99)`,
  )
}

async function crash(kind: StoreKind, { rounds, deliveries, seed, inboxes }: Options): Promise<Outcome> {
  const { name } = kind
  const progress = (line: string): void => console.log(`${name}: ${line}`)
  const share = Math.ceil(deliveries / inboxes.length)
  try {
    const result = await withStore(kind, (store) =>
      crashRounds(store, { rounds, deliveries: share, seed, failPoints: true, progress }),
    )
    const { lost, unhandled, handled, acknowledged } = result
    for (const what of lost.slice(0, 10)) console.error(`${name}: lost ${what}`)
    for (const job of unhandled.slice(0, 10)) console.error(`${name}: ${job} is stored and was never handled`)
    return {
      line: `${name}: rounds ${result.rounds}, acknowledged ${acknowledged}, lost ${lost.length}, handled ${handled}`,
      passed: lost.length === 0 && unhandled.length === 0,
    }
  } catch (error) {
    // The others go on, and what they started is cleared away.
    return { line: `${name}: FAILED, ${error instanceof Error ? error.message : error}`, passed: false }
  }
}

async function withStore<T>(kind: StoreKind, use: (store: Store) => Promise<T>): Promise<T> {
  const store = await kind.create()
  try {
    return await use(store)
  } finally {
    await store.drop()
  }
}
