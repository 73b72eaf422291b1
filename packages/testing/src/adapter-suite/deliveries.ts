import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { eventId } from '@stt-webhooks/core/provider'
import type { Check } from '../checks.ts'
import { onBench, type Setting, secret } from './bench.ts'
import { carrying, completed, path, signed } from './example-delivery.ts'

/** What is genuine arrives unchanged, once; what is not is refused. */
export function deliveryChecks(setting: Setting): readonly Check[] {
  return [
    {
      name: 'a genuine delivery is answered 200, and its handler is called once with the exact event',
      run: () =>
        onBench(setting, { receiver: { now: () => 0 } }, async ({ send, events, passed }) => {
          const delivery = signed()
          const answer = await send(delivery)
          assert.equal(answer.status, 200)
          assert.equal(answer.body.length, 0)
          assert.deepEqual(events, [
            {
              type: 'transcript.completed',
              id: eventId('example', 'example', { jobId: completed.id, phase: 'ended' }, delivery.body),
              provider: 'example',
              endpoint: 'example',
              product: 'example',
              jobId: completed.id,
              receivedAt: new Date(0).toISOString(),
              source: 'webhook',
              verifiedBy: 'signature',
              metadata: {},
              transcripts: [{ text: completed.text, words: [], utterances: [], speakers: [] }],
              raw: completed,
            },
          ])
          assert.equal(passed(), 0, 'the host went on with a request that was answered')
        }),
    },
    {
      name: 'the receiver is told the method, path, query, headers and address as they came',
      run: () =>
        onBench(setting, {}, async ({ send, requests }) => {
          const { headers, body } = signed()
          await send({
            path: `${path}/t%C3%B6%2Fken?a=%20b&a=2`,
            headers: { ...headers, 'X-Mixed-Case': 'Value' },
            body,
          })
          const [request] = requests
          assert.equal(request?.method, 'POST')
          assert.equal(request.url, `${path}/t%C3%B6%2Fken?a=%20b&a=2`)
          assert.equal(request.header('x-mixed-case'), 'Value')
          assert.equal(request.header('X-MIXED-CASE'), 'Value')
          assert.equal(request.header('x-missing'), undefined)
          assert.match(request.remoteAddress ?? '', /^(?:::ffff:)?127\.0\.0\.1$/)
        }),
    },
    {
      name: 'an altered body is refused: 401',
      run: () =>
        onBench(setting, {}, async ({ send, events }) => {
          const answer = await send({
            ...signed(),
            body: signed(JSON.stringify({ ...completed, id: 'job-2' })).body,
          })
          assert.equal(answer.status, 401)
          assert.deepEqual(events, [])
        }),
    },
    {
      name: 'a delivery without its credential is refused: 401',
      run: () =>
        onBench(setting, {}, async ({ send, events }) => {
          assert.equal((await send({ path, body: signed().body })).status, 401)
          assert.deepEqual(events, [])
        }),
    },
    {
      name: 'a credential that comes twice is refused, neither joined nor picked from: 401',
      async run() {
        const provider = { signs: 'header', secret: 'left, right' } as const
        const credential = ['left', 'right']
        await onBench(setting, { provider }, async ({ send, events }) => {
          const answer = await send({ ...carrying(), headers: { 'x-example-secret': credential } })
          assert.equal(answer.status, 401, 'two headers were joined')
          assert.deepEqual(events, [])
        })
        await onBench(setting, { provider: { signs: 'header' } }, async ({ send, events }) => {
          const answer = await send({ ...carrying(), headers: { 'x-example-secret': [secret, secret] } })
          assert.equal(answer.status, 401, 'one of two headers was picked')
          assert.deepEqual(events, [])
        })
      },
    },
    {
      name: 'the answer to a handshake arrives whole, its length counted in bytes',
      run: () =>
        onBench(setting, {}, async ({ send, events }) => {
          const challenge = '<b>æøå 日本語 🎧</b>'
          const answer = await send({
            ...signed(),
            path: `${path}?challenge=${encodeURIComponent(challenge)}`,
          })
          assert.equal(answer.status, 200)
          assert.equal(answer.body.toString(), challenge)
          assert.equal(answer.headers['content-length'], String(Buffer.byteLength(challenge)))
          assert.equal(answer.headers['content-type'], 'text/plain; charset=utf-8')
          assert.deepEqual(events, [])
        }),
    },
  ]
}
