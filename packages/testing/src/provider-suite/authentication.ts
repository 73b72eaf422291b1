import assert from 'node:assert/strict'
import { type Secret, WebhookError, type WebhookRequest } from '@stt-webhooks/core'
import type { Check } from '../checks.ts'
import { type Delivered, deliver, toRequest } from '../deliver.ts'
import type { ProviderSubject } from '../provider-suite.ts'
import type { SimulatedDelivery } from '../simulator.ts'
import { canary, createBench, credentialOf, withCredential } from './bench.ts'
import { accepts, refuses, refusesRequest } from './verdicts.ts'

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
  ]
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
