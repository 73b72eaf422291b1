import { inspect } from 'node:util'
import { type AzureSpeechApiVersion, azureSpeech } from '@stt-webhooks/azure-speech'
import { jsonAnswer } from '@stt-webhooks/testing'
import { describe, expect, it } from 'vitest'
import { bench, canary, sample } from './support/bench.ts'

const url = 'https://contoso.com/call/me/back'
const versions: readonly AzureSpeechApiVersion[] = ['2024-11-15', 'v3.2', 'v3.1', 'v3.0']

describe('a check of the hooks', () => {
  it.each(['v2024-webhook-entity.json', 'v31-webhook-create-response-201.json', 'v30-webhook-entity.json'])(
    '%s → a working hook, without its secret',
    async (file) => {
      const one = await bench()
      const entity = JSON.parse(new TextDecoder().decode(sample(file)))
      one.api.fail(jsonAnswer({ values: [entity] }))
      const hooks = await one.provider.hooks.check()
      expect(hooks).toEqual([
        {
          id: '2e856efe-ef53-465a-a632-6a084c1d349d',
          url,
          // The answer to a registration: nobody has answered the challenge yet.
          state: entity.status === 'NotStarted' ? 'unconfirmed' : 'working',
          events: ['transcriptionCompletion'],
          changedAt: new Date(entity.lastActionDateTime).toISOString(),
          apiVersion: entity.properties.apiVersion,
          error: undefined,
        },
      ])
      expect(JSON.stringify(hooks)).not.toContain('PLACEHOLDER')
    },
  )

  const states = [
    ['Succeeded', ['modelCompletion'], 'working'],
    ['Succeeded', [], 'paused'],
    ['Failed', ['transcriptionCompletion'], 'failed'],
    ['Failed', [], 'paused'],
    ['NotStarted', ['transcriptionCompletion'], 'unconfirmed'],
    ['Running', ['transcriptionCompletion'], 'unconfirmed'],
  ] as const
  it.each(states)('says of %s with %o: %s', async (status, events, state) => {
    const one = await bench()
    one.api.addHook({ id: 'a', url, status, events })
    expect(await one.provider.hooks.check()).toMatchObject([{ id: 'a', url, state, events }])
  })

  it('takes a status and an event that are new as they are', async () => {
    const one = await bench()
    one.api.addHook({ id: 'a', url, fields: { status: 'Resting' } })
    one.api.addHook({ id: 'b', url, fields: { events: { songCompletion: true } } })
    expect(await one.provider.hooks.check()).toMatchObject([
      { state: 'unknown' },
      { state: 'working', events: [] },
    ])
  })

  it('says why Azure has given up, without what opens something', async () => {
    const one = await bench()
    const error = { code: 'WebHookFailed', message: `POST ${url}?code=${canary} failed` }
    one.api.addHook({ id: 'a', url, status: 'Failed', fields: { properties: { error, secret: canary } } })
    const hooks = await one.provider.hooks.check()
    expect(hooks).toMatchObject([{ error: { code: 'WebHookFailed', message: `POST ${url} failed` } }])
    expect(inspect(hooks)).not.toContain(canary)
  })

  it.each(versions)('reads all pages of %s, with the key', async (apiVersion) => {
    const one = await bench({ apiVersion }, { pageSize: 2 })
    for (const id of ['a', 'b', 'c']) one.api.addHook({ id, url })
    expect((await one.provider.hooks.check()).map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    const prefix = apiVersion === '2024-11-15' ? '' : `/${apiVersion}`
    for (const { path, headers } of one.api.requests) {
      expect(path).toBe(`/speechtotext${prefix}/webhooks`)
      expect(headers['ocp-apim-subscription-key']).toBe(canary)
    }
    expect(one.api.requests).toHaveLength(2)
  })

  it('finds none where there is none, and leaves out what is no hook', async () => {
    const one = await bench()
    expect(await one.provider.hooks.check()).toEqual([])
    one.api.fail(jsonAnswer({ values: [null, {}, { self: 'x' }, { webUrl: url }] }))
    expect(await one.provider.hooks.check()).toEqual([])
  })

  it('fails as every question does', async () => {
    const one = await bench()
    one.api.fail({ status: 503 }, { status: 503 }, { status: 503 }, { status: 503 })
    await expect(one.provider.hooks.check()).rejects.toMatchObject({ code: 'api_unavailable' })
    one.api.fail({ status: 401, body: '<html>' })
    await expect(one.provider.hooks.check()).rejects.toMatchObject({ code: 'api_key_refused' })
    const reason = new Error('enough')
    await expect(one.provider.hooks.check({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    await expect(azureSpeech({ secret: 's' }).hooks.check()).rejects.toMatchObject({
      code: 'api_key_missing',
    })
  })
})

describe.each(versions)('a hook of %s that Azure has given up', (apiVersion) => {
  it('is enabled with its URL, its events and the secret', async () => {
    const one = await bench({ apiVersion })
    const events = ['transcriptionCompletion', 'modelCompletion'] as const
    one.api.addHook({ id: 'a', url, status: 'Failed', events })
    const [failed] = await one.provider.hooks.check()
    if (failed === undefined) return expect.unreachable()
    const answer = await one.api.send(one.provider.hooks.enable(failed.id, failed))
    expect(answer.status).toBe(200)
    const { method, body } = one.api.requests.at(-1) ?? expect.unreachable()
    expect(method).toBe('PATCH')
    expect(JSON.parse(new TextDecoder().decode(body))).toMatchObject({
      webUrl: url,
      events: { transcriptionCompletion: true, modelCompletion: true, transcriptionDeletion: false },
      properties: { secret: 's3cret' },
    })
    expect(await one.provider.hooks.check()).toEqual([{ ...failed, state: 'unconfirmed' }])
  })
})

describe('the hooks of the fake API', () => {
  it.each(versions)('in %s live from their registration to their end', async (apiVersion) => {
    const { api, provider } = await bench({ apiVersion })
    const { hooks } = provider
    const registered = await api.send(hooks.register({ url }))
    expect(registered.status).toBe(201)
    expect(registered.headers.get('location')).toMatch(/\/webhooks\/[\w-]+(?:\?api-version=|$)/)
    const [hook] = await hooks.check()
    if (hook === undefined) return expect.unreachable()
    expect(hook).toMatchObject({ url, state: 'unconfirmed', events: ['transcriptionCompletion'] })
    const asked = await api.send(hooks.get(hook.id))
    expect(await asked.json()).toMatchObject({ self: registered.headers.get('location'), webUrl: url })
    const statuses: number[] = []
    for (const request of [
      hooks.ping(hook.id),
      hooks.test(hook.id),
      hooks.pause(hook.id),
      hooks.delete(hook.id),
      hooks.get(hook.id),
    ])
      statuses.push((await api.send(request)).status)
    expect(statuses).toEqual([202, 202, 200, 204, 404])
  })

  it('are not to be had without the key', async () => {
    const { api, provider } = await bench({}, { apiKey: 'another' })
    expect((await api.send(provider.hooks.list())).status).toBe(401)
  })
})
