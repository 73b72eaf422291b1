import { type AzureSpeechApiVersion, azureSpeech } from '@stt-webhooks/azure-speech'
import { createReceiver, type HookReport, type Provider } from '@stt-webhooks/core'
import { describe, expect, it } from 'vitest'
import { type Bench, bench, canary } from './support/bench.ts'
import { serve } from './support/serve.ts'

const publicUrl = 'https://example.com/webhooks/stt/azure-speech'
const call = { signal: new AbortController().signal }
const versions: readonly AzureSpeechApiVersion[] = ['2024-11-15', 'v3.2', 'v3.1', 'v3.0']

function check({ provider }: Bench, url?: string): Promise<readonly HookReport[]> {
  return provider.api?.checkHooks?.(url, call) ?? expect.unreachable('hooks cannot be checked')
}

function enable({ provider }: { readonly provider: Provider }, id: string): Promise<void> {
  return provider.api?.enableHook?.(id, call) ?? expect.unreachable('hooks cannot be enabled')
}

/** Receives on this machine what the fake sends to example.com; the jobs that it hears of. */
async function listen({ api, provider }: Bench): Promise<readonly (string | undefined)[]> {
  const heard: (string | undefined)[] = []
  const receiver = createReceiver([provider], { logger: { info() {}, warn() {}, error() {} } })
  receiver.on('transcript.completed', ({ jobId }) => void heard.push(jobId))
  await serve(receiver, api)
  return heard
}

/** The bodies of all updates. */
function updates({ api }: Bench): readonly unknown[] {
  const sent = api.requests.filter(({ method }) => method === 'PATCH')
  return sent.map(({ body }) => JSON.parse(new TextDecoder().decode(body)))
}

describe('a check for whoever knows only the contract', () => {
  it.each<[string, string, string | undefined, boolean]>([
    ['the same URL', publicUrl, publicUrl, true],
    ['a query', `${publicUrl}?code=${canary}`, publicUrl, true],
    ['a user name', 'https://user:pass@example.com/webhooks/stt/azure-speech', publicUrl, true],
    ['a slash at the end', `${publicUrl}/`, publicUrl, true],
    ['a slash at the end of the other', publicUrl, `${publicUrl}/`, true],
    ['capitals in the host', 'https://EXAMPLE.com/webhooks/stt/azure-speech', publicUrl, true],
    ['the usual port', 'https://example.com:443/webhooks/stt/azure-speech', publicUrl, true],
    ['capitals in the path', 'https://example.com/Webhooks/stt/azure-speech', publicUrl, false],
    ['another host', 'https://example.org/webhooks/stt/azure-speech', publicUrl, false],
    ['another port', 'https://example.com:8443/webhooks/stt/azure-speech', publicUrl, false],
    ['another scheme', 'http://example.com/webhooks/stt/azure-speech', publicUrl, false],
    ['a longer path', `${publicUrl}/more`, publicUrl, false],
    ['no URL', 'somewhere', publicUrl, false],
    ['no URL, twice', 'somewhere', 'somewhere', false],
    ['the endpoint alone', 'https://example.org/hooks/azure-speech/?a=/b', undefined, true],
    ['another endpoint', 'https://example.com/azure-speech/other', undefined, false],
  ])('compares URLs: %s', async (_name, url, asked, isOurs) => {
    const one = await bench()
    one.api.addHook({ id: 'a', url })
    expect(await check(one, asked)).toMatchObject([{ id: 'a', isOurs }])
  })

  it('knows its own endpoint', async () => {
    const one = await bench()
    one.api.addHook({ id: 'a', url: 'https://example.com/webhooks/stt/azure-west' })
    const provider = azureSpeech({
      secret: 's3cret',
      endpoint: 'azure-west',
      apiKey: canary,
      region: 'westus',
      transport: one.api.transport,
    })
    expect(await provider.api?.checkHooks?.(undefined, call)).toMatchObject([{ isOurs: true }])
  })

  it('tells all but what opens something', async () => {
    const one = await bench()
    const error = { code: 'WebHookFailed', message: `POST ${publicUrl}?code=${canary} failed` }
    const url = `https://user:${canary}@example.com/webhooks/stt/azure-speech?code=${canary}#${canary}`
    one.api.addHook({ id: 'a', url, status: 'Failed', fields: { properties: { error, secret: canary } } })
    expect(await check(one, publicUrl)).toEqual([
      {
        id: 'a',
        url: publicUrl,
        state: 'failed',
        isOurs: true,
        changedAt: '2026-11-20T10:00:00.000Z',
        reason: `WebHookFailed: POST ${publicUrl} failed`,
      },
    ])
  })

  it('is not to be had without a key', () => {
    const { api } = azureSpeech({ secret: 's' })
    expect([api?.checkHooks, api?.enableHook]).toEqual([undefined, undefined])
  })

  it('ends as every question does', async () => {
    const one = await bench()
    one.api.fail({ status: 401, body: '<html>' })
    await expect(check(one)).rejects.toMatchObject({ code: 'api_key_refused' })
    one.api.fail('reset', 'reset', 'reset', 'reset')
    await expect(check(one)).rejects.toMatchObject({ code: 'api_unavailable' })
  })
})

