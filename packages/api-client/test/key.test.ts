import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type ApiClient, path } from '../src/index.ts'
import { type Bench, bench, canary, rejection } from './support/bench.ts'
import { json, type Reply, status } from './support/service.ts'

const job = path`/v2/jobs/${'j1'}`
const file = `https://files.acme.com/a?sig=${canary}`
const content = 'what was said in private'

const breakOff: Reply = (response) => {
  response.writeHead(200, { 'content-length': '100' })
  response.write(content, () => response.socket?.destroy())
}

/** Every way in which a call fails, with a body that must not be told. */
const failures: readonly (readonly [string, Reply])[] = [
  ['refused', status(401, { 'www-authenticate': canary }, content)],
  ['forbidden', status(403, {}, content)],
  ['gone', status(404, {}, content)],
  ['not ready', status(409, {}, content)],
  ['unexpected', status(418, {}, content)],
  ['unavailable', status(500, {}, content)],
  ['redirected', status(302, { location: `https://evil.com/?key=${canary}` }, content)],
  ['not JSON', status(200, {}, content)],
  ['broken off', breakOff],
  ['hung up', (response) => response.socket?.destroy()],
  ['no HTTP', (response) => response.socket?.end(`${canary} ${content}\r\n\r\n`)],
  ['compressed', status(200, { 'content-encoding': 'gzip' }, content)],
  ['too large', status(200, {}, content.repeat(100))],
]

const calls: readonly (readonly [string, (client: ApiClient) => Promise<unknown>])[] = [
  ['an API call', (client) => client.json(job, { query: { token: canary } })],
  ['a change', (client) => client.send('PATCH', job, { query: { token: canary }, body: { secret: canary } })],
  ['a file', (client) => client.follow(file).json()],
]

const printed: string[] = []

beforeEach(() => {
  printed.length = 0
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => printed.push(String(text)) > 0)
  }
  for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) {
    vi.spyOn(console, method).mockImplementation((...parts) => void printed.push(inspect(parts)))
  }
})

afterEach(() => vi.restoreAllMocks())

describe.each(calls)('the error of %s', (_name, call) => {
  test.each(failures)('%s: holds no key, no query and no body', async (_failure, reply) => {
    const { client } = await bench({ api: reply, files: reply }, { maxBytes: 1_000 })
    const error = await rejection(call(client))
    expect(error).toMatchObject({ name: 'WebhookError' })
    const told = tell(error) + printed.join('')
    expect(told).not.toContain(canary)
    expect(told).not.toContain(content)
    expect(told).not.toContain('private')
    expect(told).not.toContain('?')
  })
})

test.each([`${canary}\nx`, `${canary}\u0000`, `${canary}é\u{1f600}`])(
  'a key that cannot be sent is not told (%#)',
  async (key) => {
    const { client } = await bench({ api: json({}) }, { authorize: () => ({ authorization: key }) })
    expect(tell(await rejection(client.json(job)))).not.toContain(canary)
  },
)

test('a URL that is not called is told by its host alone', async () => {
  const { client } = await bench({})
  for (const url of [
    `https://${canary}@files.acme.com/`,
    `https://user:${canary}@evil.com/`,
    `https://evil.com/${canary}?sig=${canary}`,
    `http://files.acme.com/?sig=${canary}`,
    `https://files.acme.com:99/?sig=${canary}`,
    `https://[${canary}]/`,
    `${canary}`,
    `/${canary}`,
  ]) {
    expect(tell(await rejection(client.follow(url).json())).toLowerCase()).not.toContain(canary)
  }
})

test('the key goes to the base and nowhere else, and `authorize` is not even asked for a file', async () => {
  let asked = 0
  const made: Bench = await bench(
    { api: json({ url: 'https://files.acme.com/a' }), files: json({}) },
    {
      authorize: async () => {
        asked++
        return { authorization: `Bearer ${canary}`, 'ocp-apim-subscription-key': canary }
      },
    },
  )
  await made.client.json(job)
  await made.client.follow('https://files.acme.com/a').json()
  expect(asked).toBe(1)
  expect(made.api.received()).toContain(`Bearer ${canary}`)
  expect(made.files.requests).toHaveLength(1)
  expect(made.files.received()).not.toContain(canary)
})

test('the key is asked for at each try: it may be a short-lived one', async () => {
  const keys = ['first', 'second']
  const { client } = await bench(
    {
      api: (response, request, count) =>
        count === 1 ? response.writeHead(503).end() : response.end(`"${request.headers.authorization}"`),
    },
    { authorize: () => ({ authorization: keys.shift() ?? '' }) },
  )
  expect(await client.json(job)).toBe('second')
})

test('an error of `authorize` is the caller’s own, and is passed on', async () => {
  const failure = new Error('no vault')
  const { client, api } = await bench({ api: json({}) }, { authorize: () => Promise.reject(failure) })
  expect(await rejection(client.json(job))).toBe(failure)
  expect(api.requests).toEqual([])
})

/** All that an error says: message, stack, cause and every property, however deep. */
function tell(error: unknown): string {
  return (
    inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true, maxStringLength: null }) +
    String(error)
  )
}
