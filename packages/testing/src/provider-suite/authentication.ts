import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import type { Provider, Secret } from '@stt-webhooks/core'
import type { Check } from '../checks.ts'
import { type Delivered, deliver, toRequest } from '../deliver.ts'
import type { ProviderSubject } from '../provider-suite.ts'
import type { SimulatedDelivery } from '../simulator.ts'
import { canary, createBench, withCredential } from './bench.ts'

type Change = (credential: string) => string | undefined

const forgeries: Readonly<Record<string, Change>> = {
  'no credential': () => undefined,
  'an empty credential': () => '',
  'a credential cut short': (credential) => credential.slice(0, -1),
  'a longer credential': (credential) => `${credential}A`,
  'another credential': (credential) => credential.replace(/\w{4}(?=\W*$)/, 'zzzz'),
  'a credential in brackets': (credential) => `[${credential}]`,
}

/** Whoever does not know the secret gets 401, and no handler hears of it. */
export function authenticationChecks(subject: ProviderSubject): readonly Check[] {
  const simulator = subject.simulator({ secret: canary })
  const deliveries = simulator.names.map((name) => ({ name, delivery: simulator.simulate(name) }))

  return [
    ...Object.entries(forgeries).map(([name, change]) => ({
      name: `refuses every delivery with ${name}`,
      async run() {
        for (const { delivery, name } of deliveries) {
          await refuses(subject.create({ secret: canary }), withCredential(subject, delivery, change), name)
        }
      },
    })),
    {
      name: 'refuses every delivery that another secret made',
      async run() {
        const stranger = subject.simulator({ secret: 'somebody-elses' })
        for (const name of stranger.names)
          await refuses(subject.create({ secret: canary }), stranger.simulate(name), name)
      },
    },
    {
      name: 'refuses a credential that comes twice',
      async run() {
        for (const { delivery, name } of deliveries) {
          const { credential } = subject
          if ('parameter' in credential) {
            const value = new URLSearchParams(delivery.url.split('?')[1]).get(credential.parameter) ?? ''
            const twice = `${delivery.url}&${credential.parameter}=${value}`
            await refuses(subject.create({ secret: canary }), { ...delivery, url: twice }, name)
          } else {
            const twice: Change = (value) => `${value}, ${value}`
            await refuses(subject.create({ secret: canary }), withCredential(subject, delivery, twice), name)
          }
        }
      },
    },
    {
      name: 'accepts the old and the new secret during a rotation, and no third',
      async run() {
        const provider = subject.create({ secret: ['new-secret', canary] })
        for (const secret of ['new-secret', canary])
          await accepts(provider, subject.simulator({ secret }).completed())
        await refuses(provider, subject.simulator({ secret: 'third-secret' }).completed(), 'third')
      },
    },
    {
      name: 'asks a secret function, refuses without an answer, and answers 503 when it throws',
      async run() {
        const ask = (secret: Secret): Promise<Delivered<unknown>> =>
          deliver(createBench(subject.create({ secret })).receiver, simulator.completed())
        assert.equal((await ask(async () => canary)).outcome, 'accepted')
        assert.equal((await ask(() => ['other', canary])).outcome, 'accepted')
        assert.equal((await ask(async () => undefined)).status, 401)
        assert.equal((await ask(async () => '')).status, 401)
        assert.equal((await ask(() => Promise.reject(new Error('database down')))).status, 503)
      },
    },
    {
      name: 'takes deliveries from anyone only when told to, and says so in the event',
      async run() {
        const { receiver, events } = createBench(subject.createUnauthenticated())
        const naked = withCredential(subject, simulator.completed(), () => undefined)
        assert.equal((await deliver(receiver, naked)).outcome, 'accepted')
        assert.equal(events[0]?.verifiedBy, 'none')
      },
    },
    subject.signsBody ? exactBytes(subject) : anyBytes(subject),
  ]
}

/** A signature covers bytes: the same JSON in other bytes is another message. */
function exactBytes(subject: ProviderSubject): Check {
  const simulator = subject.simulator({ secret: canary })
  return {
    name: 'verifies the exact bytes, and nothing else',
    async run() {
      const provider = subject.create({ secret: canary })
      const { body, ...rest } = simulator.completed()
      const flipped = Uint8Array.from(body, (byte, index) => (index === body.length >> 1 ? byte ^ 1 : byte))
      await refuses(provider, { ...rest, body: flipped }, 'a flipped bit')
      await refuses(provider, { ...rest, body: Buffer.concat([body, Buffer.from(' ')]) }, 'a blank more')
      await refuses(provider, { ...rest, body: new Uint8Array() }, 'no body')
      for (const odd of [
        Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0x7d]),
        Buffer.from([0x22, 0xff, 0xfe, 0x22]),
      ]) {
        const { outcome } = await deliver(createBench(provider).receiver, simulator.completed({ body: odd }))
        assert.notEqual(outcome, 'refused', 'a byte order mark or invalid UTF-8 is verified as it came')
      }
      const { receiver, lines } = createBench(provider)
      const parsed = await deliver(receiver, simulator.completed(), { exact: false })
      assert.deepEqual(
        [parsed.status, parsed.outcome],
        [503, 'body_already_parsed'],
        'a parsed body is our own trouble',
      )
      assert.ok(
        lines.some((line) => line.includes('exact: false')),
        'the log line says what to do',
      )
    },
  }
}

function anyBytes(subject: ProviderSubject): Check {
  return {
    name: 'goes on with a body that was parsed, because nothing signs it',
    async run() {
      const { receiver } = createBench(subject.create({ secret: canary }))
      const delivery = subject.simulator({ secret: canary }).completed()
      assert.equal((await deliver(receiver, delivery, { exact: false })).outcome, 'accepted')
    },
  }
}

async function accepts(provider: Provider, delivery: SimulatedDelivery): Promise<void> {
  const { outcome, reason } = await deliver(createBench(provider).receiver, delivery)
  assert.equal(outcome, 'accepted', reason)
}

async function refuses(provider: Provider, delivery: SimulatedDelivery, what: string): Promise<void> {
  const { receiver, events, lines } = createBench(provider)
  const response = await receiver.handle(toRequest(delivery))
  assert.equal(response?.status, 401, `${what}: answered ${response?.status}`)
  assert.deepEqual(events, [], `${what}: a handler heard of a forgery`)
  assert.equal(lines.length, 1, `${what}: one line tells why`)
  assert.ok(!lines.some((line) => line.includes(canary)), `${what}: the log shows the secret`)
}
