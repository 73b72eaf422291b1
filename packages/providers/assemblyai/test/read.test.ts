import { type AssemblyAiOptions, assemblyAiAddresses, assemblyai } from '@stt-webhooks/assemblyai'
import { simulator } from '@stt-webhooks/assemblyai/testing'
import { createReceiver } from '@stt-webhooks/core'
import { type DeliverOptions, deliver, type SimulatedDelivery } from '@stt-webhooks/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

// The same cases in every run.
fc.configureGlobal({ seed: 20_261_121 })

const simulate = simulator({ secret: 's3cret', url: '/webhooks/stt/assemblyai?order=7' })
const silent = { info() {}, warn() {}, error() {} }

function receive(delivery: SimulatedDelivery, options: DeliverOptions = {}, credentials = {}) {
  const receiver = createReceiver([assemblyai({ secret: 's3cret', ...credentials })], { logger: silent })
  receiver.onAny(() => {})
  return deliver(receiver, delivery, options)
}

async function read(body: unknown) {
  const { events } = await receive(simulate.completed({ body: JSON.stringify(body) }))
  return events[0]
}

const redacted = (url: string) => read({ status: 'redacted_audio_ready', redacted_audio_url: url })
const files = 'https://files.example.com/redacted'

describe('the reader of AssemblyAI', () => {
  it('says that the reason of a failure must be asked of the API', async () => {
    const { events } = await receive(simulate.failed())
    expect(events[0]).toMatchObject({
      type: 'transcript.failed',
      error: { code: 'unknown', message: expect.stringContaining('GET /v2/transcript/') },
    })
  })

  it('takes the query of the callback URL for metadata, whatever the body is', async () => {
    for (const name of simulate.names) {
      const { events } = await receive(simulate.simulate(name))
      expect(events[0]?.metadata).toEqual({ order: '7' })
    }
    expect((await read({}))?.metadata).toEqual({ order: '7' })
  })

  it('knows redacted audio by its file, not by the signature of its URL', async () => {
    const first = await redacted(`${files}/a.mp3?Signature=one&Expires=1`)
    expect(first).toMatchObject({ type: 'audio.redacted', product: 'redacted-audio' })
    expect(first).not.toHaveProperty('jobId')
    expect(JSON.stringify(first)).not.toContain('Signature')
    expect((await redacted(`${files}/a.mp3?Signature=two&Expires=2`))?.id).toBe(first?.id)
    expect((await redacted(`${files}/a.mp3?v=/3`))?.id).toBe(first?.id)
    expect((await redacted(`${files}/b.mp3?Signature=one&Expires=1`))?.id).not.toBe(first?.id)
  })

  it('tells redacted audio without a file name apart by its body', async () => {
    const [one, two] = [await redacted(`${files}/?v=1`), await redacted(`${files}/?v=2`)]
    expect(one?.type).toBe('audio.redacted')
    expect(two?.id).not.toBe(one?.id)
  })

  it('gives a streaming session the language that all of it is in', async () => {
    const turn = (language?: string) => ({ type: 'Turn', transcript: 'Hi.', language_code: language })
    const session = (...languages: (string | undefined)[]) =>
      read({ session_id: 's', messages: languages.map(turn) })
    expect(await session('en', undefined, 'en')).toMatchObject({ language: 'en' })
    expect(await session('en', 'es')).not.toHaveProperty('language', expect.anything())
  })

  it.each([
    ['a status of its API', { transcript_id: 'a', status: 'processing' }, 'a'],
    ['a status that does not exist', { transcript_id: 'a', status: 'Completed' }, 'a'],
    ['a numeric id', { transcript_id: 7, status: 'completed' }, undefined],
    ['redacted audio that failed', { status: 'error', redacted_audio_url: 'https://a.b/c' }, undefined],
    ['redacted audio without a URL', { status: 'redacted_audio_ready' }, undefined],
    ['a session without messages', { session_id: 'a', messages: null }, undefined],
    ['a voice agent', { event: 'session.completed', session_id: 'a', messages: [] }, undefined],
    ['nothing', {}, undefined],
  ])('calls %s unrecognized, never running or done', async (_, body, jobId) => {
    const event = await read(body)
    expect(event).toMatchObject({ type: 'webhook.unrecognized', product: 'unknown', raw: body })
    expect(event?.jobId).toBe(jobId)
  })

  it('ignores fields that it does not know', async () => {
    expect(await read({ transcript_id: 'a', status: 'completed', text: null, words: [7] })).toMatchObject({
      type: 'transcript.completed',
      raw: { text: null },
    })
  })

  it('reads whatever stands in a session', async () => {
    const word = fc.record({ text: fc.jsonValue(), start: fc.jsonValue(), end: fc.jsonValue() })
    const turn = fc.record({
      type: fc.constantFrom('Turn', 'Termination', 7),
      transcript: fc.oneof(fc.string(), fc.jsonValue()),
      words: fc.oneof(fc.array(fc.oneof(word, fc.jsonValue())), fc.jsonValue()),
      speaker_label: fc.jsonValue(),
      turn_order: fc.jsonValue(),
    })
    const messages = fc.array(fc.oneof(turn, fc.jsonValue()))
    await fc.assert(
      fc.asyncProperty(messages, async (messages) => {
        const event = await read({ session_id: 'a', messages })
        expect(event).toMatchObject({ type: 'transcript.completed', jobId: 'a' })
      }),
    )
  })
})

