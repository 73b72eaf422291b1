import { azureSpeech } from '@stt-webhooks/azure-speech'
import { simulator } from '@stt-webhooks/azure-speech/testing'
import { createReceiver } from '@stt-webhooks/core'
import { deliver, type SimulatedDelivery } from '@stt-webhooks/testing'
import { describe, expect, it } from 'vitest'

const simulate = simulator({ secret: 's3cret', url: '/webhooks/stt/azure-speech?order=7' })
const silent = { info() {}, warn() {}, error() {} }

async function receive(delivery: SimulatedDelivery) {
  const receiver = createReceiver([azureSpeech({ secret: 's3cret' })], { logger: silent })
  receiver.onAny(() => {})
  return deliver(receiver, delivery)
}

/** `event` is the event header; none if undefined. */
async function read(event: string | undefined, body: unknown) {
  const { headers, ...rest } = simulate.completed({
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  const { 'x-microsoftspeechservices-event': _, ...others } = headers
  const named = event === undefined ? others : { ...others, 'x-microsoftspeechservices-event': event }
  return (await receive({ ...rest, headers: named })).events[0]
}

/** The letter cases of documentation and of code that runs against the service. */
const cases = {
  PascalCase: (name: string) => name,
  camelCase: (name: string) => name.slice(0, 1).toLowerCase() + name.slice(1),
  'lower case': (name: string) => name.toLowerCase(),
}

const self = 'https://westus.api.cognitive.microsoft.com/speechtotext/any/job-one?api-version=2024-11-15'
const notice = { self, invocationId: 'x' }
const entity = { id: 'job-one', status: 'Succeeded' }

const steps = { Creation: 'created', Processing: 'processing', Completion: 'ended', Deletion: 'deleted' }
const kinds = { Dataset: 'dataset', Model: 'model', Evaluation: 'evaluation', Endpoint: 'endpoint' }

describe.each(Object.entries(cases))('event names in %s', (_, written) => {
  it.each(Object.entries(steps))('reads Transcription%s, whose phase is %s', async (step, phase) => {
    const event = await read(written(`Transcription${step}`), notice)
    expect(event).toMatchObject({ product: 'transcription', jobId: 'job-one', metadata: { order: '7' } })
    expect(event).toMatchObject(
      phase === 'ended'
        ? { type: 'transcript.ended', reason: expect.stringContaining('does not tell') }
        : { type: 'transcript.progressed', phase },
    )
  })

  it.each(
    Object.entries(kinds).flatMap(([name, kind]) =>
      Object.entries(steps).map(([step, phase]) => ({ name: name + step, kind, phase })),
    ),
  )('reads $name', async ({ name, kind, phase }) => {
    const event = await read(written(name), notice)
    expect(event).toMatchObject({ type: 'job.progressed', product: kind, kind, phase, jobId: 'job-one' })
  })

  it.each([
    ['DataImportCompletion', 'dataset'],
    ['ModelAdaptationCompletion', 'model'],
    ['AccuracyTestCompletion', 'evaluation'],
    ['EndpointDeploymentCompletion', 'endpoint'],
    ['EndpointDataCollectionCompletion', 'endpoint-data'],
  ])('reads %s of v2.1', async (name, kind) => {
    const facts = { product: kind, kind, jobId: 'job-one' }
    expect(await read(written(name), entity)).toMatchObject({ type: 'job.completed', ...facts })
    const failed = await read(written(name), { ...entity, status: 'Failed' })
    expect(failed).toMatchObject({ type: 'job.failed', ...facts })
  })

  it('reads TranscriptionCompletion of v2.1', async () => {
    expect(await read(written('TranscriptionCompletion'), entity)).toMatchObject({
      type: 'transcript.completed',
      product: 'transcription',
      jobId: 'job-one',
    })
  })

  it.each(['Ping', 'Test'])('reads %s', async (name) => {
    const event = await read(written(name), { displayName: 'Hook' })
    expect(event?.jobId).toBeUndefined()
    expect(event).toMatchObject({
      type: 'webhook.pinged',
      product: 'webhook',
      metadata: { order: '7' },
      raw: { displayName: 'Hook' },
    })
  })

  it('answers Challenge', async () => {
    const { headers, ...rest } = simulate.simulate('challenge')
    const named = { ...headers, 'x-microsoftspeechservices-event': written('Challenge') }
    expect(await receive({ ...rest, headers: named })).toMatchObject({ outcome: 'handshake', events: [] })
  })
})

describe('the id of a notice', () => {
  it.each([
    [self, 'job-one'],
    ['https://eastus.api.cognitive.microsoft.com/speechtotext/v3.1/models/base/7a64', '7a64'],
    ['https://speech.example.com/transcriptions/any id?api-version=/x#/y', 'any id'],
    ['https://speech.example.com/transcriptions/a.b-c_d/', 'a.b-c_d'],
    ['/speechtotext/transcriptions/relative', 'relative'],
    ['bare', 'bare'],
  ])('is the last segment of the path of %s', async (address, jobId) => {
    expect(await read('TranscriptionCompletion', { self: address })).toMatchObject({
      type: 'transcript.ended',
      jobId,
      raw: { self: address },
    })
  })

  it.each(['https://speech.example.com', 'https://speech.example.com/?id=7', '///', '', 7, null, {}])(
    'is missing in %j, which makes the notice unrecognized',
    async (address) => {
      const event = await read('TranscriptionCompletion', { self: address })
      expect(event).toMatchObject({ type: 'webhook.unrecognized', jobId: undefined })
    },
  )
})

describe('the reader of Azure Speech', () => {
  it('gives the end of one job the same event id, whichever version tells it', async () => {
    const events = [
      await read('TranscriptionCompletion', notice),
      await read('TranscriptionCompletion', { self: 'https://host/v3.1/transcriptions/job-one' }),
      await read('TranscriptionCompletion', entity),
      await read('TranscriptionCompletion', { ...entity, status: 'Failed' }),
    ]
    expect(new Set(events.map((event) => event?.id)).size).toBe(1)
  })

  it('prefers self, for v3.0 and later never send an id', async () => {
    const event = await read('TranscriptionCompletion', { ...entity, id: 'other', self })
    expect(event).toMatchObject({ type: 'transcript.ended', jobId: 'job-one' })
  })

  it('reads the facts of a v2.1 entity; a time without a zone is UTC', async () => {
    const event = await read('TranscriptionCompletion', {
      ...entity,
      name: 'call.wav',
      locale: 'de-DE',
      lastActionDateTime: '2018-04-20T14:12:54.643',
      properties: { order: '8', AddDiarization: 'True' },
    })
    expect(event).toMatchObject({
      name: 'call.wav',
      language: 'de-DE',
      occurredAt: '2018-04-20T14:12:54.643Z',
      metadata: { order: '8', AddDiarization: 'True' },
    })
  })

  it.each([
    ['TranscriptionCompletion', 'NotStarted', 'transcript.progressed', 'created'],
    ['TranscriptionCompletion', 'Running', 'transcript.progressed', 'processing'],
    ['DataImportCompletion', 'NotStarted', 'job.progressed', 'created'],
    ['DataImportCompletion', 'Running', 'job.progressed', 'processing'],
  ])('reads %s with status %s as %s', async (name, status, type, phase) => {
    expect(await read(name, { ...entity, status })).toMatchObject({ type, phase, jobId: 'job-one' })
  })

  it.each([
    ['The recordings URI contains invalid data.', 'The recordings URI contains invalid data.', 'input'],
    ['Authentication failed for recordings URI.', 'Authentication failed for recordings URI.', 'input'],
    ['Something broke.', 'Something broke.', 'unknown'],
    ['None.', 'Azure Speech gave no reason.', 'unknown'],
    [undefined, 'Azure Speech gave no reason.', 'unknown'],
  ])('files the failure "%s" under its cause', async (statusMessage, message, category) => {
    expect(
      await read('TranscriptionCompletion', { ...entity, status: 'Failed', statusMessage }),
    ).toMatchObject({
      type: 'transcript.failed',
      error: { code: 'unknown', message, category, retryable: false },
    })
  })

  it.each([
    ['TranscriptionCompletion', { ...entity, status: 'Cancelled' }, 'job-one'],
    ['TranscriptionCompletion', { ...entity, status: 'succeeded' }, 'job-one'],
    ['AccuracyTestCompletion', { ...entity, status: 'Paused' }, 'job-one'],
    ['AccuracyTestCompletion', notice, 'job-one'],
    ['TranscriptionCreation', entity, 'job-one'],
    ['TranscriptionCancellation', notice, 'job-one'],
    ['ProjectCompletion', notice, 'job-one'],
    ['constructor', notice, 'job-one'],
    ['Transcription__proto__', notice, 'job-one'],
    ['TranscriptionCompletion', { id: 7, status: 'Succeeded' }, undefined],
    ['TranscriptionCompletion', [], undefined],
    ['Ping', [notice], undefined],
    ['TranscriptionCompletion, Challenge', notice, 'job-one'],
  ])('calls %s with %j unrecognized, never running or done', async (name, body, jobId) => {
    expect(await read(name, body)).toMatchObject({
      type: 'webhook.unrecognized',
      product: 'unknown',
      jobId,
      reason: expect.stringContaining(`"${name.toLowerCase()}"`),
      raw: body,
    })
  })

  it('calls a delivery without an event header unrecognized', async () => {
    const reason = 'the header x-microsoftspeechservices-event is missing'
    expect(await read(undefined, notice)).toMatchObject({ type: 'webhook.unrecognized', reason })
    expect(await read('', notice)).toMatchObject({ type: 'webhook.unrecognized', reason })
  })

  it('takes a ping without a body, and keeps the secret of the hook out of raw', async () => {
    expect(await read('Ping', '')).toMatchObject({ type: 'webhook.pinged', raw: null })
    const event = await read('Ping', {
      webUrl: 'https://example.com/hook?code=hidden',
      properties: { apiVersion: 'v3.1', secret: 'hidden' },
      configuration: { url: 'https://example.com/hook', secret: 'hidden' },
    })
    expect(JSON.stringify(event)).not.toContain('hidden')
    expect(event).toMatchObject({
      raw: { properties: { apiVersion: 'v3.1' }, configuration: { url: 'https://example.com/hook' } },
    })
  })

  it('keeps the permission to read results out of raw', async () => {
    const { events } = await receive(simulate.simulate('v2.transcription.succeeded'))
    expect(JSON.stringify(events)).not.toContain('sig=')
    expect(events).toMatchObject([
      { raw: { resultsUrls: { channel_0: 'https://contoso.blob.core.windows.net/results/call.0.json' } } },
    ])
  })
})
