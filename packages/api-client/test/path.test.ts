import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ApiPath, path } from '../src/index.ts'
import { apiUrl } from '../src/url/api-path.ts'
import { bench, rejection } from './support/bench.ts'
import { json } from './support/service.ts'

// The same cases in every run.
fc.configureGlobal({ seed: 20_261_121 })

describe('an id stays in its place', () => {
  test.each([
    ['../x', '..%2Fx'],
    ['a/b', 'a%2Fb'],
    ['%2e%2e', '%252e%252e'],
    ['%2e%2e/', '%252e%252e%2F'],
    ['..\\x', '..%5Cx'],
    ['/', '%2F'],
    ['//evil.com', '%2F%2Fevil.com'],
    ['@evil.com', '%40evil.com'],
    ['x?wait=60', 'x%3Fwait%3D60'],
    ['x#y', 'x%23y'],
    ['x\r\ny: z', 'x%0D%0Ay%3A%20z'],
    ['\t', '%09'],
    ['ｘ．', '%EF%BD%98%EF%BC%8E'],
    ['\ud800', '%EF%BF%BD'],
    ['...', '...'],
    ['a..b', 'a..b'],
  ])('%j', async (id, expected) => {
    const { client, api } = await bench({ api: json({}) })
    await client.json(path`/v2/jobs/${id}/transcript`)
    expect(api.requests).toEqual([`GET api.acme.com/v2/jobs/${expected}/transcript`])
  })

  test.each(['.', '..', ''])('%j has none, and is not sent', async (id) => {
    const { client, api } = await bench({ api: json({}) })
    for (const unsafe of [path`/v2/jobs/${id}`, path`/v2/jobs/${id}/transcript`]) {
      expect(await rejection(client.json(unsafe))).toMatchObject({ code: 'unsafe_url' })
    }
    expect(api.requests).toEqual([])
  })

  test('whatever it is', () => {
    const base = new URL('https://api.acme.com/v2')
    const id = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom('.', '/', '\\', '%', '2', 'e', 'f', '?', '#', '@', ':') }),
    )
    fc.assert(
      fc.property(id, (value) => {
        fc.pre(!['', '.', '..'].includes(value))
        const url = apiUrl(base, path`/jobs/${value}/log`)
        const [empty, version, jobs, place = '', log, ...more] = url.pathname.split('/')
        expect([url.origin, url.search, empty, version, jobs, log, more]).toEqual([
          base.origin,
          '',
          '',
          'v2',
          'jobs',
          'log',
          [],
        ])
        expect(decodeURIComponent(place)).toBe(value)
      }),
    )
  })
})

describe('the path itself', () => {
  test.each<[string, ApiPath]>([
    ['without a slash', path`v2`],
    ['with a query', path`/v2?a=b`],
    ['with a space', path`/v2/a b`],
    ['that goes up', path`/v2/../v1`],
    ['that goes up, in disguise', path`/v2/%2e%2e/v1`],
  ])('%s is refused', async (_name, wrong) => {
    const { client, api } = await bench({ api: json({}) })
    expect(await rejection(client.json(wrong))).toMatchObject({ code: 'unsafe_url' })
    expect(api.requests).toEqual([])
  })

  test('cannot be a text, nor anything else that looks like a path', async () => {
    const { client, api } = await bench({ api: json({}) })
    for (const wrong of [
      '/v2/jobs',
      { text: '/v2/jobs' },
      Object.create(Object.getPrototypeOf(path`/v2`)),
      null,
    ]) {
      expect(await rejection(client.json(wrong))).toMatchObject({ code: 'unsafe_url' })
    }
    expect(api.requests).toEqual([])
  })
})
