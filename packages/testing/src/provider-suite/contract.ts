import assert from 'node:assert/strict'
import { isWebhookError } from '@stt-webhooks/core'
import type { Check } from '../checks.ts'
import { deliver } from '../deliver.ts'
import type { ProviderSubject } from '../provider-suite.ts'
import { canary, createBench } from './bench.ts'

/** What holds for every provider whatever it sends. */
export function contractChecks(subject: ProviderSubject): readonly Check[] {
  const provider = subject.create({ secret: canary })
  const simulator = subject.simulator({ secret: canary })

  return [
    {
      name: 'declares answers that its service takes',
      async run() {
        const { accepted, timeoutMs, windowMs, isFinal } = provider.answers
        assert.ok(accepted.status >= 200 && accepted.status < 300, 'success is a 2xx')
        assert.ok(timeoutMs > 0 && windowMs >= 0, 'times are positive')
        assert.equal(isFinal(503), false, '503 must make the service try again')
        assert.ok(
          provider.methods.length > 0 && provider.methods.every((one) => one === one.toUpperCase()),
          'methods',
        )
      },
    },
    {
      name: 'listens on its own name, or on the endpoint it is given',
      async run() {
        assert.equal(provider.endpoint, provider.provider)
        assert.equal(subject.create({ secret: canary, endpoint: 'second' }).endpoint, 'second')
      },
    },
    {
      name: 'throws at construction for a missing, empty or blank secret',
      async run() {
        for (const secret of [undefined, null, '', '   ', [], [''], ['good', ' '], new Uint8Array(), 7]) {
          assert.throws(
            () => subject.createUnsafely(secret),
            (error) =>
              isWebhookError(error) &&
              error.code === 'invalid_option' &&
              error.provider === provider.provider,
            `accepted ${JSON.stringify(secret)}`,
          )
        }
      },
    },
    ...simulator.names.map((name) => ({
      name: `accepts its own ${name}, once`,
      async run() {
        const { receiver, events } = createBench(subject.create({ secret: canary }))
        const delivery = simulator.simulate(name)
        const first = await deliver(receiver, delivery)
        assert.ok(
          first.status >= 200 && first.status < 300,
          `${first.status} ${first.outcome}: ${first.reason}`,
        )
        assert.ok(['accepted', 'handshake'].includes(first.outcome), first.outcome)
        const seen = events.length
        assert.equal(
          seen > 0,
          first.outcome === 'accepted',
          'an accepted delivery emits, a handshake never does',
        )
        for (const event of events) {
          assert.notEqual(event.type, 'webhook.unrecognized', 'a provider knows what its service sends')
          assert.deepEqual(
            JSON.parse(JSON.stringify(event)),
            withoutUndefined(event),
            'an event survives JSON',
          )
          assert.match(event.id, /^evt_[0-9a-f]{64}$/)
          assert.equal(event.provider, provider.provider)
          assert.equal(event.endpoint, provider.endpoint)
          assert.notEqual(event.verifiedBy, 'none', 'an event tells what proved it')
          assert.ok(!JSON.stringify(event).includes(canary), 'the secret is nowhere in the event')
        }
        const ids = first.events.map((event) => event.id)
        assert.equal(new Set(ids).size, ids.length, 'the events of one delivery have different ids')
        const second = await deliver(receiver, delivery)
        assert.equal(second.status, first.status, 'a copy gets the same answer')
        assert.equal(events.length, seen, 'a copy reaches no handler')
      },
    })),
    {
      name: 'gives two jobs two event ids',
      async run() {
        const { receiver, events } = createBench(subject.create({ secret: canary }))
        await deliver(receiver, simulator.completed({ jobId: 'job-one' }))
        await deliver(receiver, simulator.completed({ jobId: 'job-two' }))
        assert.equal(new Set(events.map((event) => event.id)).size, 2)
        assert.deepEqual(
          events.map((event) => event.jobId),
          ['job-one', 'job-two'],
        )
      },
    },
    {
      name: 'gives success and failure of one job the same event id',
      async run() {
        const { receiver } = createBench(subject.create({ secret: canary }))
        const [completed] = (await deliver(receiver, simulator.completed({ jobId: 'job-one' }))).events
        const [failed] = (await deliver(receiver, simulator.failed({ jobId: 'job-one' }))).events
        assert.equal(failed?.id, completed?.id)
      },
    },
  ]
}

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutUndefined(item)]))
}
