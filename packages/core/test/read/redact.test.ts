import { parseJson, redactUrl, redactUrlsIn } from '@stt-webhooks/core/provider'
import { describe, expect, it } from 'vitest'

const parse = (value: unknown) => parseJson(JSON.stringify(value))

describe('parseJson', () => {
  it('gives what JSON.parse gives where nothing is to hide', () => {
    const body = {
      text: 'The author keeps a secretive password: "api_key", said Authorization.',
      words: [{ text: 'token', start: 0.5, end: 1, confidence: null }],
      webhook_auth: true,
      secret: false,
      password: null,
      audio_url: 'https://cdn.example.com/a.wav?lang=en&version=2',
      note: 'see https://example.com/?token=abc for more',
      ['constructor']: { prototype: 1 },
    }
    expect(parse(body)).toEqual(body)
  })

  it.each([
    'secret',
    'webhook_secret',
    'clientSecret',
    'SECRET',
    'Authorization',
    'authorization',
    'AUTHORIZATION',
    'auth_headers',
    'authHeader',
    'webhook_auth_header_value',
    'authToken',
    'auth_token',
    'authtoken',
    'authValue',
    'password',
    'Password',
    'api_key',
    'apiKey',
    'apikey',
    'APIKEY',
    'X-Api-Key',
    'credentials',
  ])('drops %s', (key) => {
    for (const value of ['hidden', ['hidden'], { inner: 'hidden' }, 7]) {
      expect(parse({ id: 'a', list: [{ [key]: value, kept: 1 }] })).toEqual({ id: 'a', list: [{ kept: 1 }] })
    }
  })

  it('drops the query of a signed URL and the user of any, wherever they stand', () => {
    expect(
      parse({
        url: 'https://a.example/b.wav?X-Amz-Signature=1&lang=en',
        links: [{ results: 'https://user:pass@a.example/c' }, 'wss://a.example/d?access_token=1#e'],
      }),
    ).toEqual({
      url: 'https://a.example/b.wav',
      links: [{ results: 'https://a.example/c' }, 'wss://a.example/d#e'],
    })
  })

  it.each([
    ['escaped slashes', '{"url":"https:\\/\\/a.example\\/b?sig=1"}'],
    ['an escaped question mark', '{"url":"https://a.example/b\\u003fsig=1"}'],
    ['escaped letters', '{"url":"\\u0068ttps\\u003a//a.example/b?\\u0073ig=1"}'],
    ['an escaped quote before the query', '{"url":"https://a.example/b\\"?sig=1"}'],
    ['a blank before the query', '{"url":"https://a.example/b c?sig=1"}'],
  ])('sees through %s', (_, text) => {
    expect(JSON.stringify(parseJson(text))).not.toContain('sig=1')
  })

  it.each(['{"\\u0073ecret":"hidden"}', '{"se\\u0063ret":"hidden","a":1}', '{"api\\u005Fkey":"hidden"}'])(
    'sees through the escape in %s',
    (text) => expect(JSON.stringify(parseJson(text))).not.toContain('hidden'),
  )

  it.each(['/', '\\/', '\\u002f'])('hides the tokens of our callback URLs, with slashes as %s', (slash) => {
    const text = JSON.stringify({
      path: 'https://a.example/hooks/fake/cb1.eyJ9-_.s1g-_',
      query: 'https://a.example/hooks/fake?order=7&callback=cb1.eyJ9.s1g',
      log: ['POST https://a.example/hooks/fake/cb1.eyJ9.s1g: 503'],
      word: 'the first of cb1. and cb2.',
    })
    expect(parseJson(text.replaceAll('/', slash))).toEqual({
      path: 'https://a.example/hooks/fake/***',
      query: 'https://a.example/hooks/fake?order=7&callback=***',
      log: ['POST https://a.example/hooks/fake/***: 503'],
      word: 'the first of cb1. and cb2.',
    })
  })

  it('keeps a key that only contains __proto__', () => {
    expect(parseJson('{"my__proto__":"kept"}')).toEqual({ my__proto__: 'kept' })
  })

  it('drops __proto__, written out or escaped', () => {
    for (const key of ['__proto__', '\\u005f_proto__', '__\\u0070roto__']) {
      const value = parseJson(`{"a":{"${key}":{"polluted":true},"b":1}}`)
      expect(value).toEqual({ a: { b: 1 } })
      expect(JSON.stringify(value)).toBe('{"a":{"b":1}}')
      expect(Reflect.get({}, 'polluted')).toBeUndefined()
    }
  })

  it.each([
    ['null', null],
    ['7', 7],
    ['"x"', 'x'],
    ['"https://a.example/?sig=1"', 'https://a.example/'],
    ['[]', []],
  ])('reads %s', (text, value) => expect(parseJson(text)).toEqual(value))

  it.each(['', '{', "{'a':1}", '{"secret":'])('throws for %j', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError)
  })

  it('takes a time that grows with the text and no faster', () => {
    // With a quadratic search each of these would take minutes.
    for (const part of ['://', 'https://a', '/cb1.', '//cb1.a', ':\\/\\/', 'auth', '\\u00e9']) {
      expect(parseJson(`["${part.repeat(300_000)}"]`)).toHaveLength(1)
    }
  })
})

describe('redactUrl', () => {
  it.each([
    'sig',
    'X-Goog-Signature',
    'token',
    'key',
    'AWSAccessKeyId',
    'Expires',
    'se=1&sig',
    'code',
    'x-auth',
    'pass',
  ])('drops a query with %s', (name) => {
    expect(redactUrl(`https://a.example/b?lang=en&${name}=1`)).toBe('https://a.example/b')
  })

  it.each(['https://u@a.example/b', 'https://:p@a.example/b', 'https://u:p@a.example/b'])('%s', (url) => {
    expect(redactUrl(url)).toBe('https://a.example/b')
  })

  it.each([
    'https://a.example/b?lang=en&channels=2',
    'https://a.example',
    'HTTPS://a.example/B',
    'https://',
    'a text with https://a.example/?sig=1 in it',
    '/path?sig=1',
    'mailto:a@b.example?sig=1',
    '',
  ])('leaves %j as it is', (text) => expect(redactUrl(text)).toBe(text))
})

describe('redactUrlsIn', () => {
  it.each([
    ['Get "https://a.example/x.mp3?sig=1": no such host', 'Get "https://a.example/x.mp3": no such host'],
    ['no https://user:pass@a.example/x#part here', 'no https://a.example/x here'],
    ['nothing of the kind', 'nothing of the kind'],
  ])('%s', (text, expected) => {
    expect(redactUrlsIn(text)).toBe(expected)
  })
})
