import type { Provider } from '@stt-webhooks/core'
import { headerSecret, signedUrl, unauthenticated, urlToken } from '@stt-webhooks/core/provider'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { call, createCallbackBench, pathOf, signByHand, tokenOf } from '../support/callback.ts'
import { toRequest } from '../support/request.ts'

// The same cases in every run.
fc.configureGlobal({ seed: 20_261_121 })

const base = 'https://example.com/webhooks/stt/fake'
const inPath = (token: string) => `${base}/${token}`
const inQuery = (token: string) => `${base}?callback=${token}`
const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~']

const sealed = createCallbackBench({ verify: signedUrl() })
const url = sealed.receiver.callbackUrl('fake', { metadata: { jobId: 'a' } })
const token = tokenOf(url)

async function outcomeOf(given: string): Promise<string | undefined> {
  return (await call(sealed, given))?.outcome
}

describe('a token that we did not make', () => {
  it('is refused whichever of its characters is another one', async () => {
    expect(await call(sealed, url)).toMatchObject({ outcome: 'accepted' })
    for (const [index, right] of [...token].entries()) {
      for (const wrong of alphabet) {
        if (wrong === right) continue
        const forged = token.slice(0, index) + wrong + token.slice(index + 1)
        expect(await outcomeOf(inPath(forged)), forged).toBe('refused')
      }
    }
  })

  it('is refused cut short at any length', async () => {
    for (let length = 1; length < token.length; length++) {
      expect(await outcomeOf(inPath(token.slice(0, length)))).toBe('refused')
      expect(await outcomeOf(inQuery(token.slice(0, length)))).toBe('refused')
    }
  })

  const [mark, payload = '', signature = ''] = token.split('.')
  const day = Math.floor(sealed.clock.now / 1000) + 86_400
  it.each([
    ['no payload', `${mark}..${signature}`],
    ['no signature', `${mark}.${payload}.`],
    ['its parts exchanged', `${mark}.${signature}.${payload}`],
    ['a part more', `${token}.${signature}`],
    ['a blank behind it', `${token}%20`],
    ['padding', `${token}%3D`],
    ['another version', `cb2.${payload}.${signature}`],
    [
      'the payload of another',
      `${mark}.${tokenOf(sealed.receiver.callbackUrl('fake')).split('.')[1]}.${signature}`,
    ],
    ['the secret of another', signByHand(`{"expires":${day},"metadata":{}}`, 'fake', 'other')],
    ['the endpoint of another', signByHand(`{"expires":${day},"metadata":{}}`, 'fake2')],
    ['an empty secret', signByHand(`{"expires":${day},"metadata":{}}`, 'fake', '')],
  ])('is refused with %s', async (_, forged) => {
    expect(await outcomeOf(inPath(forged))).toBe('refused')
    expect(await outcomeOf(inQuery(forged))).toBe('refused')
  })

  it('is never accepted, however it was changed', async () => {
    const other = tokenOf(sealed.receiver.callbackUrl('fake', { metadata: { jobId: 'b' } }))
    const at = fc.nat({ max: token.length })
    const text = fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 8 })
    const mutation = fc.oneof(
      fc.tuple(at, text).map(([index, more]) => token.slice(0, index) + more + token.slice(index)),
      fc.tuple(at, at).map(([start, end]) => token.slice(0, start) + token.slice(end)),
      fc.tuple(at, at, text).map(([start, end, more]) => token.slice(0, start) + more + token.slice(end)),
      fc.tuple(at, at).map(([start, end]) => token.slice(0, start) + other.slice(end)),
      fc.constantFrom(token.toUpperCase(), token.toLowerCase(), token + token),
    )
    await fc.assert(
      fc.asyncProperty(mutation, async (forged) => {
        fc.pre(forged !== token && forged !== other)
        expect(await outcomeOf(inPath(forged))).not.toBe('accepted')
        expect(await outcomeOf(inPath(forged))).not.toBe('duplicate')
        expect(await outcomeOf(inQuery(forged))).toBe('refused')
      }),
      { numRuns: 2_000 },
    )
  })

  it.each([
    'no JSON',
    '',
    'null',
    '"text"',
    '[]',
    '{}',
    `{"expires":${day}}`,
    '{"metadata":{}}',
    '{"expires":"2030-01-01","metadata":{}}',
    '{"expires":1e300,"metadata":{}}',
    '{"expires":null,"metadata":{}}',
    `{"expires":${day},"metadata":[]}`,
    `{"expires":${day},"metadata":"a"}`,
  ])('is refused even with the right signature if it says %s', async (claims) => {
    expect(await outcomeOf(inPath(signByHand(`{"expires":${day},"metadata":{}}`)))).not.toBe('refused')
    expect(await call(sealed, inPath(signByHand(claims)))).toMatchObject({
      outcome: 'refused',
      reason: 'the token of the callback URL says nothing that we know',
    })
  })
})

