import { createReceiver } from '@stt-webhooks/core'
import { type RevAiOptions, type RevAiSubmitOptions, revAi } from '@stt-webhooks/rev-ai'
import { apiFixtures } from '@stt-webhooks/rev-ai/testing'
import { deliver, jsonAnswer, startFakeServer } from '@stt-webhooks/testing'
import { RevAiApiClient } from 'revai-node-sdk'
import { describe, expect, it, onTestFinished } from 'vitest'

const url = 'https://example.com/webhooks/stt/rev-ai'
const documented: unknown = JSON.parse(
  new TextDecoder().decode(apiFixtures.find(({ file }) => file === 'submit.request.json')?.bytes),
)

const submit = (options: RevAiOptions, parameters: Partial<RevAiSubmitOptions> = {}) =>
  revAi(options).submitParameters({ url, ...parameters })

const headerOf = (...given: Parameters<typeof submit>) =>
  submit(...given).notification_config.auth_headers?.Authorization

describe('the parameters of a submission', () => {
  it('make the SDK send what the documentation shows', async () => {
    const server = await startFakeServer(() => jsonAnswer({ id: 'a', status: 'in_progress' }))
    onTestFinished(() => server.close())
    const deploymentConfig = { baseUrl: server.origin, baseWebsocketUrl: '' }
    const client = new RevAiApiClient({ token: 'token', deploymentConfig })
    const rev = revAi({ secret: '<notification-url-token>' })
    await client.submitJob({
      source_config: { url: 'https://www.rev.ai/FTC_Sample_1.mp3' },
      delete_after_seconds: 1_000_000,
      ...rev.submitParameters({
        url: 'https://www.example.com/callback',
        metadata: 'sample user provided metadata',
      }),
    })
    const [request] = server.requests
    expect(request).toMatchObject({ method: 'POST', path: '/speechtotext/v1/jobs' })
    expect(JSON.parse(new TextDecoder().decode(request?.body))).toEqual(documented)
  })

  it('make deliveries that are taken for genuine and bring the metadata back', async () => {
    const rev = revAi({ secret: ['new', 'old'], scheme: 'Token' })
    const receiver = createReceiver([rev])
    receiver.onAny(() => {})
    const sent = { order: 7, tags: ['ä', '"'], user: { id: 'u' } }
    const { notification_config, metadata } = rev.submitParameters({ url: `${url}?tenant=a`, metadata: sent })
    const { status, events } = await deliver(receiver, {
      method: 'POST',
      url: notification_config.url,
      headers: { ...notification_config.auth_headers },
      body: new TextEncoder().encode(JSON.stringify({ job: { id: 'a', status: 'transcribed', metadata } })),
    })
    expect(status).toBe(200)
    expect(events).toMatchObject([{ metadata: { tenant: 'a', ...sent } }])
  })

  it('leave a signed URL as it is', () => {
    const publicUrl = 'https://example.com'
    const receiver = createReceiver([revAi({ secret: 's' })], { publicUrl, callbackSecrets: 'signs' })
    const signed = receiver.callbackUrl('rev-ai', { metadata: { order: 7 } })
    expect(submit({ secret: 's' }, { url: signed }).notification_config.url).toBe(signed)
  })

  it('carry the first secret, or the one that is given', () => {
    expect(headerOf({ secret: ['new', 'old'] })).toBe('Bearer new')
    expect(headerOf({ secret: ['new', 'old'] }, { secret: 'old' })).toBe('Bearer old')
    expect(headerOf({ secret: () => 'tenant' }, { secret: 'tenant' })).toBe('Bearer tenant')
  })

  it('carry no header where deliveries are not verified, unless a secret is given', () => {
    const options = { unsafeAllowUnauthenticated: true } as const
    expect(submit(options)).toEqual({ notification_config: { url } })
    expect(headerOf(options, { secret: 'a' })).toBe('Bearer a')
  })

  it('take metadata of 512 characters as they are sent, and no more', () => {
    expect(submit({ secret: 's' }, { metadata: 'a'.repeat(512) }).metadata).toHaveLength(512)
    const refusal = '`metadata` has 513 characters as it is sent, and Rev AI takes 512'
    expect(() => submit({ secret: 's' }, { metadata: 'a'.repeat(513) })).toThrow(refusal)
    expect(submit({ secret: 's' }, { metadata: { a: 'a'.repeat(504) } }).metadata).toHaveLength(512)
    expect(() => submit({ secret: 's' }, { metadata: { a: 'a'.repeat(505) } })).toThrow(refusal)
  })

  it('take a URL of 1,024 characters, and no more', () => {
    const ofLength = (length: number) => `${url}?${'a'.repeat(length - url.length - 1)}`
    expect(submit({ secret: 's' }, { url: ofLength(1_024) }).notification_config.url).toHaveLength(1_024)
    expect(() => submit({ secret: 's' }, { url: ofLength(1_025) })).toThrow(
      '`url` has 1025 characters, and Rev AI takes 1024',
    )
  })

  it.each(['/webhooks/stt/rev-ai', 'example.com/webhook', 'ftp://example.com/', 'javascript:1', ''])(
    'refuse the URL "%s"',
    (wrong) => {
      expect(() => submit({ secret: 's' }, { url: wrong })).toThrow(
        '`url` is not an absolute http or https URL',
      )
    },
  )

  it.each(['hush\nhush', 'hush\r', ' hush', 'hush hush', 'ключ-hush', 'hush\u0000'])(
    'refuse the secret %j, and do not tell it',
    (secret) => {
      const attempt = () => submit({ secret })
      expect(attempt).toThrow('The secret cannot be sent in a header as the token after the scheme')
      expect(attempt).not.toThrow('hush')
    },
  )

  it.each(['', 'Bearer ', 'My Scheme', 'Bearer:', 'Bear\r\ner'])('refuse the scheme %j', (scheme) => {
    expect(() => submit({ secret: 's', scheme })).toThrow('is not the name of an authentication scheme')
  })

  it('refuse a secret that the provider does not take, and guess none', () => {
    expect(() => submit({ secret: ['a', 'b'] }, { secret: 'c' })).toThrow(
      'none of the secrets of the provider',
    )
    expect(() => submit({ secret: () => 'a' })).toThrow('Give the `secret` of this job')
  })
})
