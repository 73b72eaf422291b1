import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import type { Check } from '../checks.ts'
import { onBench, type Setting } from './bench.ts'
import { headLines, path, signed } from './example-delivery.ts'
import { head } from './wire.ts'

const tooMuch = 33_000_000

/** Bodies that are too large, too slow or never complete end in an answer that the sender sees, and in nothing kept. */
export function limitChecks(setting: Setting): readonly Check[] {
  return [
    {
      name: 'a body that is declared too large is answered 413 before it is sent',
      run: () =>
        onBench(setting, {}, async ({ open, receiver }) => {
          const wire = open()
          await wire.write(head('POST', path, `content-length: ${tooMuch}`))
          await wire.until(/^HTTP\/1\.1 413 /)
          assert.deepEqual(receiver.counts(), { body_too_large: 1 })
        }),
    },
    {
      name: 'a sender that looks for an answer only when all is out sees the 413',
      run: () =>
        onBench(setting, {}, async ({ open, receiver }) => {
          const body = Buffer.alloc(tooMuch)
          for (const line of ['connection: close', 'connection: keep-alive']) {
            const declared = open()
            await declared.write(head('POST', path, `content-length: ${tooMuch}`, line), body)
            await declared.until(/^HTTP\/1\.1 413 /)
            const chunked = open()
            const size = `${tooMuch.toString(16)}\r\n`
            await chunked.write(
              head('POST', path, 'transfer-encoding: chunked', line),
              size,
              body,
              '\r\n0\r\n\r\n',
            )
            await chunked.until(/^HTTP\/1\.1 413 /)
          }
          assert.deepEqual(receiver.counts(), { body_too_large: 4 })
        }),
    },
    {
      name: 'a body of unknown length is counted while it comes, and answered 413 as soon as it is too large',
      run: () =>
        onBench(setting, { receiver: { bodyLimit: 1_000 } }, async ({ open, bodies }) => {
          const wire = open()
          await wire.write(
            head('POST', path, 'transfer-encoding: chunked'),
            '3e9\r\n',
            Buffer.alloc(1_001),
            '\r\n',
          )
          await wire.until(/^HTTP\/1\.1 413 /)
          assert.deepEqual(bodies, [])
        }),
    },
    {
      name: 'a body that stalls is answered 503 at the deadline',
      run: () =>
        onBench(setting, { receiver: { deadlineMs: 50 } }, async ({ open, receiver, events }) => {
          const delivery = signed()
          const wire = open()
          await wire.write(
            head('POST', path, `content-length: ${delivery.body.length}`, ...headLines(delivery)),
          )
          await wire.write(delivery.body.subarray(0, 10))
          await wire.until(/^HTTP\/1\.1 503 /)
          assert.deepEqual(receiver.counts(), { deadline: 1 })
          assert.deepEqual(events, [])
        }),
    },
    {
      name: 'a sender that hangs up in the middle of the body is noticed at once',
      run: () =>
        onBench(setting, {}, async ({ open, send, until, lines, receiver }) => {
          const delivery = signed()
          const wire = open()
          // Node sends the 100 and hands the request to the host in one go: from then on somebody waits for the body.
          await wire.write(
            head(
              'POST',
              path,
              `content-length: ${delivery.body.length}`,
              'expect: 100-continue',
              ...headLines(delivery),
            ),
          )
          await wire.write(delivery.body.subarray(0, 10))
          await wire.until(/^HTTP\/1\.1 100 /)
          wire.destroy()
          await until(() => lines.length > 0)
          assert.deepEqual(receiver.counts(), { sender_gone: 1 })
          await receiver.idle()
          assert.equal((await send(delivery)).status, 200)
        }),
    },
  ]
}
