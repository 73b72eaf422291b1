import { expectTypeOf, test } from 'vitest'
import { type ApiClient, createApiClient, path } from '../src/index.ts'
import { localTransport } from '../src/testing.ts'

const required = { provider: 'acme', base: 'https://api.acme.com', authorize: () => ({}) }

test('a path cannot be written without the tag', () => {
  const client = createApiClient(required)
  expectTypeOf(client.json(path`/v2/jobs/${'j1'}`, { query: { limit: 1 } })).resolves.toBeUnknown()
  expectTypeOf(client.text(path`/v2`)).resolves.toBeString()
  expectTypeOf(client.follow('https://files.acme.com').bytes()).resolves.toEqualTypeOf<Uint8Array>()
  expectTypeOf(client.send('PATCH', path`/v2`, { body: {}, isRepeatable: true })).resolves.toBeUnknown()
  // @ts-expect-error: what changes nothing is not sent
  void client.send('GET', path`/v2`)
  // @ts-expect-error: a text is no path
  void client.json('/v2/jobs')
  // @ts-expect-error: nor is anything that looks like one
  void client.json({ text: '/v2/jobs' })
  // @ts-expect-error: an id that may be missing is no id
  path`/v2/jobs/${undefined}`
  // @ts-expect-error: a file gets no headers, and so no key
  void client.follow('https://files.acme.com').json({ headers: { authorization: 'key' } })
})

test('a transport comes from the testing entry only', () => {
  expectTypeOf(createApiClient({ ...required, transport: localTransport({}) })).toEqualTypeOf<ApiClient>()
  // @ts-expect-error: no object
  createApiClient({ ...required, transport: { 'https://api.acme.com': 'http://127.0.0.1' } })
  // @ts-expect-error: no text
  createApiClient({ ...required, transport: 'http://127.0.0.1' })
  // Its class is exported as a type only.
  expectTypeOf<keyof typeof import('../src/index.ts')>().toEqualTypeOf<'createApiClient' | 'path'>()
})
