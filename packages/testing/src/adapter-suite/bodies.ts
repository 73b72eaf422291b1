import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { gzipSync } from 'node:zlib'
import type { Check } from '../checks.ts'
import { type Bench, onBench, type Setting } from './bench.ts'
import { completed, signed } from './example-delivery.ts'

const json = JSON.stringify(completed)
const largeText = 'ö'.repeat(10_000_000)

/** Bodies that do not survive being decoded, and what they are called. */
export const oddBodies: Readonly<Record<string, Buffer>> = {
  'a byte order mark': Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(json)]),
  'invalid UTF-8': Buffer.concat([
    Buffer.from('{"id":"job-1","status":"completed","odd":"'),
    Buffer.from([0xff, 0xfe, 0xf0, 0x9f, 0x98]),
    Buffer.from('"}'),
  ]),
}

/** The receiver gets the bytes that were sent, whatever they are and however they come. */
export function bodyChecks(setting: Setting): readonly Check[] {
  return [
    ...Object.entries({
      ...oddBodies,
      'other spacing and order of keys': Buffer.from('{ "status":"completed",\n\t"id" : "job-1" }\n'),
    }).map(([name, body]) => ({
      name: `a body with ${name} is verified over its exact bytes`,
      run: () =>
        onBench(setting, {}, async (bench) => {
          assert.equal((await bench.send(signed(body))).status, 200)
          assertReceived(bench, body)
        }),
    })),
    {
      name: 'a body in chunks, cut within a character, arrives whole',
      run: () =>
        onBench(setting, {}, async (bench) => {
          const { body, ...delivery } = signed()
          const cut = body.indexOf(Buffer.from('ï')) + 1
          assert.equal(
            (await bench.send({ ...delivery, body: [body.subarray(0, cut), body.subarray(cut)] })).status,
            200,
          )
          assertReceived(bench, body)
        }),
    },
    {
      name: 'an empty body is verified like any other',
      run: () =>
        onBench(setting, {}, async (bench) => {
          const empty = signed('')
          await bench.send(empty)
          await bench.send({ ...empty, body: [] })
          assert.deepEqual(bench.receiver.counts(), { unreadable: 2 })
        }),
    },
    {
      name: 'a compressed body is verified as it was sent',
      run: () =>
        onBench(setting, {}, async (bench) => {
          const { body, headers, path } = signed(gzipSync(json))
          await bench.send({ path, body, headers: { ...headers, 'content-encoding': 'gzip' } })
          assertReceived(bench, body)
          assert.deepEqual(bench.receiver.counts(), { unreadable: 1 })
        }),
    },
    {
      name: 'a body of 20 MB arrives whole',
      run: () =>
        onBench(setting, {}, async (bench) => {
          const { body, ...delivery } = signed(JSON.stringify({ ...completed, text: largeText }))
          assert.ok(body.length > 20_000_000)
          assert.equal((await bench.send({ ...delivery, body })).status, 200)
          assertReceived(bench, body)
        }),
    },
  ]
}

function assertReceived({ bodies }: Bench, sent: Buffer): void {
  assert.equal(bodies.length, 1)
  const [body] = bodies
  assert.ok(body?.exact, 'the adapter did not tell that these are the exact bytes')
  assert.ok(sent.equals(body.bytes), 'the receiver got other bytes than were sent')
}
