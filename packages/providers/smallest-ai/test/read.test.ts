import { createReceiver } from '@stt-webhooks/core'
import { smallestAi } from '@stt-webhooks/smallest-ai'
import { simulator } from '@stt-webhooks/smallest-ai/testing'
import { deliver } from '@stt-webhooks/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

// The same cases in every run.
fc.configureGlobal({ seed: 20_261_121 })

const simulate = simulator({ secret: 's3cret', url: '/webhooks/stt/smallest-ai?order=7' })
const silent = { info() {}, warn() {}, error() {} }

async function read(body: unknown) {
  const receiver = createReceiver([smallestAi({ secret: 's3cret' })], { logger: silent })
  receiver.onAny(() => {})
  const { events } = await deliver(receiver, simulate.completed({ body: JSON.stringify(body) }))
  return events[0]
}

describe('the reader of Smallest.ai', () => {
  it('names no job where the service names none, and tells deliveries apart by their bytes', async () => {
    const first = await read({ status: 'success', transcription: 'One.' })
    const second = await read({ status: 'success', transcription: 'Two.' })
    expect(first).toMatchObject({ type: 'transcript.completed', jobId: undefined })
    expect(first?.id).not.toBe(second?.id)
    expect(first?.id).toBe((await read({ status: 'success', transcription: 'One.' }))?.id)
  })

  it('reads processing as progress, in the cloud and self-hosted', async () => {
    expect(await read({ status: 'processing', request_id: 'a' })).toMatchObject({
      type: 'transcript.progressed',
      product: 'transcription',
      phase: 'processing',
      jobId: 'a',
    })
    expect(await read({ status: 'processing', job_id: 'a' })).toMatchObject({
      type: 'transcript.progressed',
      product: 'self-host',
      phase: 'processing',
      jobId: 'a',
    })
  })

  it('gives a notice of progress another id than the end of the same job', async () => {
    const [progressed, ended] = [
      await read({ status: 'processing', request_id: 'a' }),
      await read({ status: 'failed', request_id: 'a' }),
    ]
    expect(progressed?.id).not.toBe(ended?.id)
  })

  it.each([
    [{ status: 'queued', request_id: 'a' }],
    [{ status: 'completed', request_id: 'a', transcription: 'Hello.' }],
    [{ status: 'success', job_id: 'a', result: { text: 'Hello.' } }],
    [{ status: 'error', job_id: 'a' }],
    [{ job_id: 'a' }],
    [{ event: 'call.ended' }],
    [{ status: true }],
    [['success']],
  ])('calls %j unrecognized, never running or done', async (body) => {
    expect(await read(body)).toMatchObject({
      type: 'webhook.unrecognized',
      product: 'unknown',
      metadata: { order: '7' },
    })
  })

  it('takes a job_id beside an answer of the cloud for a key of webhook_extra', async () => {
    const event = await read({ status: 'success', transcription: 'Hello.', job_id: 'mine' })
    expect(event).toMatchObject({ product: 'transcription', jobId: undefined })
    expect(event?.metadata).toEqual({ order: '7', job_id: 'mine' })
  })

  it('completes without a transcript if none is in the body', async () => {
    for (const body of [
      { status: 'success', request_id: 'a', transcription: null },
      { status: 'completed', job_id: 'a' },
    ]) {
      expect(await read(body)).toMatchObject({ type: 'transcript.completed', jobId: 'a' })
      expect(await read(body)).not.toHaveProperty('transcripts.0')
    }
  })
})

describe('the reader of Smallest.ai, whatever comes', () => {
  const status = fc.constantFrom('success', 'completed', 'failed', 'error', 'processing', 'queued')
  const fields = fc.constantFrom('request_id', 'job_id', 'words', 'utterances', 'metadata', 'result', 'error')

  it('makes one event of any JSON', async () => {
    const body = fc.oneof(
      fc.jsonValue(),
      fc
        .tuple(status, fc.dictionary(fields, fc.jsonValue()))
        .map(([word, rest]) => ({ ...rest, status: word })),
    )
    await fc.assert(
      fc.asyncProperty(body, async (value) => {
        expect(await read(value)).toMatchObject({ provider: 'smallest-ai', metadata: { order: '7' } })
      }),
    )
  })
})

