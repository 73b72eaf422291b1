import { describe, expect, test } from 'vitest'
import { createApiClient, path } from '../src/index.ts'
import { localTransport } from '../src/testing.ts'
import { isPublicAddress } from '../src/url/public-address.ts'
import { base, bench, canary, filesOrigin, rejection } from './support/bench.ts'
import { json, status } from './support/service.ts'
import { privateAddresses, unsafeHosts } from './support/unsafe-hosts.ts'

const job = path`/v2/jobs/${'j1'}`

/** URLs whose host is listed in `files`, or looks as if it were. */
const unsafeUrls: readonly (readonly [string, string])[] = [
  ['http', 'http://files.acme.com/a'],
  ['file', 'file:///etc/passwd'],
  ['file with a host', 'file://files.acme.com/etc/passwd'],
  ['ftp', 'ftp://files.acme.com/a'],
  ['gopher', 'gopher://files.acme.com:443/a'],
  ['data', 'data:application/json,{}'],
  ['blob', 'blob:https://files.acme.com/a'],
  ['javascript', 'javascript:1'],
  ['port', 'https://files.acme.com:8443/a'],
  ['port 80', 'https://files.acme.com:80/a'],
  ['user name', 'https://admin@files.acme.com/a'],
  ['password', 'https://:secret@files.acme.com/a'],
  ['the host as user name', 'https://files.acme.com@evil.com/a'],
  ['the host as user name, with a slash', 'https://files.acme.com%2F@evil.com/a'],
  ['the host as user name, with a backslash', 'https://evil.com\\@files.acme.com/a'],
  ['trailing dot', 'https://files.acme.com./a'],
  ['homograph', 'https://files.аcme.com/a'],
  ['punycode', 'https://files.xn--cme-5cd.com/a'],
  ['the listed host as a prefix', 'https://files.acme.com.evil.com/a'],
  ['the listed host as a suffix', 'https://evilfiles.acme.com/a'],
  ['below the listed host', 'https://a.files.acme.com/a'],
  ['above the listed host', 'https://acme.com/a'],
  ['suffix without its dot', 'https://evilblob.core.windows.net/a'],
  ['the suffix alone', 'https://blob.core.windows.net/a'],
  ['the suffix as a prefix', 'https://x.blob.core.windows.net.evil.com/a'],
  ['the base, which is not listed', 'https://api.acme.com/v2/jobs'],
  ['another host', 'https://example.com/a'],
  ['relative', '/v2/jobs'],
  ['scheme-relative', '//files.acme.com/a'],
  ['empty', ''],
  ['no host', 'https://'],
]

describe('a URL from a payload', () => {
  test.each([...unsafeUrls, ...unsafeHosts.map(([name, host]) => [name, `https://${host}/a`] as const)])(
    'is not called: %s (%s)',
    async (_name, url) => {
      const { client, api, files } = await bench(
        { api: json({}), files: json({}) },
        { files: ['files.acme.com', '*.blob.core.windows.net'] },
      )
      const error = await rejection(client.follow(url).json())
      expect(error).toMatchObject({ code: 'unsafe_url' })
      // The transport of the test would refuse most of these hosts too. It must not even be asked.
      expect(error).toHaveProperty('message', expect.not.stringMatching(/local transport|resolves/))
      expect([...api.requests, ...files.requests]).toEqual([])
    },
  )

  test.each([
    ['as it is', 'https://files.acme.com/a?sig=1#x', 'files.acme.com/a?sig=1'],
    ['in upper case', 'HTTPS://FILES.ACME.COM/A', 'files.acme.com/A'],
    ['full-width', 'https://ｆｉｌｅｓ.acme.com/a', 'files.acme.com/a'],
    ['with the usual port', 'https://files.acme.com:443/a', 'files.acme.com/a'],
    ['below a listed suffix', 'https://store7.blob.core.windows.net/a', 'store7.blob.core.windows.net/a'],
  ])('is called on a listed host, without the key: %s', async (_name, url, expected) => {
    const made = await bench({ files: json({ text: 'hello' }) })
    const client = createApiClient({
      provider: 'acme',
      base,
      authorize: () => ({ authorization: canary }),
      files: ['files.acme.com', '*.blob.core.windows.net'],
      transport: localTransport({
        [filesOrigin]: made.files.url,
        'https://store7.blob.core.windows.net': made.files.url,
      }),
    })
    expect(await client.follow(url).json()).toEqual({ text: 'hello' })
    expect(await client.follow(url).text()).toBe('{"text":"hello"}')
    expect(await client.follow(url).bytes()).toHaveLength(16)
    expect(made.files.requests).toEqual(Array(3).fill(`GET ${expected}`))
    expect(made.files.received()).not.toContain(canary)
  })

  test.each([
    [403, 'api_answer'],
    [401, 'api_answer'],
    [404, 'transcript_gone'],
    [409, 'api_answer'],
    [500, 'api_unavailable'],
  ])('that answers %d ends with %s: there is no key to refuse', async (code, expected) => {
    const { client } = await bench({ files: status(code) })
    expect(await rejection(client.follow('https://files.acme.com/a').text())).toMatchObject({
      code: expected,
    })
  })
})