describe('the credentials of AssemblyAI', () => {
  const status = async (
    options: Partial<AssemblyAiOptions>,
    delivery = simulate.completed(),
    from?: string,
  ) => (await receive(delivery, from === undefined ? {} : { remoteAddress: from }, options)).status

  it('finds the whole secret in the header that the caller named', async () => {
    const options = { header: 'Authorization', secret: 'Bearer abc' }
    expect(await status(options, simulator(options).completed())).toBe(200)
    expect(await status(options, simulator({ ...options, secret: 'abc' }).completed())).toBe(401)
    expect(await status(options)).toBe(401)
  })

  it('takes an invented signature for no credential', async () => {
    const { headers, ...delivery } = simulate.completed()
    const invented = { 'x-assemblyai-signature': headers['x-webhook-secret'] ?? '' }
    expect(await status({}, { ...delivery, headers: invented })).toBe(401)
  })

  it.each([
    ['us', assemblyAiAddresses.us, 200],
    ['us', `::ffff:${assemblyAiAddresses.us}`, 200],
    ['us', assemblyAiAddresses.eu, 401],
    ['eu', assemblyAiAddresses.eu, 200],
    ['eu', undefined, 401],
    [Object.values(assemblyAiAddresses), assemblyAiAddresses.us, 200],
    [['10.0.0.0/8'], '10.1.2.3', 200],
    [['10.0.0.0/8'], '11.1.2.3', 401],
    [undefined, '11.1.2.3', 200],
  ] as const)('with the source addresses %j answers %s with %i', async (sourceAddresses, from, expected) => {
    expect(await status({ sourceAddresses }, simulate.completed(), from)).toBe(expected)
  })

  it('never takes an address for the secret', async () => {
    const forged = simulator({ secret: 'forged' }).completed()
    expect(await status({ sourceAddresses: 'us' }, forged, assemblyAiAddresses.us)).toBe(401)
  })

  it('throws for a region or an address that does not exist, and for no address at all', () => {
    const create = (sourceAddresses: unknown) =>
      Reflect.apply(assemblyai, undefined, [{ secret: 's', sourceAddresses }])
    expect(() => create('asia')).toThrow('[assemblyai] "asia" is not an IP address')
    expect(() => create(['1.2.3.4', '1.2.3'])).toThrow('[assemblyai] "1.2.3" is not an IP address')
    expect(() => create([])).toThrow('[assemblyai] The list of addresses is empty')
  })

  it('declares every 4xx final', () => {
    const { isFinal } = assemblyai({ secret: 's' }).answers
    expect([200, 301, 399, 400, 404, 499, 500, 503].filter(isFinal)).toEqual([400, 404, 499])
  })
})
