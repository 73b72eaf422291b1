import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import type { Check } from '../checks.ts'
import { deliver } from '../deliver.ts'
import type { ProviderSubject } from '../provider-suite.ts'
import { canary, createBench } from './bench.ts'

/** Genuine bodies that no documentation shows. */
const strangers: Readonly<Record<string, string | Uint8Array>> = {
  'an empty object': '{}',
  'an empty list': '[]',
  null: 'null',
  'a number': '42',
  'a text': '"hello"',
  'no JSON': 'hello',
  'nothing at all': '',
  'JSON cut short': '{"id":',
  'binary data': Uint8Array.from({ length: 64 }, (_, index) => (index * 37) % 256),
  'a prototype': '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
  'a deep nest': `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
}

/** A genuine delivery is never answered 4xx, whatever is in it: some services give up for ever after one. */
export function leniencyChecks(subject: ProviderSubject): readonly Check[] {
  const simulator = subject.simulator({ secret: canary })
  return [
    ...Object.entries(strangers).map(([name, body]) => ({
      name: `keeps its calm at a genuine delivery with ${name}`,
      async run() {
        const { receiver, events } = createBench(subject.create({ secret: canary }))
        const { status, outcome } = await deliver(receiver, simulator.completed({ body }))
        assert.ok(['accepted', 'unreadable', 'handshake'].includes(outcome), `${status} ${outcome}`)
        for (const { type, jobId } of events) {
          // A job may be named outside of the body.
          assert.ok(type.startsWith('webhook.') || jobId !== undefined, `${type} of no job`)
        }
        assert.equal(status, outcome === 'unreadable' ? 503 : 200)
        assert.equal(Reflect.get({}, 'polluted'), undefined, 'Object.prototype was changed')
      },
    })),
    {
      name: 'reads on when fields that it knows are null or of another type',
      async run() {
        for (const value of ['null', '7', '"x"', '[]', '{}']) {
          const { body } = simulator.completed()
          const odd = Buffer.from(body)
            .toString('utf8')
            .replace(/:\s*(?:"[^"]*"|\d+(?:\.\d+)?)/g, `:${value}`)
          const { receiver } = createBench(subject.create({ secret: canary }))
          const { outcome } = await deliver(receiver, simulator.completed({ body: odd }))
          assert.ok(['accepted', 'ignored', 'unreadable'].includes(outcome), `${value}: ${outcome}`)
        }
      },
    },
    {
      name: 'removes credentials and signed queries from raw',
      async run() {
        const { receiver, events } = createBench(subject.create({ secret: canary }))
        const hidden = 'hidden-9a7e'
        const extra = {
          webhook_secret: hidden,
          auth_headers: [`Authorization: Bearer ${hidden}`],
          file_url: `https://files.example.com/a.wav?X-Amz-Signature=${hidden}`,
        }
        const text = Buffer.from(simulator.completed().body).toString('utf8')
        const body = text.startsWith('{')
          ? text.replace('{', `{${JSON.stringify(extra).slice(1, -1)},`)
          : JSON.stringify(extra)
        await deliver(receiver, simulator.completed({ body }))
        assert.ok(!JSON.stringify(events).includes(hidden), 'raw shows a credential')
      },
    },
  ]
}
