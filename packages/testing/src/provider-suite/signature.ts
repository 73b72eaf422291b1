import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import type { Check } from '../checks.ts'
import { deliver } from '../deliver.ts'
import type { ProviderSubject } from '../provider-suite.ts'
import { canary, createBench } from './bench.ts'
import { refuses } from './verdicts.ts'

/** What the credential covers: the body's exact bytes or nothing of them, and perhaps a time. */
export function signatureChecks(subject: ProviderSubject): readonly Check[] {
  const { signsBody, toleranceSeconds } = subject
  const body = signsBody ? exactBytes(subject) : anyBytes(subject)
  return toleranceSeconds === undefined ? [body] : [body, timeliness(subject, toleranceSeconds)]
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
