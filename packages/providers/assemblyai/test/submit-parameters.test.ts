import { type AssemblyAiOptions, type AssemblyAiSubmitOptions, assemblyai } from '@stt-webhooks/assemblyai'
import { apiFixtures } from '@stt-webhooks/assemblyai/testing'
import { createReceiver } from '@stt-webhooks/core'
import { deliver, jsonAnswer, startFakeServer } from '@stt-webhooks/testing'
import { AssemblyAI } from 'assemblyai'
import { describe, expect, it, onTestFinished } from 'vitest'

const url = 'https://example.com/webhooks/stt/assemblyai'
const documented: unknown = JSON.parse(
  new TextDecoder().decode(apiFixtures.find(({ file }) => file === 'submit.request.json')?.bytes),
)

const submit = (options: AssemblyAiOptions, parameters: Partial<AssemblyAiSubmitOptions> = {}) =>
  assemblyai(options).submitParameters({ url, ...parameters })

describe('the parameters of a submission', () => {
  it('make the SDK send what the documentation shows', async () => {
    const server = await startFakeServer(() => jsonAnswer({ id: 'a', status: 'queued' }))
    onTestFinished(() => server.close())
    const aai = assemblyai({ secret: 'secret-value', header: 'X-My-Webhook-Secret' })
    const metadata = { customer_id: '1234', order_id: '5678' }
    const client = new AssemblyAI({ apiKey: 'key', baseUrl: server.origin })
    await client.transcripts.submit({
      audio: 'https://assembly.ai/wildfires.mp3',
      ...aai.submitParameters({ url: 'https://example.com/webhook', metadata }),
    })
    const [request] = server.requests
    expect(request).toMatchObject({ method: 'POST', path: '/v2/transcript' })
    expect(JSON.parse(new TextDecoder().decode(request?.body))).toEqual(documented)
  })

  it('have the names of the SDK for a streaming session', () => {
    const aai = assemblyai({ secret: 's3cret' })
    expect(aai.streamingParameters({ url, metadata: { order: '7' } })).toEqual({
      webhookUrl: `${url}?order=7`,
      webhookAuthHeaderName: 'x-webhook-secret',
      webhookAuthHeaderValue: 's3cret',
    })
    expect(assemblyai({ unsafeAllowUnauthenticated: true }).streamingParameters({ url })).toEqual({
      webhookUrl: url,
    })
  })

  it('make deliveries that are taken for genuine and bring the metadata back', async () => {
    const aai = assemblyai({ secret: ['new', 'old'] })
    const receiver = createReceiver([aai])
    receiver.onAny(() => {})
    const metadata = { 'order id': 'ä & b', callback: '' }
    const {
      webhook_url,
      webhook_auth_header_name = '',
      webhook_auth_header_value = '',
    } = aai.submitParameters({ url: `${url}?tenant=a%20b`, metadata })
    const { status, events } = await deliver(receiver, {
      method: 'POST',
      url: webhook_url,
      headers: { [webhook_auth_header_name]: webhook_auth_header_value },
      body: new TextEncoder().encode('{"transcript_id":"a","status":"completed"}'),
    })
    expect(status).toBe(200)
    expect(events).toMatchObject([{ metadata: { tenant: 'a b', ...metadata } }])
  })

  it('leave a signed URL as it is', () => {
    const publicUrl = 'https://example.com'
    const receiver = createReceiver([assemblyai({ secret: 's' })], { publicUrl, callbackSecrets: 'signs' })
    const signed = receiver.callbackUrl('assemblyai', { form: 'query', metadata: { order: 7 } })
    expect(submit({ secret: 's' }, { url: signed }).webhook_url).toBe(signed)
    expect(submit({ secret: 's' }, { url: `${signed}&x=a%20b`, metadata: { y: '1' } }).webhook_url).toBe(
      `${signed}&x=a%20b&y=1`,
    )
  })

  it('carry the first secret, or the one that is given', () => {
    expect(submit({ secret: ['new', 'old'] }).webhook_auth_header_value).toBe('new')
    expect(submit({ secret: ['new', 'old'] }, { secret: 'old' }).webhook_auth_header_value).toBe('old')
    expect(submit({ secret: () => 'tenant' }, { secret: 'tenant' }).webhook_auth_header_value).toBe('tenant')
  })

  it('carry no header where deliveries are not verified, unless a secret is given', () => {
    const options = { unsafeAllowUnauthenticated: true } as const
    expect(submit(options)).toEqual({ webhook_url: url })
    expect(submit(options, { secret: 'a' })).toEqual({
      webhook_url: url,
      webhook_auth_header_name: 'x-webhook-secret',
      webhook_auth_header_value: 'a',
    })
  })

  it.each(['/webhooks/stt/assemblyai', 'example.com/webhook', 'ftp://example.com/', 'javascript:1', ''])(
    'refuse the URL "%s"',
    (wrong) => {
      expect(() => submit({ secret: 's' }, { url: wrong })).toThrow(
        '`url` is not an absolute http or https URL',
      )
    },
  )

  it('refuse metadata that would hide what the URL has', () => {
    expect(() => submit({ secret: 's' }, { url: `${url}?order=7`, metadata: { order: '8' } })).toThrow(
      'The query of `url` has "order" already',
    )
  })

  it.each(['hush\nhush', ' hush', 'hush\t', 'ключ-hush', 'hush\u0000', 'hüsh-hush'])(
    'refuse the secret %j, and do not tell it',
    (secret) => {
      const attempt = () => submit({ secret })
      expect(attempt).toThrow('The secret cannot be sent in a header')
      expect(attempt).not.toThrow('hush')
    },
  )

  it('refuse a secret that the provider does not take, and guess none', () => {
    expect(() => submit({ secret: ['a', 'b'] }, { secret: 'c' })).toThrow(
      'none of the secrets of the provider',
    )
    expect(() => submit({ secret: () => 'a' })).toThrow('Give the `secret` of this job')
  })

  it('cannot have a header name that no header can have', () => {
    expect(() => submit({ secret: 's', header: 'X Webhook' })).toThrow(
      '"X Webhook" is not the name of a header',
    )
  })
})
