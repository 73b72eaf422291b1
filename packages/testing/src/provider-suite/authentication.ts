import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { type Provider, type Secret, WebhookError, type WebhookRequest } from '@stt-webhooks/core'
import type { Check } from '../checks.ts'
import { type Delivered, deliver, toRequest } from '../deliver.ts'
import type { ProviderSubject } from '../provider-suite.ts'
import type { SimulatedDelivery } from '../simulator.ts'
import { canary, createBench, credentialOf, withCredential } from './bench.ts'

type Change = (credential: string) => string | undefined

const forgeries: Readonly<Record<string, Change>> = {
  'no credential': () => undefined,
  'an empty credential': () => '',
  'a credential cut short': (credential) => credential.slice(0, -1),
  'a longer credential': (credential) => `${credential}A`,
  // Several characters, because the last one of a base64 text carries bits that do not count.
  'another credential': (credential) =>
    credential.slice(0, -8) + credential.slice(-8).replace(/\w/g, (one) => (one === 'z' ? 'y' : 'z')),
  'a credential changed in its middle': (credential) => {
    const middle = credential.length >> 1
    return `${credential.slice(0, middle)}${credential[middle] === '0' ? '1' : '0'}${credential.slice(middle + 1)}`
  },
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
          const genuine = credentialOf(subject, delivery)
          const forged = withCredential(subject, delivery, change)
          await refuses(subject.create({ secret: canary }), forged, name, [canary, genuine])
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
          const provider = subject.create({ secret: canary })
          if ('header' in credential)
            await refusesRequest(provider, withTwice(delivery, credential.header), name)
          else {
            const twice = new URLSearchParams({ [credential.parameter]: credentialOf(subject, delivery) })
            await refuses(provider, { ...delivery, url: `${delivery.url}&${twice}` }, name)
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
    ...(subject.toleranceSeconds === undefined ? [] : [timeliness(subject, subject.toleranceSeconds)]),
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

/** What was overheard once must not be good for ever, and a clock that runs ahead must not make it so. */
function timeliness(subject: ProviderSubject, toleranceSeconds: number): Check {
  return {
    name: `refuses a delivery whose time is more than ${toleranceSeconds} s away`,
    async run() {
      const delivery = subject.simulator({ secret: canary }).completed()
      const outcomeAfter = async (seconds: number) => {
        const { receiver } = createBench(subject.create({ secret: canary }), Date.now() + seconds * 1000)
        return (await deliver(receiver, delivery)).outcome
      }
      for (const direction of [1, -1]) {
        assert.equal(await outcomeAfter(direction * (toleranceSeconds - 5)), 'accepted', 'in time')
        assert.equal(await outcomeAfter(direction * (toleranceSeconds + 5)), 'refused', 'out of time')
      }
    },
  }
}

async function accepts(provider: Provider, delivery: SimulatedDelivery): Promise<void> {
  const { outcome, reason } = await deliver(createBench(provider).receiver, delivery)
  assert.equal(outcome, 'accepted', reason)
}

/** 401, nothing for handlers, and one line that shows neither the secret nor what would have been genuine. */
function refuses(
  provider: Provider,
  delivery: SimulatedDelivery,
  what: string,
  hidden: readonly string[] = [canary],
): Promise<void> {
  return refusesRequest(provider, toRequest(delivery), what, hidden)
}

async function refusesRequest(
  provider: Provider,
  request: WebhookRequest,
  what: string,
  hidden: readonly string[] = [canary],
): Promise<void> {
  const { receiver, events, lines } = createBench(provider)
  const response = await receiver.handle(request)
  assert.equal(response?.status, 401, `${what}: answered ${response?.status}`)
  assert.deepEqual(events, [], `${what}: a handler heard of a forgery`)
  assert.equal(lines.length, 1, `${what}: one line tells why`)
  for (const text of hidden) {
    assert.ok(!lines.some((line) => line.includes(text)), `${what}: the log shows a credential`)
  }
}

/** As an adapter tells of a header that came twice. */
function withTwice(delivery: SimulatedDelivery, twice: string): WebhookRequest {
  const request = toRequest(delivery)
  return {
    ...request,
    header(name) {
      if (name.toLowerCase() !== twice) return request.header(name)
      throw new WebhookError('header_repeated', `The header ${twice} came more than once.`)
    },
  }
}