describe('webhook_extra of Smallest.ai', () => {
  const base = { status: 'success', request_id: 'a', transcription: 'Hello.', language: 'en' }

  it.each([
    ['beside the payload', { case_id: '42', at: '10:30', vip: true }],
    ['as an object', { webhook_extra: { case_id: '42', at: '10:30', vip: true } }],
    ['as an object called extra', { extra: { case_id: '42', at: '10:30', vip: true } }],
  ])('is metadata %s', async (_, extra) => {
    const event = await read({ ...base, ...extra })
    expect(event?.metadata).toEqual({ order: '7', case_id: '42', at: '10:30', vip: true })
  })

  it('is metadata as a text, split at commas and at the first colon', async () => {
    const event = await read({ ...base, webhook_extra: 'case_id:42, at:10:30,odd,:none,empty:' })
    expect(event?.metadata).toEqual({ order: '7', case_id: '42', at: '10:30', empty: '' })
  })

  it('never overwrites what the payload says', async () => {
    for (const webhook_extra of [
      'request_id:mine,language:xx,status:failed',
      { request_id: 'mine', language: 'xx', status: 'failed' },
    ]) {
      const event = await read({ ...base, webhook_extra })
      expect(event).toMatchObject({ type: 'transcript.completed', jobId: 'a', language: 'en' })
      expect(event?.metadata).toEqual({ order: '7', request_id: 'mine', language: 'xx', status: 'failed' })
    }
  })

  it('holds neither fields of the payload nor what is no plain value', async () => {
    const event = await read({
      ...base,
      totalBytes: 7,
      audio_length: 1,
      age: 'adult',
      entities: ['x'],
      more: {},
    })
    expect(event?.metadata).toEqual({ order: '7' })
  })

  it('comes with failures and with progress too', async () => {
    expect((await read({ status: 'failed', case_id: '42' }))?.metadata).toEqual({ order: '7', case_id: '42' })
    expect((await read({ status: 'processing', case_id: '42' }))?.metadata).toMatchObject({ case_id: '42' })
  })
})

describe('failures of Smallest.ai', () => {
  it.each([
    [{ error: 'broken' }, 'broken'],
    [{ message: 'broken' }, 'broken'],
    [{ errors: ['first', { message: 'second' }, 7] }, 'first: second'],
    [{ error_message: 'broken' }, 'broken'],
    [{ error: 'bad', details: [{ message: 'no audio' }] }, 'bad: no audio'],
    [{ error: 'broken', message: 'broken' }, 'broken'],
    [{ error: { message: 'broken' } }, 'broken'],
    [{ error: '' }, 'Smallest.ai gave no reason.'],
  ])('finds the message of %j', async (body, message) => {
    expect(await read({ status: 'failed', request_id: 'a', ...body })).toMatchObject({
      type: 'transcript.failed',
      error: { code: 'unknown', message, category: 'unknown', retryable: false },
    })
  })

  it.each([
    [{ error_code: 'LANGUAGE_NOT_ENABLED_IN_REGION', request_id: 'a' }, 'account', false],
    [{ error_code: 'NEW_CODE', request_id: 'a' }, 'unknown', false],
    [{ error_code: 'constructor', request_id: 'a' }, 'unknown', false],
    [{ code: 'FILE_TOO_LARGE', job_id: 'a' }, 'input', false],
    [{ code: 'SERVICE_UNAVAILABLE', job_id: 'a' }, 'provider', true],
  ])('files %j under %s', async (body, category, retryable) => {
    const code = 'code' in body ? body.code : body.error_code
    expect(await read({ status: 'failed', ...body })).toMatchObject({
      error: { code, category, retryable },
    })
  })

  it('leaves a code of webhook_extra alone', async () => {
    expect(await read({ status: 'failed', request_id: 'a', code: 'FILE_TOO_LARGE' })).toMatchObject({
      error: { code: 'unknown' },
      metadata: { code: 'FILE_TOO_LARGE' },
    })
  })
})
