import { type AzureSpeechOptions, azureSpeech } from '@stt-webhooks/azure-speech'
import { describe, expect, it } from 'vitest'
import { sample } from './support/bench.ts'

const url = 'https://contoso.com/call/me/back'
const id = '2e856efe-ef53-465a-a632-6a084c1d349d'
const secret = '$CREDENTIAL_PLACEHOLDER$'
const fromFile = (file: string) => JSON.parse(new TextDecoder().decode(sample(file)))

const provider = (options: Partial<AzureSpeechOptions> = {}) =>
  azureSpeech({ apiKey: 'key', region: 'westus', ...options, secret, unsafeAllowUnauthenticated: false })

const registration = {
  url,
  displayName: 'TranscriptionCompletionWebHook',
  description: 'I registered this URL to get a POST request for each completed transcription.',
}

describe('the registration of a hook', () => {
  it('is the documented one, with the secret of the provider', () => {
    expect(provider().webhookRegistration(registration)).toEqual(fromFile('v31-webhook-create-request.json'))
  })

  it('of v2.1 is the documented one', () => {
    const retired = azureSpeech({ secret: ['<my_secret>', 'older'] }).webhookRegistration({
      apiVersion: 'v2.1',
      url: 'https://your.callback.url/goes/here',
      displayName: 'TranscriptionCompletionWebHook',
      description: 'Web hook registered to be called when a transcription ends.',
      customProperties: { Active: 'True' },
    })
    expect(retired).toEqual(fromFile('v21-webhook-create-request.json'))
  })

  it('needs nothing but a URL', () => {
    expect(provider().webhookRegistration({ url })).toEqual({
      displayName: 'stt-webhooks',
      webUrl: url,
      events: { transcriptionCompletion: true },
      properties: { secret },
    })
  })

  it('has no secret where deliveries are not verified', () => {
    const { webhookRegistration } = azureSpeech({ unsafeAllowUnauthenticated: true })
    expect(webhookRegistration({ url })).not.toHaveProperty('properties')
    expect(webhookRegistration({ apiVersion: 'v2.1', url }).configuration).toEqual({ url })
  })

  it('names all events that are wanted, and what the caller wants to find again', () => {
    const events = ['transcriptionCompletion', 'modelDeletion'] as const
    expect(provider().webhookRegistration({ url, events, customProperties: { team: 'a' } })).toMatchObject({
      events: { transcriptionCompletion: true, modelDeletion: true },
      customProperties: { team: 'a' },
    })
  })

  it('takes the secret that is given, if the provider knows it', () => {
    const list = azureSpeech({ secret: ['new', 'old'] })
    expect(list.webhookRegistration({ url, secret: 'old' }).properties).toEqual({ secret: 'old' })
    const computed = azureSpeech({ secret: () => 'any' })
    expect(computed.webhookRegistration({ url, secret: 'mine' }).properties).toEqual({ secret: 'mine' })
    expect(() => computed.webhookRegistration({ url })).toThrow('Give the `secret` of this hook.')
    expect(() => list.webhookRegistration({ url, secret: 'x' })).toThrow('none of the secrets')
  })

  const many = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`key${index}`, '']))
  const unusable = [
    ['`url` is not an absolute', { url: '/webhooks' }],
    ['`url` is not an absolute', { url: 'ftp://a.example.com' }],
    ['`events` is empty', { url, events: [] }],
    ['"transcriptionFailed" is no event', { url, events: ['transcriptionFailed'] }],
    [
      '"transcriptionCompletion" is no event',
      { url, apiVersion: 'v2.1', events: ['transcriptionCompletion'] },
    ],
    ['`displayName` is empty', { url, displayName: ' ' }],
    ['`secret` is empty', { url, secret: '' }],
    ['more than 10 entries', { url, customProperties: many }],
    ['more than 10 entries', { url, customProperties: { ['k'.repeat(65)]: '' } }],
    ['more than 10 entries', { url, customProperties: { key: 'v'.repeat(257) } }],
  ] as const
  it.each(unusable)('is refused: %s', (reason, options) => {
    // What a user of plain JavaScript could pass.
    const register = () => Reflect.apply(provider().webhookRegistration, undefined, [options])
    expect(register).toThrow(expect.objectContaining({ code: 'invalid_option' }))
    expect(register).toThrow(reason)
  })
})

