import { createReceiver } from '@stt-webhooks/core'
import { speechmatics } from '@stt-webhooks/speechmatics'
import { simulator } from '@stt-webhooks/speechmatics/testing'
import { deliver, type SimulatedDelivery } from '@stt-webhooks/testing'
import { describe, expect, it } from 'vitest'

const simulate = simulator({ secret: 's3cret' })
const silent = { info() {}, warn() {}, error() {} }

function receive(delivery: SimulatedDelivery) {
  const receiver = createReceiver([speechmatics({ secret: 's3cret' })], { logger: silent })
  receiver.onAny(() => {})
  return deliver(receiver, delivery)
}

/** A delivery with another query, body or content type. */
function send(query: string, body: unknown = '', contentType = 'application/json') {
  const text = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
  const delivery = simulate.completed({ body: text, headers: { 'content-type': contentType } })
  return receive({ ...delivery, url: `/webhooks/stt/speechmatics?${query}` })
}

describe('the query', () => {
  it.each(['id=a&id=a&status=success', 'id=a&status=success&status=error', 'id=a&status=success&id=7'])(
    'is unreadable if it says something twice: %s',
    async (query) => {
      const { outcome, status, reason } = await send(query)
      expect([outcome, status]).toEqual(['unreadable', 503])
      expect(reason).toContain('more than once')
    },
  )

  it.each(['id=a&status=paused', 'id=a&status=running', 'id=a&status=', 'id=a', 'id=a&status=toString'])(
    'with another status or none is unrecognized, never running or done: %s',
    async (query) => {
      const { events } = await send(query)
      expect(events).toMatchObject([{ type: 'webhook.unrecognized', jobId: 'a', raw: { form: 'empty' } }])
    },
  )

  it('gives every status that we do not know an event of its own', async () => {
    const queries = ['id=a&status=x', 'id=b&status=x', 'id=a&status=y', 'id=a&status=x']
    const ids = await Promise.all(queries.map(async (query) => (await send(query)).events[0]?.id))
    expect(new Set(ids).size).toBe(3)
    expect(ids[3]).toBe(ids[0])
  })

  it('must name the job, even if the body does', async () => {
    for (const query of ['status=success', 'id=&status=success']) {
      const { events } = await send(query, { id: 'a', created_at: '2026-01-01T00:00:00Z' })
      expect(events).toMatchObject([{ type: 'webhook.unrecognized', jobId: 'a' }])
    }
  })

  it('must name the same job as the body', async () => {
    const body = { job: { id: 'b' }, metadata: {}, results: [] }
    for (const other of [{ id: 'b' }, { job: { id: 'b' } }, body]) {
      const { outcome, status, reason } = await send('id=a&status=success', other)
      expect([outcome, status]).toEqual(['unreadable', 503])
      expect(reason).toBe('the body is of another job than the query')
    }
  })

  it('has the own parameters of the callback URL, which become metadata under tracking', async () => {
    const { events } = await send('n=1&id=a&reference=url&status=success', {
      id: 'a',
      tracking: { reference: 'job', details: { a: [1] } },
    })
    expect(events[0]?.metadata).toEqual({ n: '1', reference: 'job', details: { a: [1] } })
  })
})

describe('failures', () => {
  it.each([
    ['error', 'unknown', false],
    ['fetch_error', 'input', true],
    ['trim_error', 'input', false],
  ])('files %s under %s', async (code, category, retryable) => {
    const { events } = await send(`id=a&status=${code}`)
    expect(events).toMatchObject([{ type: 'transcript.failed', error: { code, category, retryable } }])
  })

  it('knows a failed alignment by the text it was given', async () => {
    const { events } = await send('id=a&status=error', { id: 'a', text_name: 'a.txt', tracking: null })
    expect(events).toMatchObject([
      { type: 'job.failed', kind: 'alignment', product: 'alignment', error: { code: 'error' } },
    ])
  })

  it('keeps a partial transcript', async () => {
    const { body } = simulate.completed({ jobId: 'a' })
    const { events } = await send('id=a&status=error', body)
    expect(events).toMatchObject([{ type: 'transcript.failed', transcripts: [{ language: 'en' }] }])
  })
})

describe('jobinfo', () => {
  const job = { id: 'a', data_name: 'a.wav', duration: 7, tracking: { reference: 'r' } }

  it.each([[job], [{ job }], [{ jobinfo: job }], [{ job: null, jobinfo: job }], [{ id: null, job }]])(
    'is taken flat and in an envelope: %j',
    async (body) => {
      const { events } = await send('id=a&status=success', body)
      expect(events).toMatchObject([
        {
          type: 'transcript.completed',
          name: 'a.wav',
          duration: 7,
          metadata: { reference: 'r' },
          raw: { form: 'jobinfo', jobinfo: body },
        },
      ])
      expect(events[0]).toHaveProperty('transcripts', undefined)
    },
  )

  it('may have its tracking inside of the configuration, and never shows auth_headers', async () => {
    const config = {
      tracking: { reference: 'r' },
      notification_config: [{ url: 'https://a.example', auth_headers: ['Authorization: Bearer hidden'] }],
    }
    const { events } = await send('id=a&status=success', { id: 'a', config })
    expect(events[0]?.metadata).toEqual({ reference: 'r' })
    expect(JSON.stringify(events)).not.toContain('hidden')
  })
})

describe('the form of a single body', () => {
  const query = 'id=a&status=success'

  it.each([
    ['Hello.', 'text/plain', { form: 'txt', text: 'Hello.' }],
    ['Hello.', 'application/octet-stream', { form: 'txt', text: 'Hello.' }],
    ['\uFEFFHello.', '', { form: 'txt', text: 'Hello.' }],
    ['{laughs} Hello.', 'text/plain', { form: 'txt' }],
    ['1\r\n00:00:01,000 --> 00:00:02,000\r\nHello.\r\n', 'text/plain', { form: 'srt' }],
    ['[00:00:00.1] Hello.', 'application/octet-stream', { form: 'alignment' }],
    ['{"id":"a"}', 'application/octet-stream', { form: 'jobinfo', jobinfo: { id: 'a' } }],
    ['{"id":"a"}', 'application/vnd.speechmatics.v2+json', { form: 'jobinfo' }],
    ['{"a":1}', 'application/json', { form: 'json', value: { a: 1 } }],
    ['[1]', 'application/json', { form: 'json', value: [1] }],
    [Uint8Array.of(0xff, 0xfe), '', { form: 'data', size: 2 }],
    [Uint8Array.of(82, 0, 1), 'audio/wav', { form: 'data', size: 3, contentType: 'audio/wav' }],
  ])('%j as "%s" is %j', async (body, contentType, raw) => {
    const { events } = await send(query, body, contentType)
    expect(events).toMatchObject([{ raw }])
  })

  it.each([
    ['{"id":', 'application/json'],
    ['Hello.', 'application/json'],
    ['{"id":', 'text/plain'],
    ['Hello.', 'multipart/form-data'],
    ['Hello.', 'multipart/form-data; boundary=x'],
  ])('%j as "%s" is unreadable', async (body, contentType) => {
    expect(await send(query, body, contentType)).toMatchObject({ outcome: 'unreadable', status: 503 })
  })
})
