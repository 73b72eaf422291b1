import { createReceiver } from '@stt-webhooks/core'
import { type SmallestAiOptions, type SmallestAiSubmitOptions, smallestAi } from '@stt-webhooks/smallest-ai'
import { simulator } from '@stt-webhooks/smallest-ai/testing'
import { deliver } from '@stt-webhooks/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

// The same cases in every run.
fc.configureGlobal({ seed: 20_261_121 })

const url = 'https://example.com/webhooks/stt/smallest-ai'
const secret = 'a+b/c d~7f3e'

function submit(submission: Partial<SmallestAiSubmitOptions>, options: SmallestAiOptions = { secret }) {
  return smallestAi(options).submitParameters({ url, ...submission })
}

const refusal = (text: string) =>
  expect.objectContaining({
    code: 'invalid_option',
    provider: 'smallest-ai',
    message: expect.stringContaining(text),
  })

/** Delivers to the URL that was submitted, as it comes out of the query of the submit call. */
async function receiveAt(webhookUrl: string, options: SmallestAiOptions = { secret }, body?: string) {
  const receiver = createReceiver([smallestAi(options)])
  receiver.onAny(() => {})
  const { status, events } = await deliver(receiver, simulator({ url: webhookUrl }).completed({ body }))
  return { status, event: events[0] }
}

describe('submitParameters of Smallest.ai', () => {
  it('gives the callback URL with its token, and nothing that was not asked for', () => {
    expect(submit({})).toEqual({ webhook_url: `${url}?token=a%2Bb%2Fc+d%7E7f3e` })
    expect(submit({ extra: {} })).toEqual({ webhook_url: `${url}?token=a%2Bb%2Fc+d%7E7f3e` })
    expect(submit({ tokenIn: 'path' })).toEqual({ webhook_url: `${url}/a%2Bb%2Fc%20d~7f3e` })
  })

  it('gives query parameters that come out of the URL as they went in', () => {
    const parameters = submit({ extra: { case_id: 42, at: '10:30', vip: true }, method: 'POST' })
    expect(parameters).toEqual({
      webhook_url: expect.stringContaining(`${url}?token=`),
      webhook_extra: 'case_id:42,at:10:30,vip:true',
      webhook_method: 'POST',
    })
    const query = new URLSearchParams({ model: 'pulse-pro', language: 'en', ...parameters }).toString()
    expect(Object.fromEntries(new URLSearchParams(query))).toEqual({
      model: 'pulse-pro',
      language: 'en',
      ...parameters,
    })
    expect(query).not.toContain('?')
  })

  it.each<[Partial<SmallestAiSubmitOptions>, SmallestAiOptions]>([
    [{}, { secret }],
    [{ tokenIn: 'path' }, { secret }],
    [{ url: `${url}?order=7` }, { secret }],
    [{ url: `${url}/?order=7`, tokenIn: 'path' }, { secret }],
    [{ url: `${url}?` }, { secret }],
    [{}, { secret, parameter: 'k' }],
    [{ url: `${url}?token=mine` }, { secret, parameter: 'k' }],
    [{}, { secret: [secret, 'old'] }],
    [{ secret: 'old' }, { secret: [secret, 'old'] }],
    [{ secret }, { secret: async () => secret }],
  ])('makes deliveries pass: %j of %j', async (submission, options) => {
    const { status, event } = await receiveAt(submit(submission, options).webhook_url, options)
    expect([status, event?.verifiedBy]).toEqual([200, 'secret'])
    expect(JSON.stringify(event)).not.toContain('7f3e')
  })

  it('keeps the query of the URL as it was written', () => {
    expect(submit({ url: `${url}?a=b%20c&d` }).webhook_url).toBe(`${url}?a=b%20c&d&token=a%2Bb%2Fc+d%7E7f3e`)
  })

  it('adds nothing where deliveries are not verified', () => {
    expect(submit({ url: `${url}?order=7` }, { unsafeAllowUnauthenticated: true })).toEqual({
      webhook_url: `${url}?order=7`,
    })
  })

  it.each(['', 'example.com/hook', '/webhooks/stt/smallest-ai', 'ftp://example.com', `${url}#part`])(
    'refuses the URL "%s"',
    (wrong) => expect(() => submit({ url: wrong })).toThrow(refusal('`url`')),
  )

  it('refuses a URL that has a token already', () => {
    expect(() => submit({ url: `${url}?token=x` })).toThrow(refusal('"token" already'))
    expect(() => submit({ url: `${url}/cb1.a.b`, tokenIn: 'path' })).toThrow(refusal('ends with a token'))
  })

  it.each<[Partial<SmallestAiSubmitOptions>, SmallestAiOptions, string]>([
    [{}, { secret: () => secret }, 'function'],
    [{ secret: ' ' }, { secret: () => secret }, 'blank'],
    [{ secret: 'other' }, { secret }, 'none of the secrets'],
    [{ secret: 'other' }, { secret: [secret, 'old'] }, 'none of the secrets'],
  ])('refuses a token that would be refused: %j', (submission, options, text) => {
    let said = ''
    try {
      submit(submission, options)
    } catch (error) {
      expect(error).toEqual(refusal(text))
      said = String(error)
    }
    expect(said).not.toBe('')
    for (const hidden of [secret, 'other', 'old']) expect(said).not.toContain(`"${hidden}"`)
  })

  it('refuses another method than POST', () => {
    for (const method of ['GET', 'post', 'PUT'])
      expect(() => Reflect.apply(submit, undefined, [{ method }])).toThrow(refusal('`method`'))
  })
})

describe('extra', () => {
  it.each(['', 'a,b', 'a:b', ',', ':', ' a', 'a ', '\t'])('refuses the key "%s"', (key) => {
    expect(() => submit({ extra: { [key]: 'x' } })).toThrow(refusal('key'))
  })

  it.each([
    'status',
    'request_id',
    'transcription',
    'metadata',
    'language',
    'error',
    'webhook_extra',
    'job_id',
  ])('refuses the key "%s", which the payload has too', (key) =>
    expect(() => submit({ extra: { [key]: 'x' } })).toThrow(refusal(`"${key}"`)),
  )

  it('refuses a key that could reach a prototype', () => {
    expect(() => submit({ extra: JSON.parse('{"__proto__":"x"}') })).toThrow(refusal('__proto__'))
  })

  it.each(['a,b', ',', ' a', 'a ', '\n'])('refuses the value "%s" and does not repeat it', (value) => {
    expect(() => submit({ extra: { order: value } })).toThrow(refusal('The value of "order" in `extra` has'))
  })

  const text = fc.string().map((value) => value.replaceAll(',', '').trim())
  const key = text
    .map((value) => `my_${value.replaceAll(':', '')}`.trim())
    .filter((value) => !/secret|password|api|credential|auth/i.test(value))
  const value = fc.oneof(
    text.filter((one) => !/^https?:|^[a-z]+:\/\//i.test(one)),
    fc.integer(),
    fc.boolean(),
  )

  it('comes back as metadata in each of the three ways', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(key, value, { minKeys: 1, maxKeys: 4 }), async (extra) => {
        const { webhook_url, webhook_extra = '' } = submit({ extra })
        const texts = Object.fromEntries(Object.entries(extra).map(([name, one]) => [name, String(one)]))
        for (const echo of [texts, { webhook_extra: texts }, { webhook_extra }]) {
          const body = JSON.stringify({ status: 'success', request_id: 'a', transcription: '', ...echo })
          const { event } = await receiveAt(webhook_url, { secret }, body)
          expect(event?.metadata).toEqual(texts)
        }
      }),
    )
  })
})
