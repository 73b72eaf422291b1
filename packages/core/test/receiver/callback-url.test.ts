import { type CallbackOptions, createReceiver, type Metadata } from '@stt-webhooks/core'
import { isCallbackUrl, signedUrl } from '@stt-webhooks/core/provider'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { call, callbackSecret, createCallbackBench, signByHand, tokenOf } from '../support/callback.ts'
import { fakeProvider } from '../support/provider.ts'
import { createBench } from '../support/receiver.ts'

// The same cases in every run.
fc.configureGlobal({ seed: 20_261_121 })

const day = 24 * 60 * 60
const refusal = (text: string) =>
  expect.objectContaining({ code: 'invalid_option', message: expect.stringContaining(text) })

describe('callbackUrl()', () => {
  it('puts the token behind the endpoint, or into the query', () => {
    const { receiver } = createCallbackBench()
    expect(receiver.callbackUrl('fake')).toMatch(
      /^https:\/\/example\.com\/webhooks\/stt\/fake\/cb1\.[\w-]+\.[\w-]{43}$/,
    )
    expect(receiver.callbackUrl('fake', { form: 'query' })).toMatch(
      /^https:\/\/example\.com\/webhooks\/stt\/fake\?callback=cb1\.[\w-]+\.[\w-]{43}$/,
    )
  })

  it('writes the token in the form that jobs in flight carry', () => {
    const { receiver, clock } = createCallbackBench()
    const expires = clock.now / 1000 + 60
    expect(tokenOf(receiver.callbackUrl('fake', { metadata: { order: 7 }, expiresIn: 60 }))).toBe(
      signByHand(`{"expires":${expires},"metadata":{"order":7}}`),
    )
  })

  it.each([
    ['https://example.com', 'https://example.com/webhooks/stt/fake/'],
    ['https://example.com/', 'https://example.com/webhooks/stt/fake/'],
    [' https://Example.com:443// ', 'https://example.com/webhooks/stt/fake/'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000/webhooks/stt/fake/'],
    ['https://example.com/public/prefix/', 'https://example.com/public/prefix/webhooks/stt/fake/'],
    ['https://münchen.example', 'https://xn--mnchen-3ya.example/webhooks/stt/fake/'],
  ])('begins at the public URL %s', (publicUrl, start) => {
    const { receiver } = createCallbackBench({}, { publicUrl })
    expect(receiver.callbackUrl('fake').startsWith(`${start}cb1.`)).toBe(true)
  })

  it('follows path and endpoint', () => {
    const { receiver } = createCallbackBench({ endpoint: 'second' }, { path: '/hooks' })
    expect(receiver.callbackUrl('second')).toContain('https://example.com/hooks/second/cb1.')
  })

  it('makes URLs that can be told from others', () => {
    const { receiver } = createCallbackBench()
    const [path, query] = [receiver.callbackUrl('fake'), receiver.callbackUrl('fake', { form: 'query' })]
    for (const url of [path, query, `${path}?order=7`, `${query}&order=7`])
      expect(isCallbackUrl(url)).toBe(true)
    const none = ['', 'cb1.a.b', 'https://example.com', 'https://example.com/fake', 'https://cb1.example.com']
    const twice = `${path}?callback=${tokenOf(path)}`
    const elsewhere = [`${path}/more`, `https://example.com/fake?token=${tokenOf(path)}`]
    for (const url of [...none, twice, ...elsewhere]) expect(isCallbackUrl(url)).toBe(false)
  })

  it.each<[string, Parameters<typeof createCallbackBench>[1], string]>([
    ['callbackSecrets', { callbackSecrets: undefined }, '`callbackSecrets`'],
    ['publicUrl', { publicUrl: undefined }, '`publicUrl`'],
  ])('needs %s', (_, options, text) => {
    const { receiver } = createCallbackBench({}, options)
    expect(() => receiver.callbackUrl('fake')).toThrow(refusal(text))
  })

  it('is only for endpoints that exist, and whose service takes a URL for each job', () => {
    expect(() => createCallbackBench().receiver.callbackUrl('other')).toThrow(refusal('"other"'))
    const { receiver } = createCallbackBench({ callback: 'account' })
    expect(() => receiver.callbackUrl('fake')).toThrow(refusal('[fake] This service calls one URL'))
  })

  it('holds 1,000 bytes of metadata, counted as bytes', () => {
    const { receiver } = createCallbackBench()
    const sign = (text: string) => receiver.callbackUrl('fake', { metadata: { text } })
    const most = 1_000 - '{"text":""}'.length
    expect(sign('a'.repeat(most))).toContain('cb1.')
    expect(() => sign('a'.repeat(most + 1))).toThrow(refusal('more than 1000 bytes'))
    expect(sign('ü'.repeat(Math.floor(most / 2)))).toContain('cb1.')
    expect(() => sign('ü'.repeat(Math.ceil((most + 1) / 2)))).toThrow(refusal('more than 1000 bytes'))
  })

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_VALUE, 1e15])(
    'cannot expire in %d seconds',
    (expiresIn) => {
      const { receiver } = createCallbackBench()
      expect(() => receiver.callbackUrl('fake', { expiresIn })).toThrow(refusal('`expiresIn`'))
    },
  )
})