describe('an address from the DNS', () => {
  test.each(privateAddresses)('is not connected to: %s (%s)', async (_name, address) => {
    for (const addresses of [[address], ['1.1.1.1', address]]) {
      const { api, files } = await bench({ api: json({}), files: json({}) })
      const transport = localTransport(
        { [base]: api.url, [filesOrigin]: files.url },
        { addresses: { 'api.acme.com': addresses, 'files.acme.com': addresses } },
      )
      const client = createApiClient({
        provider: 'acme',
        base,
        authorize: () => ({}),
        files: ['files.acme.com'],
        transport,
      })
      expect(await rejection(client.json(job))).toMatchObject({ code: 'unsafe_url' })
      expect(await rejection(client.follow('https://files.acme.com/a').json())).toMatchObject({
        code: 'unsafe_url',
      })
      expect([...api.requests, ...files.requests]).toEqual([])
    }
  })

  test.each([
    '1.1.1.1',
    '13.107.42.14',
    '172.15.0.1',
    '172.32.0.1',
    '100.128.0.1',
    '2606:4700::1111',
    '64:ff9b::1.1.1.1',
  ])('%s is public', (address) => expect(isPublicAddress(address)).toBe(true))

  test.each(['', 'example.com', '1.1.1.1/8', 'fe80::1%eth0', '::ffff:1.1.1.1'])('%j is not', (text) => {
    expect(isPublicAddress(text)).toBe(false)
  })
})

describe('a redirect', () => {
  const targets = [
    ...unsafeHosts.map(([, host]) => `https://${host}/`),
    'https://files.acme.com/b',
    'https://api.acme.com/v2',
    '/b',
  ]

  test.each([301, 302, 303, 307, 308])('by %d is not followed, wherever it leads', async (code) => {
    for (const location of targets) {
      const reply = status(code, { location: encodeURI(location) })
      const { client, api, files } = await bench({ api: reply, files: reply })
      expect(await rejection(client.json(job))).toMatchObject({ code: 'unsafe_url' })
      expect(await rejection(client.follow('https://files.acme.com/a').text())).toMatchObject({
        code: 'unsafe_url',
      })
      expect(api.requests).toEqual(['GET api.acme.com/v2/jobs/j1'])
      expect(files.requests).toEqual(['GET files.acme.com/a'])
    }
  })
})

describe('the base', () => {
  const create = (url: string) => () =>
    createApiClient({ provider: 'acme', base: url, authorize: () => ({}) })

  test.each<readonly [string, string]>([
    ['http', 'http://api.acme.com'],
    ['ftp', 'ftp://api.acme.com'],
    ['port', 'https://api.acme.com:8443'],
    ['user name', 'https://key@api.acme.com'],
    ['query', 'https://api.acme.com/?key=1'],
    ['trailing dot', 'https://api.acme.com.'],
    ['relative', 'api.acme.com'],
    ['empty', ''],
    ...unsafeHosts.map(([name, host]) => [name, `https://${host}`] as const),
  ])('is refused at construction: %s (%s)', (_name, url) => {
    expect(create(url)).toThrow(expect.objectContaining({ code: 'invalid_option', provider: 'acme' }))
  })

  test.each([
    'https://api.acme.com',
    'https://api.acme.com/v2/',
    'https://API.ACME.COM:443',
    'https://1.1.1.1',
  ])('is taken: %s', (url) => expect(create(url)).not.toThrow())

  test('is not told in the error but for its host', () => {
    expect(create(`https://user:${canary}@api.acme.com`)).toThrow(expect.not.stringContaining(canary))
  })
})

test.each([
  '*',
  '*.com',
  'https://files.acme.com',
  'files.acme.com/a',
  '*files.acme.com',
  'Files.acme.com',
  'a.*.com',
  '',
])('the option `files` does not take %j', (pattern) => {
  expect(() => createApiClient({ provider: 'acme', base, authorize: () => ({}), files: [pattern] })).toThrow(
    expect.objectContaining({ code: 'invalid_option' }),
  )
})
