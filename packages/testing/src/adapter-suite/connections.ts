import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { Agent } from 'node:http'
import type { Check } from '../checks.ts'
import { type Bench, onBench, type Setting } from './bench.ts'
import { headLines, path, signed } from './example-delivery.ts'
import { head } from './wire.ts'

/** An answer leaves the connection fit for the next request. */
export function connectionChecks(setting: Setting): readonly Check[] {
  return [
    {
      name: 'a connection is used again after 200, 401 and 503',
      run: () =>
        onBench(setting, {}, (bench) =>
          onOneConnection(async (agent) => {
            bench.receiver.on('transcript.failed', { name: 'failing' }, () =>
              Promise.reject(new Error('The database is down.')),
            )
            const { body, ...forged } = signed()
            const failing = signed('{"id":"job-1","status":"failed"}')
            const answers = []
            for (const delivery of [signed(), { ...forged, body: body.subarray(1) }, failing, signed()]) {
              answers.push(await bench.send({ ...delivery, agent }))
            }
            assert.deepEqual(
              answers.map(({ status }) => status),
              [200, 401, 503, 200],
            )
            assert.equal(new Set(answers.map(({ port }) => port)).size, 1, 'the connection was closed')
          }),
        ),
    },
    {
      name: 'after an answer that came before its body was read, the next delivery is received',
      run: () =>
        onBench(setting, { receiver: { bodyLimit: 1_000 } }, (bench) =>
          onOneConnection(async (agent) => {
            const unread = { path, body: Buffer.alloc(100_000), agent }
            assert.equal((await bench.send(unread)).status, 413)
            assert.equal((await bench.send({ ...signed(), agent })).status, 200)
            assert.equal((await bench.send({ ...unread, method: 'PUT' })).status, 405)
            assert.equal((await bench.send({ ...signed(), agent })).status, 200)
          }),
        ),
    },
    {
      name: 'requests sent without waiting are answered in their order',
      run: () => onBench(setting, {}, inOrder),
    },
  ]
}

async function inOrder({ open, receiver }: Bench): Promise<void> {
  const { body, ...delivery } = signed()
  const lines = [`content-length: ${body.length}`, ...headLines({ ...delivery, body })]
  const wire = open()
  await wire.write(
    ...[head('PUT', path, ...lines), body],
    ...[head('POST', path, ...lines), body],
    ...[head('POST', path, `content-length: ${body.length}`), body],
  )
  const received = await wire.until(/(?:HTTP\/1\.1 \d{3}[\s\S]+){3}/)
  assert.deepEqual(received.match(/(?<=HTTP\/1\.1 )\d+/g), ['405', '200', '401'])
  assert.deepEqual(receiver.counts(), { wrong_method: 1, accepted: 1, refused: 1 })
}

async function onOneConnection(run: (agent: Agent) => Promise<void>): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  try {
    await run(agent)
  } finally {
    agent.destroy()
  }
}