describe('a callback URL', () => {
  it('belongs to its endpoint', async () => {
    const other = createCallbackBench({ verify: signedUrl(), endpoint: 'other' })
    const foreign = tokenOf(other.receiver.callbackUrl('other'))
    expect(await call(sealed, inPath(foreign))).toMatchObject({
      outcome: 'refused',
      reason: 'the token of the callback URL is not one of ours, or belongs to another endpoint',
    })
  })

  it.each([
    ['in path and query', `${url}?callback=${token}`],
    ['twice in the query', `${inQuery(token)}&callback=${token}`],
    ['with the name encoded once', `${inQuery(token)}&%63allback=${token}`],
    ['right in the path and wrong in the query', `${url}?callback=cb1.a.b`],
  ])('is refused with a token %s', async (_, doubled) => {
    expect(await call(sealed, doubled)).toMatchObject({
      outcome: 'refused',
      reason: 'the callback URL carries more than one token',
    })
  })

  it('is refused where nobody can check it', async () => {
    for (const verify of [signedUrl(), unauthenticated]) {
      const bench = createCallbackBench({ verify }, { callbackSecrets: undefined })
      const receipt = await call(bench, url)
      expect(receipt).toMatchObject({ outcome: 'refused', response: { status: 401 } })
      expect(receipt?.reason).toContain('`callbackSecrets`')
    }
  })

  it('is refused with a bad token even where everything else is accepted', async () => {
    const bench = createCallbackBench({ verify: unauthenticated })
    expect(await call(bench, inPath(`${token}x`))).toMatchObject({ outcome: 'refused' })
    expect(await call(bench, base)).toMatchObject({ outcome: 'accepted' })
    expect(bench.events[0]).not.toHaveProperty('callback')
  })

  it('is needed where it is the credential', async () => {
    expect(await call(sealed, base)).toMatchObject({
      outcome: 'refused',
      reason: 'the callback URL carries no token of ours: make it with receiver.callbackUrl()',
    })
    expect(await outcomeOf(inPath('s3cret'))).toBe('refused')
  })
})

describe('a configured secret', () => {
  const verify = headerSecret({ provider: 'fake', secret: 's3cret', header: 'x-secret' })
  const right = { 'x-secret': 's3cret' }

  it('is needed beside the callback URL, which proves no body', async () => {
    const bench = createCallbackBench({ verify })
    const given = bench.receiver.callbackUrl('fake')
    expect(await call(bench, given)).toMatchObject({
      outcome: 'refused',
      reason: 'the header x-secret is missing',
    })
    expect(await call(bench, given, '{}', { 'x-secret': 'wrong' })).toMatchObject({ outcome: 'refused' })
    expect(await call(bench, given, '{}', right)).toMatchObject({ outcome: 'accepted' })
    expect(bench.events).toMatchObject([{ verifiedBy: 'secret', callback: { metadata: {} } }])
  })

  it('does not make up for a bad token', async () => {
    const bench = createCallbackBench({ verify })
    expect(await call(bench, inPath(`${token}x`), '{}', right)).toMatchObject({ outcome: 'refused' })
    bench.clock.now += 31 * 86_400_000
    expect(await call(bench, url, '{}', right)).toMatchObject({ outcome: 'refused' })
  })

  it('may stand in the URL too: in the place of our token, or beside it', async () => {
    const bench = createCallbackBench({
      verify: urlToken({ provider: 'fake', secret: 's3cret', parameter: 'callback' }),
    })
    for (const place of [inPath('s3cret'), inQuery('s3cret')]) {
      expect(await call(bench, place, `{"id":"${place}"}`)).toMatchObject({ outcome: 'accepted' })
      expect(bench.events.at(-1)).not.toHaveProperty('callback')
    }
    const beside = `${bench.receiver.callbackUrl('fake', { metadata: { order: 7 } })}?callback=s3cret`
    expect(await call(bench, beside)).toMatchObject({ outcome: 'accepted' })
    expect(bench.events.at(-1)).toMatchObject({ verifiedBy: 'secret', callback: { metadata: { order: 7 } } })
    expect(await call(bench, bench.receiver.callbackUrl('fake'))).toMatchObject({ outcome: 'refused' })
  })
})