describe.each(versions)('a hook of %s that Azure has given up', (apiVersion) => {
  it('calls again once it is enabled: with its URL, its events and the secret', async () => {
    const one = await bench({ apiVersion })
    const heard = await listen(one)
    const url = `${publicUrl}?code=${canary}`
    const events = ['transcriptionCompletion', 'modelCompletion'] as const
    one.api.addHook({ id: 'a', url, status: 'Failed', events, secret: 's3cret' })
    one.api.addJob({ id: 'job-1' })
    expect(await one.api.tellEnd('job-1')).toEqual([])

    await enable(one, 'a')
    expect(updates(one)).toMatchObject([
      {
        webUrl: url,
        events: { transcriptionCompletion: true, modelCompletion: true, transcriptionDeletion: false },
        properties: { secret: 's3cret' },
      },
    ])
    expect(await one.api.tellEnd('job-1')).toEqual([200])
    expect(heard).toEqual(['job-1'])
    expect(await check(one, publicUrl)).toMatchObject([{ state: 'working' }])
  })
})

describe('enabling a hook', () => {
  it('is tried again while the API is in trouble: twice is as good as once', async () => {
    const one = await bench()
    one.api.addHook({ id: 'a', url: publicUrl, status: 'Failed' })
    const list = await one.api.send(one.provider.hooks.list())
    one.api.fail({ body: await list.text() }, { status: 503 }, 'reset', 'truncated')
    await enable(one, 'a')
    expect(updates(one)).toHaveLength(4)
    expect(new Set(updates(one).map((body) => JSON.stringify(body))).size).toBe(1)
  })

  it('is told of a hook that is not there', async () => {
    const one = await bench()
    const gone = {
      code: 'api_answer',
      message: expect.stringContaining('There is no web hook a any longer.'),
    }
    await expect(enable(one, 'a')).rejects.toMatchObject(gone)
  })

  it('is refused with the key, and says so', async () => {
    const one = await bench()
    one.api.addHook({ id: 'a', url: publicUrl, status: 'Failed' })
    one.api.fail({ status: 403 })
    await expect(enable(one, 'a')).rejects.toMatchObject({ code: 'api_key_refused' })
  })

  it('does not end a pause', async () => {
    const one = await bench()
    one.api.addHook({ id: 'a', url: publicUrl, events: [] })
    await expect(enable(one, 'a')).rejects.toMatchObject({ code: 'invalid_option' })
    expect(updates(one)).toEqual([])
  })

  it('needs a secret that is known', async () => {
    const one = await bench()
    one.api.addHook({ id: 'a', url: publicUrl, status: 'Failed' })
    const { transport } = one.api
    const place = { apiKey: canary, region: 'westus', transport } as const
    const provider = azureSpeech({ ...place, secret: () => 's3cret' })
    await expect(enable({ provider }, 'a')).rejects.toMatchObject({ code: 'invalid_option' })
    await enable({ provider: azureSpeech({ ...place, secret: ['new', 's3cret'] }) }, 'a')
    expect(updates(one)).toMatchObject([{ properties: { secret: 'new' } }])
  })
})

describe('the hooks of the fake API', () => {
  it('stay unconfirmed where the challenge is answered by nobody, or by somebody with another secret', async () => {
    const one = await bench()
    one.api.addHook({ id: 'a', url: publicUrl, status: 'Failed' })
    one.api.addHook({ id: 'b', url: 'https://example.org/webhooks/stt/azure-speech', status: 'Failed' })
    await listen(one)
    const other = azureSpeech({ secret: 'other', apiKey: canary, region: 'westus' })
    await one.api.send(other.hooks.enable('a', { url: publicUrl }))
    await enable(one, 'b')
    expect(await one.api.tellEnd('job-1')).toEqual([])
    expect(await check(one)).toMatchObject([{ state: 'unconfirmed' }, { state: 'unconfirmed' }])
  })

  it('no longer sign after an update without the secret', async () => {
    const one = await bench()
    await listen(one)
    one.api.addHook({ id: 'a', url: publicUrl, secret: 's3cret' })
    one.api.addJob({ id: 'job-1' })
    expect(await one.api.tellEnd('job-1')).toEqual([200])
    const { headers, url } = one.provider.hooks.get('a')
    await one.api.send({ method: 'PATCH', url, headers, body: '{"displayName":"new"}' })
    expect(await one.api.tellEnd('job-1')).toEqual([401])
  })
})
