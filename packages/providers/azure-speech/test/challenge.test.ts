import { Buffer } from 'node:buffer'
import { createHmac } from 'node:crypto'
import { azureSpeech } from '@stt-webhooks/azure-speech'
import { type AnyEvent, createReceiver } from '@stt-webhooks/core'
import { toRequest } from '@stt-webhooks/testing'
import { describe, expect, it } from 'vitest'

const secret = 's3cret'
const token = 'e062725f75d64dbc8ee8b70bdf131526'
const notice = JSON.stringify({ self: 'https://westus.example.com/speechtotext/transcriptions/job-one' })
const silent = { info() {}, warn() {}, error() {} }

const signed = (message: string) => createHmac('sha256', secret).update(message).digest('base64')

interface Attempt {
  readonly event?: string
  readonly query?: string
  readonly signature?: string
  readonly body?: string
  readonly exact?: boolean
}

/** By default a challenge as the service sends it. */
async function receive(attempt: Attempt, provider = azureSpeech({ secret })) {
  const {
    event = 'Challenge',
    query = `validationToken=${token}`,
    signature = signed(token),
    body = '',
  } = attempt
  const receiver = createReceiver([provider], { logger: silent })
  const events: AnyEvent[] = []
  receiver.onAny((one) => void events.push(one))
  const delivery = {
    method: 'POST',
    url: `/webhooks/stt/azure-speech?${query}`,
    headers: {
      ...(event === 'none' ? {} : { 'X-MicrosoftSpeechServices-Event': event }),
      ...(signature === 'none' ? {} : { 'X-MicrosoftSpeechServices-Signature': signature }),
    },
    body: Buffer.from(body),
  }
  const receipt = await receiver.receive(toRequest(delivery, { exact: attempt.exact ?? true }))
  return { outcome: receipt?.outcome, response: receipt?.response, events }
}

const answer = {
  status: 200,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
  body: token,
}

describe('a challenge', () => {
  it.each(['Challenge', 'challenge', 'CHALLENGE'])(
    'named %s gets its token as the whole body',
    async (event) => {
      expect(await receive({ event })).toEqual({ outcome: 'handshake', response: answer, events: [] })
    },
  )

  it.each(['none', ''])(
    'is known by its parameter where the event header is missing or empty',
    async (event) => {
      expect(await receive({ event })).toMatchObject({ outcome: 'handshake', response: answer })
    },
  )

  it.each([
    `code=abc&validationToken=${token}`,
    `validationToken=${token}&other=1`,
    `a=1&validationToken=${token}&b`,
  ])('may stand among other parameters: %s', async (query) => {
    expect(await receive({ query })).toMatchObject({ outcome: 'handshake', response: answer })
  })

  it('is answered though a parser took the body, because its body is not signed', async () => {
    expect(await receive({ exact: false })).toMatchObject({ outcome: 'handshake', response: answer })
  })

  it('is answered without a signature only where authentication was given up', async () => {
    const open = azureSpeech({ unsafeAllowUnauthenticated: true })
    expect(await receive({ signature: 'none' }, open)).toMatchObject({
      outcome: 'handshake',
      response: answer,
    })
  })

  it.each([
    ['no signature', 'none'],
    ['an empty signature', ''],
    ['the signature of another token', signed('another')],
    ['the signature of its empty body', signed('')],
    ['the signature of another secret', createHmac('sha256', 'other').update(token).digest('base64')],
  ])('with %s is refused, with and without the event header', async (_, signature) => {
    for (const event of ['Challenge', 'none']) {
      const { outcome, response, events } = await receive({ event, signature })
      expect([outcome, response?.status, events]).toEqual(['refused', 401, []])
      expect(response?.body).not.toContain(token)
    }
  })

  it.each([token, `${token}${token}`, 'other', ''])(
    'with two tokens is refused, whichever was signed',
    async (message) => {
      const body = 'not what was signed'
      const query = `validationToken=${token}&validationToken=other`
      expect(await receive({ query, signature: signed(message), body })).toMatchObject({ outcome: 'refused' })
    },
  )

  it.each(['', 'validationToken=', 'validationToken'])(
    'without a token cannot be answered: "%s"',
    async (query) => {
      expect(await receive({ query })).toMatchObject({ outcome: 'refused' })
      expect(await receive({ query, signature: signed('') })).toMatchObject({
        outcome: 'unreadable',
        events: [],
      })
    },
  )

  it.each(['<script>alert(1)</script>', 'a b', 'a\r\nb', 'ü', 'a'.repeat(257), notice])(
    'with the odd token %j is genuine, and not sent back',
    async (odd) => {
      const query = `validationToken=${encodeURIComponent(odd)}`
      const { outcome, response } = await receive({ query, signature: signed(odd) })
      expect([outcome, response?.status, response?.body]).toEqual(['unreadable', 503, null])
    },
  )
})

describe('what is signed by its token', () => {
  it.each(['Challenge', 'none'])('is never an event, whatever its body (event header: %s)', async (event) => {
    expect(await receive({ event, body: notice })).toEqual({
      outcome: 'handshake',
      response: answer,
      events: [],
    })
    const odd = { query: 'validationToken=%3C', signature: signed('<') }
    expect(await receive({ event, body: notice, ...odd })).toMatchObject({
      outcome: 'unreadable',
      events: [],
    })
  })

  it.each([
    'TranscriptionCompletion',
    'Ping',
    'Challenge, TranscriptionCompletion',
    'Challenges',
    '__proto__',
  ])('is refused under the event header %s', async (event) => {
    expect(await receive({ event, body: notice })).toMatchObject({ outcome: 'refused', events: [] })
  })
})

describe('a token beside an event', () => {
  it('changes nothing: the body is verified and read', async () => {
    const { outcome, events } = await receive({
      event: 'TranscriptionCompletion',
      query: `order=7&validationToken=${token}`,
      signature: signed(notice),
      body: notice,
    })
    expect(outcome).toBe('accepted')
    expect(events).toMatchObject([{ type: 'transcript.ended', jobId: 'job-one' }])
    expect(events[0]?.metadata).toEqual({ order: '7' })
  })

  it('does not make a challenge of a signed body', async () => {
    const asChallenge = { event: 'Challenge', signature: signed(notice), body: notice }
    expect(await receive(asChallenge)).toMatchObject({ outcome: 'refused', events: [] })
    expect(await receive({ ...asChallenge, query: '' })).toMatchObject({ outcome: 'unreadable', events: [] })
  })
})