describe('the token', () => {
  /** A body in which the service repeats the URL that it calls. */
  const echo = (callbackUrl: string) =>
    JSON.stringify({
      callback_url: callbackUrl,
      escaped: [`Request to ${callbackUrl} failed with status code 503.`],
      metadata: { note: 'kept' },
    })
  const escaping = (json: string) => json.replaceAll('/', '\\/')

  it.each([
    ['path', echo],
    ['query', echo],
    ['path', (given: string) => escaping(echo(given))],
    ['query', (given: string) => escaping(echo(given))],
  ] as const)('is nowhere in an event, in the %s', async (form, body) => {
    const bench = createCallbackBench({ verify: signedUrl() })
    const given = bench.receiver.callbackUrl('fake', { form, metadata: { order: 7 } })
    await call(bench, given, body(given))
    const [event] = bench.events
    expect(event).toMatchObject({ metadata: { note: 'kept' }, callback: { metadata: { order: 7 } } })
    expect(JSON.stringify(event)).toContain('failed with status code 503.')
    expect(JSON.stringify(event)).not.toContain('cb1.')
  })

  it('is nowhere in an event that hides its parameter', async () => {
    const bench = createCallbackBench()
    await call(bench, `${base}?%63allback=${token}`)
    expect(bench.events).toMatchObject([{ metadata: {} }])
    expect(JSON.stringify(bench.events)).not.toContain('cb1.')
  })

  it("takes nothing of the user's own with it", async () => {
    const bench = createCallbackBench({ verify: signedUrl() })
    await call(bench, `${bench.receiver.callbackUrl('fake')}?callback=mine`)
    expect(bench.events).toMatchObject([{ metadata: { callback: 'mine' } }])
  })

  it('is in no line of the log, in no receipt and in no error', async () => {
    const failing: Provider['verify'] = ({ url: given }) => {
      throw new TypeError(`oops at ${given}`)
    }
    for (const verify of [signedUrl(), failing]) {
      const bench = createCallbackBench({ verify })
      bench.receiver.onAny({ name: 'failing' }, () => Promise.reject(new Error('down')))
      const good = bench.receiver.callbackUrl('fake')
      const bad = [`${good}x`, `${good}?callback=${tokenOf(good)}`, inQuery(tokenOf(good).slice(0, -1)), good]
      for (const given of bad) {
        const receipt = await bench.receiver.receive(toRequest({ url: pathOf(given), body: '[' }))
        expect(JSON.stringify(receipt)).not.toContain('cb1.')
        await bench.receiver.receive(toRequest({ url: pathOf(given) }))
      }
      await bench.receiver.receive(toRequest({ url: pathOf(good).replace('fake', 'stranger') }))
      const said = bench.lines.map((line) => line.text).join('\n')
      expect(said.length).toBeGreaterThan(0)
      expect(said).not.toContain('cb1.')
      for (const { error } of bench.errors) expect(error.message).not.toContain('cb1.')
    }
  })
})