describe('a request about hooks', () => {
  const versions = [
    ['2024-11-15', 'v2024-webhook-entity.json'],
    ['v3.1', 'v31-webhook-create-response-201.json'],
    ['v3.0', 'v30-webhook-entity.json'],
  ] as const
  it.each(versions)('in %s goes to the URLs of %s', (apiVersion, file) => {
    const { hooks } = provider({ apiVersion })
    const { self, links } = fromFile(file)
    expect(hooks.get(id)).toMatchObject({ method: 'GET', url: self })
    expect(hooks.delete(id)).toMatchObject({ method: 'DELETE', url: self })
    expect(hooks.pause(id)).toMatchObject({ method: 'PATCH', url: self })
    expect(hooks.enable(id, { url })).toMatchObject({ method: 'PATCH', url: self })
    // The documentation has the two swapped: what they do is told by their ends.
    expect(hooks.ping(id)).toMatchObject({ method: 'POST', url: links.test })
    expect(hooks.test(id)).toMatchObject({ method: 'POST', url: links.ping })
    expect(hooks.ping(id).url).toMatch(/[:/]ping(?:\?|$)/)
    expect(hooks.test(id).url).toMatch(/[:/]test(?:\?|$)/)
    const collection = self.replace(`/${id}`, '')
    expect(hooks.register({ url })).toMatchObject({ method: 'POST', url: collection })
    expect(hooks.list()).toMatchObject({ method: 'GET', url: collection })
  })

  it('carries the key, and a content type with a body', () => {
    const { hooks } = provider()
    expect(hooks.list()).toMatchObject({ headers: { 'ocp-apim-subscription-key': 'key' }, body: null })
    expect(hooks.list().headers).not.toHaveProperty('content-type')
    const { headers, body } = hooks.register(registration)
    expect(headers).toEqual({ 'ocp-apim-subscription-key': 'key', 'content-type': 'application/json' })
    expect(JSON.parse(body ?? '')).toEqual(fromFile('v31-webhook-create-request.json'))
  })

  it('is what fetch takes', () => {
    const request = provider().hooks.register({ url })
    const { method, headers } = new Request(request.url, request)
    expect([method, headers.get('content-type')]).toEqual(['POST', 'application/json'])
    expect(new Request(provider().hooks.get(id).url, provider().hooks.get(id)).method).toBe('GET')
  })

  it('pages through the list', () => {
    expect(provider().hooks.list({ skip: 100, top: 50 }).url).toBe(
      'https://westus.api.cognitive.microsoft.com/speechtotext/webhooks?skip=100&top=50&api-version=2024-11-15',
    )
    expect(provider({ apiVersion: 'v3.2' }).hooks.list({ top: 1 }).url).toMatch(/\/v3\.2\/webhooks\?top=1$/)
  })

  it('that updates a hook always repeats the secret, and says of every event whether it is wanted', () => {
    const { hooks } = provider()
    const paused = JSON.parse(hooks.pause(id).body ?? '')
    expect(paused.properties).toEqual({ secret })
    expect(Object.values(paused.events)).toEqual(Array(20).fill(false))
    const enabled = JSON.parse(hooks.enable(id, { url, events: ['modelCompletion'] }).body ?? '')
    expect(enabled).toMatchObject({ webUrl: url, properties: { secret } })
    expect(Object.keys(enabled.events)).toHaveLength(20)
    expect(Object.entries(enabled.events).filter(([, on]) => on)).toEqual([['modelCompletion', true]])
    expect(JSON.parse(hooks.enable(id, { url }).body ?? '').events.transcriptionCompletion).toBe(true)
  })

  it('has no secret to repeat where deliveries are not verified', () => {
    const { hooks } = azureSpeech({ apiKey: 'key', region: 'westus', unsafeAllowUnauthenticated: true })
    expect(JSON.parse(hooks.pause(id).body ?? '')).not.toHaveProperty('properties')
  })

  it('that updates a hook needs the secret where the provider computes it', () => {
    const { hooks } = azureSpeech({ apiKey: 'key', region: 'westus', secret: () => 'any' })
    expect(() => hooks.pause(id)).toThrow('Give the `secret` of this hook.')
    expect(JSON.parse(hooks.pause(id, { secret: 'any' }).body ?? '').properties).toEqual({ secret: 'any' })
  })

  it('keeps an id in its place', () => {
    const { hooks } = provider()
    expect(hooks.get('../a?b').url).toContain('/webhooks/..%2Fa%3Fb?api-version')
    for (const dots of ['', '.', '..']) expect(() => hooks.get(dots)).toThrow('Give its UUID.')
  })

  it('cannot be built without a key, or for a hook that is called for nothing', () => {
    expect(() => azureSpeech({ secret }).hooks.list()).toThrow(
      expect.objectContaining({ code: 'api_key_missing' }),
    )
    expect(() => provider().hooks.enable(id, { url, events: [] })).toThrow('`events` is empty')
    expect(() => provider().hooks.enable(id, { url: 'x' })).toThrow('`url` is not an absolute')
  })
})
