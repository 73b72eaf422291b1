import { describe, expect, test } from 'vitest'
import { type ApiMethod, path } from '../src/index.ts'
import { localTransport } from '../src/testing.ts'
import { base, bench, canary, rejection } from './support/bench.ts'
import { inTurn, json, type Reply, status } from './support/service.ts'

const hook = path`/v2/hooks/${'h1'}`
const body = { active: true, secret: 'schön' }
const methods: readonly ApiMethod[] = ['POST', 'PUT', 'PATCH', 'DELETE']
const hangUp: Reply = (response) => response.socket?.destroy()

/** What arrived: method, content type, key and body. */
const echo: Reply = async (response, request) => {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += chunk
  const { 'content-type': type, authorization } = request.headers
  response.end(JSON.stringify([request.method, type, authorization, text]))
}

describe('a request that changes something', () => {
  test.each(methods)('%s arrives with its body and the key', async (method) => {
    const { client, api } = await bench({ api: echo })
    const query = { 'api-version': 1 }
    expect(await client.send(method, hook, { body, query })).toEqual([
      method,
      'application/json',
      `Bearer ${canary}`,
      '{"active":true,"secret":"schön"}',
    ])
    expect(api.requests).toEqual([`${method} api.acme.com/v2/hooks/h1?api-version=1`])
  })

  test('may have another content type, and no other key', async () => {
    const { client } = await bench({ api: echo })
    const headers = { 'Content-Type': 'application/merge-patch+json', Authorization: 'mine' }
    expect(await client.send('PATCH', hook, { body, headers })).toEqual([
      'PATCH',
      'application/merge-patch+json',
      `Bearer ${canary}`,
      JSON.stringify(body),
    ])
  })

  test('needs neither a body nor an answer with one', async () => {
    const { client } = await bench({ api: inTurn(echo, status(204)) })
    expect(await client.send('DELETE', hook)).toEqual(['DELETE', null, `Bearer ${canary}`, ''])
    expect(await client.send('DELETE', hook)).toBeUndefined()
  })

  test.each([400, 404, 409, 410, 425])('%d is told at once', async (code) => {
    const { client, api } = await bench({ api: status(code) })
    const error = await rejection(client.send('PUT', hook, { body }))
    expect(error).toMatchObject({ code: 'api_answer' })
    expect(api.requests).toHaveLength(1)
  })

  test.each([401, 403])('%d is a refused key', async (code) => {
    const { client, api } = await bench({ api: status(code) })
    expect(await rejection(client.send('PUT', hook, { body }))).toMatchObject({ code: 'api_key_refused' })
    expect(api.requests).toHaveLength(1)
  })

  test.each([301, 302, 303, 307, 308])('a redirect by %d gets neither body nor key', async (code) => {
    const { client, files } = await bench({ api: status(code, { location: 'https://files.acme.com/b' }) })
    expect(await rejection(client.send('POST', hook, { body }))).toMatchObject({ code: 'unsafe_url' })
    expect(files.requests).toEqual([])
  })

  test('is not sent to a private address', async () => {
    const { api } = await bench({})
    const transport = localTransport({ [base]: api.url }, { addresses: { 'api.acme.com': ['10.0.0.1'] } })
    const { client } = await bench({}, { transport })
    expect(await rejection(client.send('PUT', hook, { body }))).toMatchObject({ code: 'unsafe_url' })
    expect(await rejection(client.send('PUT', path`/v2/${'..'}`))).toMatchObject({ code: 'unsafe_url' })
    expect(api.requests).toEqual([])
  })
})

describe('a second try of what does the same when it is done twice', () => {
  test.each([
    ['PUT', undefined],
    ['DELETE', undefined],
    ['PATCH', true],
    ['POST', true],
  ] as const)('%s, isRepeatable: %s: is made, with the same body', async (method, isRepeatable) => {
    const { client, api, clock } = await bench({
      api: inTurn(status(503), hangUp, status(200, {}, '{"cut'), echo),
    })
    expect(await client.send(method, hook, { body, isRepeatable })).toEqual([
      method,
      'application/json',
      `Bearer ${canary}`,
      JSON.stringify(body),
    ])
    expect(api.requests).toHaveLength(4)
    expect(clock.slept).toHaveLength(3)
  })
})

describe('a second try of what must not be done twice', () => {
  const trouble: readonly (readonly [string, Reply, string])[] = [
    ['500', status(500), 'api_unavailable'],
    ['503', status(503, { 'retry-after': '1' }), 'api_unavailable'],
    ['408', status(408), 'api_unavailable'],
    ['a hang-up', hangUp, 'api_unavailable'],
    ['an answer that is no JSON', status(200, {}, '<html>'), 'api_answer'],
  ]
  test.each(trouble)('is not made after %s', async (_name, reply, code) => {
    const { client, api } = await bench({ api: reply })
    const error = await rejection(client.send('POST', hook, { body }))
    expect(error).toMatchObject({ code })
    expect(error).toHaveProperty(
      'message',
      expect.stringContaining('Whether the service did it is not known.'),
    )
    expect(error).toHaveProperty('message', expect.not.stringContaining('schön'))
    expect(api.requests).toHaveLength(1)
  })

  test('is not made where the caller says so of any method', async () => {
    const { client, api } = await bench({ api: status(500) })
    await rejection(client.send('PUT', hook, { body, isRepeatable: false }))
    expect(api.requests).toHaveLength(1)
  })

  test('is not made after a try that took too long', async () => {
    const made = await bench({ api: () => made.clock.advance(10_000) })
    const error = await rejection(made.client.send('PATCH', hook, { body }))
    expect(error).toHaveProperty(
      'message',
      expect.stringContaining('Whether the service did it is not known.'),
    )
    expect(made.api.requests).toHaveLength(1)
  })

  test('is made after 429, which says that nothing was done', async () => {
    const { client, api, clock } = await bench({
      api: inTurn(status(429, { 'retry-after': '7' }), json({ done: true })),
    })
    expect(await client.send('POST', hook, { body })).toEqual({ done: true })
    expect(api.requests).toHaveLength(2)
    expect(clock.slept).toEqual([7_000])
  })

  test('is made where no connection was', async () => {
    // Nobody listens on port 1.
    const transport = localTransport({ [base]: 'http://127.0.0.1:1' })
    const { client, clock } = await bench({}, { transport })
    const error = await rejection(client.send('POST', hook, { body }))
    expect(error).toHaveProperty('message', expect.stringMatching(/ECONNREFUSED\)\. Try again later\.$/))
    expect(clock.slept).toHaveLength(3)
  })
})