describe('the options', () => {
  const create = (options: unknown) => Reflect.apply(createReceiver, undefined, [[fakeProvider()], options])

  it.each([
    '',
    'example.com',
    '/webhooks',
    'ftp://example.com',
    'file:///etc',
    'javascript:alert(1)',
    'https://',
    'https://example.com?a=1',
    'https://example.com/?',
    'https://example.com/#top',
    'https://example.com/#',
  ])('refuse the public URL "%s"', (publicUrl) => {
    expect(() => create({ publicUrl })).toThrow(refusal('`publicUrl`'))
  })

  it.each([
    [''],
    ['  '],
    [[]],
    [['good', '']],
    [['good', ' \n']],
    [null],
    [7],
    [[undefined]],
    [new Uint8Array(8)],
  ])('refuse the callback secrets %j', (callbackSecrets) => {
    expect(() => create({ callbackSecrets })).toThrow(refusal('`callbackSecrets`'))
  })
})

describe('a delivery to a callback URL', () => {
  const forms: readonly CallbackOptions['form'][] = ['path', 'query']

  it.each(forms)('is told by the event, in the %s', async (form) => {
    const bench = createCallbackBench({ verify: signedUrl() })
    const url = bench.receiver.callbackUrl('fake', {
      form,
      metadata: { order: 7, tags: ['a'] },
      expiresIn: 60,
    })
    expect(await call(bench, url)).toMatchObject({ outcome: 'accepted', response: { status: 202 } })
    expect(bench.events).toMatchObject([
      {
        verifiedBy: 'callback',
        callback: { metadata: { order: 7, tags: ['a'] }, expiresAt: '2026-01-01T00:01:00.000Z' },
      },
    ])
    expect(bench.events[0]?.metadata).toEqual({})
  })

  it('may have what the service adds to the query', async () => {
    const bench = createCallbackBench({ verify: signedUrl() })
    for (const form of forms) {
      const url = new URL(bench.receiver.callbackUrl('fake', { form }))
      url.searchParams.append('status', 'success')
      await call(bench, url.href, `{"id":"${form}"}`)
    }
    expect(bench.events.map((event) => event.metadata)).toEqual([
      { status: 'success' },
      { status: 'success' },
    ])
  })

  it('brings any metadata back as it was given', async () => {
    const values = fc.dictionary(
      fc.string({ maxLength: 20 }).filter((key) => key !== '__proto__'),
      fc.jsonValue({ maxDepth: 2 }),
      { maxKeys: 5 },
    )
    await fc.assert(
      fc.asyncProperty(values, fc.constantFrom(...forms), async (given, form) => {
        const metadata: Metadata = JSON.parse(JSON.stringify(given))
        fc.pre(Buffer.byteLength(JSON.stringify(metadata)) <= 1_000)
        const bench = createCallbackBench({ verify: signedUrl() })
        await call(bench, bench.receiver.callbackUrl('fake', { metadata, form }))
        expect(bench.events[0]?.callback?.metadata).toEqual(metadata)
      }),
    )
  })

  it('is valid for 30 days, or as long as it was told', async () => {
    const bench = createCallbackBench({ verify: signedUrl() })
    const url = bench.receiver.callbackUrl('fake')
    const short = bench.receiver.callbackUrl('fake', { expiresIn: 1 })
    bench.clock.now += 999
    expect(await call(bench, short, '{"id":"a"}')).toMatchObject({ outcome: 'accepted' })
    bench.clock.now += 1
    expect(await call(bench, short, '{"id":"a"}')).toMatchObject({ outcome: 'refused' })
    bench.clock.now += 30 * day * 1000 - 1001
    expect(await call(bench, url, '{"id":"b"}')).toMatchObject({ outcome: 'accepted' })
    bench.clock.now += 1
    expect(await call(bench, url, '{"id":"b"}')).toMatchObject({
      outcome: 'refused',
      response: { status: 401, body: 'unauthorized' },
      reason: 'the callback URL expired at 2026-01-31T00:00:00.000Z',
    })
  })

  it('is signed by the first secret and accepted by all, so that secrets can be rotated', async () => {
    const signer = (...callbackSecrets: string[]) =>
      createCallbackBench({ verify: signedUrl() }, { callbackSecrets })
    const url = signer('old').receiver.callbackUrl('fake')
    expect(await call(signer('old'), url)).toMatchObject({ outcome: 'accepted' })
    expect(await call(signer('new', 'old'), url)).toMatchObject({ outcome: 'accepted' })
    expect(await call(signer('new'), url)).toMatchObject({ outcome: 'refused' })
    const next = signer('new', 'old').receiver.callbackUrl('fake')
    expect(await call(signer('new'), next)).toMatchObject({ outcome: 'accepted' })
    expect(await call(signer('old'), next)).toMatchObject({ outcome: 'refused' })
  })

  it('names the job where the notice does not', async () => {
    const bench = createCallbackBench({ verify: signedUrl() })
    const url = (metadata: Metadata) => bench.receiver.callbackUrl('fake', { metadata })
    await call(bench, url({ jobId: 'ours' }), '{}')
    await call(bench, url({ jobId: 'ours' }), '{"id":"theirs"}')
    await call(bench, url({ jobId: 7 }), '{"n":1}')
    await call(bench, url({ jobId: '' }), '{"n":2}')
    expect(bench.events.map((event) => event.jobId)).toEqual(['ours', 'theirs', undefined, undefined])
  })

  it('tells two jobs apart whose bodies are the same, and knows a copy', async () => {
    const bench = createCallbackBench({ verify: signedUrl() })
    const [first, second] = ['a', 'b'].map((jobId) =>
      bench.receiver.callbackUrl('fake', { metadata: { jobId } }),
    )
    const outcomes: unknown[] = []
    for (const url of [first, second, first, second]) outcomes.push((await call(bench, url ?? ''))?.outcome)
    expect(outcomes).toEqual(['accepted', 'accepted', 'duplicate', 'duplicate'])
    expect(bench.events.map((event) => event.jobId)).toEqual(['a', 'b'])
  })

  it('has no say in the id of an event that its notice names', async () => {
    const bench = createCallbackBench()
    await call(bench, bench.receiver.callbackUrl('fake'), '{"id":"a"}')
    expect(await call(bench, 'https://example.com/webhooks/stt/fake', '{"id":"a"}')).toMatchObject({
      outcome: 'duplicate',
    })
  })

  it('is not told by an event that came to another URL', async () => {
    const bench = createCallbackBench()
    await call(bench, 'https://example.com/webhooks/stt/fake')
    expect(bench.events[0]).not.toHaveProperty('callback')
  })
})

describe('the secret of callback URLs', () => {
  it('is missing from everything that the receiver shows', async () => {
    const bench = createBench({ callbackSecrets: callbackSecret }, [fakeProvider()])
    try {
      bench.receiver.callbackUrl('fake')
    } catch (error) {
      expect(String(error)).not.toContain(callbackSecret)
    }
    expect(JSON.stringify(bench.receiver)).not.toContain(callbackSecret)
  })
})
