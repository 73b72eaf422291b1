import assert from 'node:assert/strict'
import { setImmediate } from 'node:timers/promises'
import type { Check } from '../checks.ts'
import { onBench, type Setting } from './bench.ts'
import { completed, signed } from './example-delivery.ts'

/** Our own trouble is 503, so that the service sends again; some services give up for ever on a 4xx. */
export function troubleChecks(setting: Setting): readonly Check[] {
  return [
    {
      name: 'a handler that throws is answered 503, and the retry reaches it again',
      run: () =>
        onBench(setting, {}, async ({ send, receiver, passed }) => {
          const attempts: number[] = []
          receiver.onAny({ name: 'failing' }, (_event, { attempt }) => {
            attempts.push(attempt)
            if (attempt === 1) throw new Error('The database is down.')
          })
          const answer = await send(signed())
          assert.equal(answer.status, 503)
          assert.ok(!answer.body.toString().includes('database'), 'the sender was told our secrets')
          assert.equal((await send(signed())).status, 200)
          assert.deepEqual(attempts, [1, 2])
          assert.equal(passed(), 0)
        }),
    },
    {
      name: 'copies of a delivery that arrive while it is worked on share its outcome',
      run: () =>
        onBench(setting, {}, async ({ send, receiver, bodies, until }) => {
          const gate = createGate()
          let calls = 0
          receiver.onAny({ name: 'slow' }, () => {
            calls++
            return gate.passed
          })
          const copies = [send(signed()), send(signed()), send(signed())]
          await until(() => bodies.length === copies.length)
          // What follows a body up to its handlers takes no turn of the event loop.
          await setImmediate()
          gate.fail(new Error('The database is down.'))
          assert.deepEqual(
            (await Promise.all(copies)).map(({ status }) => status),
            [503, 503, 503],
          )
          assert.equal(calls, 1)
        }),
    },
    {
      name: 'an overloaded receiver answers 503 with retry-after, its answer seen though the body was not read',
      run: () =>
        onBench(setting, { receiver: { maxInFlight: 1 } }, async ({ send, receiver, events, until }) => {
          const gate = createGate()
          receiver.onAny({ name: 'slow' }, () => gate.passed)
          const first = send(signed())
          await until(() => events.length === 1)
          const second = await send(signed(JSON.stringify({ ...completed, text: 'x'.repeat(1_000_000) })))
          assert.equal(second.status, 503)
          assert.match(second.headers['retry-after'] ?? '', /^\d+$/)
          gate.open()
          assert.equal((await first).status, 200)
        }),
    },
    {
      name: 'a receiver that stops answers 503',
      run: () =>
        onBench(setting, {}, async ({ send, receiver, events }) => {
          await receiver.stop()
          assert.equal((await send(signed())).status, 503)
          assert.deepEqual(events, [])
        }),
    },
  ]
}

/** Holds whoever waits until it is opened, or fails them. */
function createGate(): { readonly passed: Promise<void>; open(): void; fail(error: Error): void } {
  let open = (): void => undefined
  let fail = (_error: Error): void => undefined
  const passed = new Promise<void>((resolve, reject) => {
    open = resolve
    fail = reject
  })
  return { passed, open, fail }
}
