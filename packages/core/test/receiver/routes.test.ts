import { createReceiver, type Provider } from '@stt-webhooks/core'
import { describe, expect, it, vi } from 'vitest'
import { facts, factsWith, fakeProvider } from '../support/provider.ts'
import { createBench } from '../support/receiver.ts'
import { toRequest } from '../support/request.ts'

const refusal = (text: string) =>
  expect.objectContaining({ code: 'invalid_option', message: expect.stringContaining(text) })

describe('routing', () => {
  const verify = vi.fn<Provider['verify']>(({ token }) => ({ verified: false, reason: `token ${token}` }))
  const providers = [fakeProvider({ verify }), fakeProvider({ endpoint: 'second.one' })]

  it.each([
    ['/webhooks/stt/fake', 'token undefined'],
    ['/webhooks/stt/fake/', 'token undefined'],
    ['/webhooks/stt/fake?a=/b', 'token undefined'],
    ['/webhooks/stt/fake/abc', 'token abc'],
    ['/webhooks/stt/fake/abc?x=1', 'token abc'],
    ['/webhooks/stt/fake/a%2Fb%20c', 'token a/b c'],
    ['/webhooks/stt/fake/100%', 'token 100%'],
  ])('%s is ours, with %s', async (url, reason) => {
    const { receiver } = createBench({}, providers)
    expect(await receiver.receive(toRequest({ url }))).toMatchObject({ endpoint: 'fake', reason })
  })

  it.each([
    '/',
    '/webhooks/stt',
    '/webhooks/stt/',
    '/webhooks/sttfake',
    '/webhooks/stt/fakes',
    '/webhooks/stt/FAKE',
    '/webhooks/stt/f%61ke',
    '/webhooks/stt//fake',
    '/webhooks/stt/fake/token/deeper',
    '/webhooks/stt/fake/token/',
    '/Webhooks/stt/fake',
    '/other?/webhooks/stt/fake',
    '/api/webhooks/stt/fake',
    'http://localhost/webhooks/stt/fake',
    '/webhooks/stt/__proto__',
    '/webhooks/stt/constructor',
  ])('%s is not ours, and its body is not read', async (url) => {
    const { receiver } = createBench({}, providers)
    const body = vi.fn()
    expect(await receiver.handle({ ...toRequest({ url }), body })).toBeUndefined()
    expect(body).not.toHaveBeenCalled()
  })

  it('keeps two endpoints of one service apart', async () => {
    const { receiver } = createBench({}, providers)
    receiver.onAny(() => {})
    const receipt = await receiver.receive(factsWith({ url: '/webhooks/stt/second.one' }, { id: 'a' }))
    expect(receipt).toMatchObject({ endpoint: 'second.one', outcome: 'accepted' })
    expect(receipt?.events).toMatchObject([{ endpoint: 'second.one', provider: 'fake' }])
  })

  it('listens under the path it is given', async () => {
    const { receiver } = createBench({ path: '/hooks' })
    expect(await receiver.handle(factsWith({ url: '/hooks/fake' }))).toBeDefined()
    expect(await receiver.handle(facts())).toBeUndefined()
  })

  it('leaves out providers that are switched off', async () => {
    const receiver = createReceiver([false, undefined, fakeProvider()], { logger: console })
    receiver.onAny(() => {})
    expect(await receiver.handle(facts({ id: 'a' }))).toMatchObject({ status: 202 })
  })
})

describe('a request for an endpoint that nobody has', () => {
  it('is told once, without its query', async () => {
    const { receiver, lines } = createBench()
    for (const url of ['/webhooks/stt/deepgram?token=s3cret', '/webhooks/stt/deepgram/s3cret']) {
      expect(await receiver.handle(toRequest({ url }))).toBeUndefined()
    }
    expect(lines).toEqual([
      {
        level: 'warn',
        text: '[stt-webhooks] A request came for the endpoint "deepgram", where no provider listens. Is it missing in the list of providers?',
      },
    ])
  })

  it('is not told where the segment can be no endpoint, nor for other paths', async () => {
    const { receiver, lines } = createBench()
    for (const url of [
      '/webhooks/stt/',
      '/webhooks/stt/%0a',
      '/webhooks/stt/..',
      '/other',
      '/webhooks/stt/fake/a/b',
    ]) {
      await receiver.handle(toRequest({ url }))
    }
    expect(lines).toEqual([])
  })
})

describe('construction', () => {
  it.each([
    '',
    '/',
    'hooks',
    '/hooks/',
    '//hooks',
    '/ho oks',
    '/hooks?a',
    '/hooks#a',
    'https://a.example/hooks',
  ])('refuses the path %j', (path) =>
    expect(() => createReceiver([fakeProvider()], { path })).toThrow(refusal('`path`')),
  )

  it.each(['', 'a/b', 'a b', 'ä', '-a', '.hidden', 'a?b', 'x'.repeat(65)])(
    'refuses the endpoint %j',
    (endpoint) => {
      expect(() => createReceiver([fakeProvider({ endpoint })])).toThrow(refusal('must be one path segment'))
    },
  )

  it('refuses two providers on one endpoint, and says how to part them', () => {
    const twice = [fakeProvider(), fakeProvider({ provider: 'other' })]
    expect(() => createReceiver(twice)).toThrow(
      refusal('[other] Two providers listen on the endpoint "fake". Give one of them the option `endpoint`.'),
    )
  })

  it('refuses what is no provider, such as its function that was not called', () => {
    for (const odd of [fakeProvider, {}, 'fake']) {
      expect(() => Reflect.apply(createReceiver, undefined, [[odd]])).toThrow(refusal('Call the function'))
    }
  })

  it.each(['bodyLimit', 'deadlineMs', 'maxInFlight', 'maxInFlightBytes', 'remember'] as const)(
    'refuses a %s that is no positive number',
    (option) => {
      for (const value of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
        expect(() => createReceiver([fakeProvider()], { [option]: value })).toThrow(refusal(`\`${option}\``))
      }
    },
  )

  it.each(['bodyLimit', 'deadlineMs'] as const)('refuses such a %s of a provider too', (option) => {
    expect(() => createReceiver([fakeProvider({ [option]: Number.NaN })])).toThrow(refusal('[fake]'))
  })
})
