import { describe, expect, test } from 'vitest'
import { createApiClient, path } from '../src/index.ts'
import { localTransport } from '../src/testing.ts'
import { base, bench, rejection } from './support/bench.ts'
import { json } from './support/service.ts'

const real = localTransport({})

describe('a transport', () => {
  test.each<[string, unknown]>([
    ['a URL', 'http://127.0.0.1:4711'],
    ['an object', { 'https://api.acme.com': 'http://127.0.0.1:4711' }],
    ['a look-alike', Object.create(Object.getPrototypeOf(real))],
    ['a proxy', new Proxy(real, {})],
    ['a copy', structuredClone({ ...real })],
    ['a function', () => undefined],
    ['null', null],
    ['false', false],
  ])('cannot be %s', (_name, wrong) => {
    const options = { provider: 'acme', base, authorize: () => ({}) }
    expect(() => Reflect.apply(createApiClient, undefined, [{ ...options, transport: wrong }])).toThrow(
      expect.objectContaining({ code: 'invalid_option', message: expect.stringContaining('localTransport') }),
    )
  })

  test('refuses origins that it was not given', async () => {
    const { client, api } = await bench({ api: json({}) }, { base: 'https://other.acme.com' })
    const error = await rejection(client.json(path`/v2`))
    expect(error).toMatchObject({ code: 'unsafe_url' })
    expect(error).toHaveProperty('message', expect.stringContaining('no server for other.acme.com'))
    expect(api.requests).toEqual([])
  })

  test.each([
    ['https://api.acme.com', 'http://example.com'],
    ['https://api.acme.com', 'https://127.0.0.1:4711'],
    ['https://api.acme.com', 'http://10.0.0.1:80'],
    ['https://api.acme.com', '4711'],
    ['http://api.acme.com', 'http://127.0.0.1:4711'],
    ['https://api.acme.com/v2', 'http://127.0.0.1:4711'],
    ['api.acme.com', 'http://127.0.0.1:4711'],
  ])('does not lead from %s to %s', (origin, server) => {
    expect(() => localTransport({ [origin]: server })).toThrow(
      expect.objectContaining({ code: 'invalid_option' }),
    )
  })
})

describe('an option that cannot work', () => {
  test.each([
    ['concurrency', 0],
    ['concurrency', 1.5],
    ['timeoutMs', -1],
    ['deadlineMs', Number.NaN],
    ['deadlineMs', 2 ** 31],
    ['tries', Number.POSITIVE_INFINITY],
    ['maxBytes', 0],
  ])('%s: %d', (name, value) => {
    expect(() => createApiClient({ provider: 'acme', base, authorize: () => ({}), [name]: value })).toThrow(
      expect.objectContaining({ code: 'invalid_option', message: expect.stringContaining(`\`${name}\``) }),
    )
  })

  test('a deadline of one call', async () => {
    const { client } = await bench({ api: json({}) })
    expect(await rejection(client.json(path`/v2`, { deadlineMs: 0 }))).toMatchObject({
      code: 'invalid_option',
    })
  })
})
