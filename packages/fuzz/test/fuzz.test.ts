import { subject as assemblyai } from '@stt-webhooks/assemblyai/testing'
import { subject as azureSpeech } from '@stt-webhooks/azure-speech/testing'
import { createReceiver } from '@stt-webhooks/core'
import { subject as revAi } from '@stt-webhooks/rev-ai/testing'
import { subject as smallestAi } from '@stt-webhooks/smallest-ai/testing'
import { subject as speechmatics } from '@stt-webhooks/speechmatics/testing'
import { deliver, type ProviderSubject } from '@stt-webhooks/testing'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { mutatedDeliveries } from '../src/mutations.ts'

const secret = 'known-to-the-service'
const runs = 10_000
const genuineOutcomes = ['accepted', 'duplicate', 'ignored', 'unreadable', 'handshake']
const silent = { info() {}, warn() {}, error() {} }
const prototypeKeys = Reflect.ownKeys(Object.prototype)

async function fuzz(subject: ProviderSubject): Promise<void> {
  const provider = subject.create({ secret })
  const url = `/webhooks/stt/${provider.endpoint}`
  const genuine = subject.simulator({ secret, url })
  const forger = subject.simulator({ secret: 'guessed', url })
  const receiver = createReceiver([provider], { logger: silent })
  let emitted = 0
  let readable = 0
  receiver.onAny((event) => {
    emitted++
    JSON.stringify(event)
  })
  const forms = fc.constantFrom('guessed', 'naked')

  await fc.assert(
    fc.asyncProperty(
      mutatedDeliveries(subject.fixtures, url),
      fc.boolean(),
      forms,
      async (delivery, isGenuine, form) => {
        const before = emitted
        if (isGenuine) {
          const { status, outcome, reason } = await deliver(receiver, genuine.sign(delivery))
          if (outcome === 'accepted' || outcome === 'duplicate') readable++
          expect(genuineOutcomes, `${status} ${outcome} ${reason}`).toContain(outcome)
          expect(status).toBe(outcome === 'unreadable' ? 503 : 200)
        } else {
          const { status } = await deliver(receiver, form === 'naked' ? delivery : forger.sign(delivery))
          expect(status).toBe(401)
          expect(emitted).toBe(before)
        }
        expect(Reflect.ownKeys(Object.prototype)).toEqual(prototypeKeys)
      },
    ),
    { numRuns: runs, seed: 20_261_121 },
  )
  expect(readable, 'the mutations leave enough to read').toBeGreaterThan(runs / 10)
}

const subjects = { assemblyai, azureSpeech, revAi, smallestAi, speechmatics }

it.each(Object.entries(subjects))(
  `%s survives ${runs} deliveries, half of them genuine`,
  { timeout: 120_000 },
  (_, subject) => fuzz(subject),
)
