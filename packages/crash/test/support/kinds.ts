import { describe, onTestFinished } from 'vitest'
import { type Server, startServer } from '../../src/server/process.ts'
import type { Store, StoreKind } from '../../src/stores/store.ts'

/** Tests that need a real store: skipped without it, except where tests are what the machine is for. */
export async function describeWith<Kind extends StoreKind>(
  kind: Kind,
  tests: (kind: Kind) => void,
): Promise<void> {
  const missing = await kind.missing()
  if (missing !== undefined && process.env['CI'] === 'true') throw new Error(`${kind.name}: ${missing}.`)
  if (missing !== undefined) console.warn(`Skipped for ${kind.name}: ${missing}.`)
  describe.skipIf(missing !== undefined)(kind.name, () => tests(kind))
}

/** A store that is gone when the test is over. */
export async function storeOf<S extends Store>(kind: { create(): Promise<S> }): Promise<S> {
  const store = await kind.create()
  onTestFinished(store.drop)
  return store
}

/** A server process that is gone when the test is over. */
export async function server(): Promise<Server> {
  const started = await startServer()
  onTestFinished(async () => {
    started.kill()
    await started.exited
  })
  return started
}
