import { expect, test } from 'vitest'
import { createLedger } from '../src/load/ledger.ts'
import { load } from '../src/load/load.ts'
import { createRandom } from '../src/load/random.ts'
import { createSender } from '../src/load/sender.ts'
import { check, untilSettled } from '../src/rounds/check.ts'
import type { ServerSettings } from '../src/server/messages.ts'
import { kinds } from '../src/stores/kinds.ts'
import type { Store } from '../src/stores/store.ts'
import { describeWith, server, storeOf } from './support/kinds.ts'

/** A supervisor sends SIGKILL after ten seconds; a test that takes longer has failed. */
const supervisorMs = 10_000
const connections = 32

for (const kind of kinds) {
  await describeWith(kind, () => {
    test('SIGTERM under load cuts no answer, loses nothing that was acknowledged, and ends the process', async () => {
      const store = await storeOf(kind)
      const ledger = createLedger({ random: createRandom(2), prefix: 'stop' })
      const { stopped, answered } = await stopUnderLoad(store, ledger, { handler: 'slow' })
      // Every request that reached the server has its answer, and the sender has it too.
      expect(stopped.answers).toBe(stopped.requests)
      expect(answered).toBe(stopped.requests)
      await finish(store)
      expect(await check(store, ledger)).toMatchObject({ lost: [], unhandled: [] })
    })

    test('SIGTERM gives back what a stuck handler has in hand', async () => {
      const store = await storeOf(kind)
      const ledger = createLedger({ random: createRandom(3), prefix: 'stuck' })
      await stopUnderLoad(store, ledger, { handler: 'stuck', stopMs: 500 })
      await finish(store)
      expect(await check(store, ledger)).toMatchObject({ lost: [], unhandled: [] })
    })
  })
}

async function stopUnderLoad(
  store: Store,
  ledger: ReturnType<typeof createLedger>,
  settings: Partial<ServerSettings>,
): Promise<{ stopped: { requests: number; answers: number }; answered: number }> {
  const one = await server()
  const port = await one.serve({ inbox: store.address, handled: store.handled, ...settings })
  const sender = createSender(port, connections)
  let answered = 0
  let stopping: ReturnType<typeof one.stop> | undefined
  const counted = {
    ...sender,
    async send(delivery: Parameters<typeof sender.send>[0]): Promise<number | undefined> {
      const status = await sender.send(delivery)
      if (status !== undefined) answered++
      if (ledger.acknowledged >= 300) stopping ??= inTime(one.stop())
      return status
    },
  }
  await load(counted, ledger, connections, () => false)
  sender.close()
  if (stopping === undefined) throw new Error('The server ended before it was stopped.')
  return { stopped: await stopping, answered }
}

/** Rejects if a supervisor would have lost its patience. */
async function inTime<T>(stopping: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The server did not end in time.')), supervisorMs)
  })
  try {
    return await Promise.race([stopping, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Another process handles what is left. */
async function finish(store: Store): Promise<void> {
  const last = await server()
  await last.serve({ inbox: store.address, handled: store.handled })
  await untilSettled(store)
  await last.stop()
}
