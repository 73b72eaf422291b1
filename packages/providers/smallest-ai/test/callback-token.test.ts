import { createReceiver } from '@stt-webhooks/core'
import { type SmallestAiOptions, smallestAi } from '@stt-webhooks/smallest-ai'
import { type SmallestAiSimulatorOptions, simulator } from '@stt-webhooks/smallest-ai/testing'
import { deliver, type SimulatedDelivery } from '@stt-webhooks/testing'
import { describe, expect, it } from 'vitest'

const secret = 'a+b/c d~7f3e'
const encoded = ['a%2Bb%2Fc%20d~7f3e', 'a%2Bb%2Fc+d%7E7f3e']
const url = 'https://example.com/webhooks/stt/smallest-ai?order=7'

async function receive(delivery: SimulatedDelivery, options: SmallestAiOptions = { secret }) {
  const lines: string[] = []
  const write = (line: string) => void lines.push(line)
  const receiver = createReceiver([smallestAi(options)], {
    logger: { info: write, warn: write, error: write },
  })
  receiver.onAny(() => {})
  const { status, events } = await deliver(receiver, delivery)
  return { status, event: events[0], lines }
}

const forms: readonly SmallestAiSimulatorOptions[] = [
  { secret, url },
  { secret, url, parameter: 'k' },
  { secret, url, tokenIn: 'path' },
]

describe('the token in the callback URL', () => {
  it.each(forms)('is accepted as %j and kept out of the event', async (form) => {
    const options = { secret, parameter: form.parameter }
    const { status, event } = await receive(simulator(form).completed(), options)
    expect(status).toBe(200)
    expect(event).toMatchObject({ verifiedBy: 'secret', metadata: { order: '7' } })
    expect(Object.keys(event?.metadata ?? {})).toEqual(['order'])
    expect(event).not.toHaveProperty('raw.token')
  })

  it.each(forms)('is refused as %j if it is another one, without a word of either', async (form) => {
    const options = { secret: 'expected-9c1d', parameter: form.parameter }
    const { status, lines } = await receive(simulator(form).completed(), options)
    expect(status).toBe(401)
    expect(lines).toHaveLength(1)
    for (const shown of [secret, ...encoded, 'expected-9c1d', 'order']) {
      expect(lines[0]).not.toContain(shown)
    }
  })

  it('is not looked for in another parameter', async () => {
    expect((await receive(simulator({ secret, url, parameter: 'k' }).completed())).status).toBe(401)
  })

  it.each(forms)('is taken out of URLs that the service repeats, as %j', async (form) => {
    const delivery = simulator(form).completed()
    const body = JSON.stringify({
      status: 'failed',
      webhook_url: delivery.url,
      errors: [`Request to ${delivery.url} failed with status code 503`],
      details: [{ callback: delivery.url }],
      hook: delivery.url,
    })
    const { event } = await receive(simulator(form).completed({ body }), {
      secret,
      parameter: form.parameter,
    })
    expect(event?.type).toBe('transcript.failed')
    const shown = JSON.stringify(event)
    for (const form of [secret, ...encoded]) expect(shown).not.toContain(form)
    expect(shown).toContain('failed with status code 503')
  })

  it('leaves a transcript alone that happens to hold it', async () => {
    const words = { text: 'This is a test.', words: [], utterances: [], speakers: [] }
    const delivery = simulator({ secret: 'test' }).completed({ transcript: words })
    expect((await receive(delivery, { secret: 'test' })).event).toMatchObject({
      transcripts: [{ text: 'This is a test.' }],
      raw: { transcription: 'This is a test.' },
    })
  })

  it('stays out of the metadata when nobody asks for it', async () => {
    const { event } = await receive(simulator({ secret, url }).completed(), {
      unsafeAllowUnauthenticated: true,
    })
    expect(event).toMatchObject({ verifiedBy: 'none', metadata: { order: '7' } })
    expect(event?.metadata).not.toHaveProperty('token')
  })

  it('is asked of a function by path, query and token', async () => {
    const asked: unknown[] = []
    const options: SmallestAiOptions = {
      secret: ({ path, token, query }) => {
        asked.push([path, token, query.get('order')])
        return secret
      },
    }
    const { status } = await receive(simulator({ secret, url, tokenIn: 'path' }).completed(), options)
    expect(status).toBe(200)
    expect(asked).toEqual([[`/webhooks/stt/smallest-ai/${encodeURIComponent(secret)}`, secret, '7']])
  })
})
