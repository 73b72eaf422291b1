import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { type AnyEvent, createReceiver, inboxMemory, type Logger } from '@stt-webhooks/core'
import type { Check } from '../checks.ts'
import { deliver } from '../deliver.ts'
import type { ProviderSubject } from '../provider-suite.ts'
import { canary, credentialOf } from './bench.ts'

const silent: Logger = { info() {}, warn() {}, error() {} }

/** What an inbox keeps of a delivery can be read again, and forges no other. */
export function keepingChecks(subject: ProviderSubject): readonly Check[] {
  const simulator = subject.simulator({ secret: canary })
  return simulator.names.map((name) => ({
    name: `reads its own ${name} again out of an inbox, which holds no credential`,
    async run() {
      const inbox = inboxMemory()
      await using receiver = createReceiver([subject.create({ secret: canary })], { inbox, logger: silent })
      const seen: AnyEvent[] = []
      receiver.onAny((event) => {
        seen.push(event)
      })
      const delivery = simulator.simulate(name)
      const { outcome, events } = await deliver(receiver, delivery)
      if (outcome === 'handshake') return
      assert.equal(outcome, 'accepted')
      for (const { id } of events) {
        const [kept] = (await inbox.query.get(id))?.deliveries ?? []
        assert.ok(kept, 'the delivery is kept')
        assert.deepEqual(Buffer.from(kept.body), Buffer.from(delivery.body), 'the bytes are exact')
        const { body: _, checksum: _checksum, ...rest } = kept
        for (const secret of [canary, credentialOf(subject, delivery)]) {
          assert.ok(!JSON.stringify(rest).includes(secret), 'no credential is kept')
        }
      }
      await receiver.start()
      await receiver.idle()
      const first = seen.splice(0)
      assert.equal(first.length, events.length, 'every event reaches a handler')
      await inbox.query.replay({ handlers: 'all' })
      await receiver.idle()
      const again = seen.map((event): AnyEvent => ({ ...event, source: 'webhook' }))
      assert.deepEqual(sorted(again), sorted(first), 'the stored delivery reads as the delivery did')
    },
  }))
}

function sorted(events: readonly AnyEvent[]): unknown[] {
  const plain: AnyEvent[] = JSON.parse(JSON.stringify(events))
  return plain.sort((one, other) => (one.id < other.id ? -1 : 1))
}
