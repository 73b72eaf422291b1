import { rm, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { createLedger } from '../src/load/ledger.ts'
import { load } from '../src/load/load.ts'
import { createRandom } from '../src/load/random.ts'
import { createSender } from '../src/load/sender.ts'
import { check, untilSettled } from '../src/rounds/check.ts'
import { bullmq } from '../src/stores/bullmq.ts'
import { postgres } from '../src/stores/postgres.ts'
import { sqlite } from '../src/stores/sqlite.ts'
import type { Store } from '../src/stores/store.ts'
import { describeWith, server, storeOf } from './support/kinds.ts'
import { fullFile } from './support/tight-sqlite.ts'

const connections = 16
const some = 100

/** Does harm to a store until deliveries are refused, and makes it good again. */
type Harm = (untilRefused: Promise<void>) => Promise<void>

/** Whatever is asked to happen under load happens: a test that waits in vain ends by its time limit. */
async function survive(store: Store, harm: Harm): Promise<void> {
  const one = await server()
  const sender = createSender(await one.serve({ inbox: store.address, handled: store.handled }), connections)
  const ledger = createLedger({ random: createRandom(4), prefix: 'trouble' })
  const moments = createMoments()
  let over = false
  const loading = load(sender, ledger, connections, () => {
    moments.look()
    return over
  })

  await moments.when(() => ledger.acknowledged >= some)
  expect(ledger.refused).toBe(0)
  await harm(moments.when(() => ledger.refused > 0))
  const before = ledger.acknowledged
  await moments.when(() => ledger.acknowledged >= before + some)
  over = true
  await loading
  sender.close()
  // The same process works off everything.
  await untilSettled(store)
  await one.stop()
  expect(await check(store, ledger)).toMatchObject({ lost: [], unhandled: [] })
}

/** Promises that are kept between two deliveries. */
function createMoments(): { when(condition: () => boolean): Promise<void>; look(): void } {
  const waiting = new Map<() => boolean, () => void>()
  return {
    when: (condition) => new Promise((resolve) => void waiting.set(condition, resolve)),
    look() {
      for (const [condition, resolve] of waiting) {
        if (!condition()) continue
        waiting.delete(condition)
        resolve()
      }
    },
  }
}

await describeWith(sqlite, () => {
  test('another process locks the file: 503 until it lets go', async () => {
    const store = await storeOf(sqlite)
    await survive(store, async (untilRefused) => {
      const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
      const other = new DatabaseSync(store.address.where, { timeout: 5_000 })
      other.exec('BEGIN IMMEDIATE')
      await untilRefused
      other.exec('ROLLBACK')
      other.close()
    })
  })

  test('the disk is full: 503 until there is room', async () => {
    const store = await storeOf(sqlite)
    const module = new URL('./support/tight-sqlite.ts', import.meta.url).href
    const tight = { ...store, address: { ...store.address, module } }
    await survive(tight, async (untilRefused) => {
      const full = fullFile(store.address.where)
      await writeFile(full, '')
      await untilRefused
      await rm(full)
    })
  })
})

await describeWith(postgres, () => {
  test('the server ends all connections: 503, and new connections are made', async () => {
    const store = await storeOf(postgres)
    await survive(store, async (untilRefused) => {
      let refused = false
      void untilRefused.then(() => {
        refused = true
      })
      // A transaction that was not under way is not hurt by one blow.
      while (!refused) await store.terminate()
    })
  })
})

await describeWith(bullmq, () => {
  test('Redis is killed and started again: 503 until it is back', async () => {
    const store = await storeOf(bullmq)
    await survive(store, async (untilRefused) => {
      await store.redis.kill()
      await untilRefused
      await store.redis.start()
    })
  })
})
