import { describe, expect, test } from 'vitest'
import { path } from '../src/index.ts'
import { localTransport } from '../src/testing.ts'
import { type Bench, base, bench, rejection } from './support/bench.ts'
import { inTurn, json, type Reply, startService, status } from './support/service.ts'

const job = path`/v2/jobs/${'j1'}`

describe('a service in trouble', () => {
  test('is asked again, with pauses that grow', async () => {
    const { client, clock, api } = await bench({
      api: inTurn(status(503), status(500), status(502), json({ ok: true })),
    })
    expect(await client.json(job)).toEqual({ ok: true })
    expect(api.requests).toEqual(Array(4).fill('GET api.acme.com/v2/jobs/j1'))
    expect(clock.slept).toEqual([375, 750, 1500])
  })

  test.each([500, 501, 502, 503, 504, 408, 429])('that answers %d for ever is given up', async (code) => {
    const { client, api } = await bench({ api: status(code) })
    const error = await rejection(client.json(job))
    expect(error).toMatchObject({ code: 'api_unavailable', provider: 'acme' })
    expect(error).toHaveProperty(
      'message',
      `[stt-webhooks] [acme] api.acme.com/v2/jobs/j1 was asked 4 times; the last answer was ${code}. Try again later.`,
    )
    expect(api.requests).toHaveLength(4)
  })

  test('that hangs up, then answers', async () => {
    const hangUp: Reply = (response) => response.socket?.destroy()
    const { client, api } = await bench({ api: inTurn(hangUp, hangUp, json([])) })
    expect(await client.json(job)).toEqual([])
    expect(api.requests).toHaveLength(3)
  })

  test('that is not there', async () => {
    const gone = await startService(() => undefined)
    const { client, clock } = await bench({}, { transport: localTransport({ [base]: closedPort(gone.url) }) })
    const error = await rejection(client.json(job))
    expect(error).toMatchObject({ code: 'api_unavailable' })
    expect(error).toHaveProperty(
      'message',
      expect.stringContaining('asked 4 times; the last answer was none (ECONNREFUSED)'),
    )
    expect(clock.slept).toHaveLength(3)
  })

  test('the number of tries can be chosen', async () => {
    const { client, api } = await bench({ api: status(500) }, { tries: 1 })
    expect(await rejection(client.json(job))).toHaveProperty(
      'message',
      expect.stringContaining('was asked once'),
    )
    expect(api.requests).toHaveLength(1)
  })
})

describe('Retry-After', () => {
  test('in seconds is kept to', async () => {
    const { client, clock } = await bench({
      api: inTurn(status(429, { 'retry-after': '7' }), json({})),
    })
    await client.json(job)
    expect(clock.slept).toEqual([7_000])
  })

  test('as a date is kept to', async () => {
    const later = new Date(Date.UTC(2026, 0, 1, 0, 0, 30)).toUTCString()
    const { client, clock } = await bench({ api: inTurn(status(503, { 'retry-after': later }), json({})) })
    await client.json(job)
    expect(clock.slept).toEqual([30_000])
  })

  test('of nothing does not make a storm', async () => {
    const { client, clock } = await bench({ api: status(429, { 'retry-after': '0' }) })
    await rejection(client.json(job))
    expect(clock.slept).toEqual([375, 750, 1500])
  })

  test('beyond the deadline ends the call at once', async () => {
    const { client, clock, api } = await bench({ api: status(429, { 'retry-after': '3600' }) })
    const error = await rejection(client.json(job))
    expect(error).toMatchObject({ code: 'api_unavailable' })
    expect(error).toHaveProperty('message', expect.stringContaining('left alone for 3600 s'))
    expect(clock.slept).toEqual([])
    expect(api.requests).toHaveLength(1)
  })
})

describe('time', () => {
  test('a try without a head ends at its limit', async () => {
    const { client, clock, api } = await bench({ api: inTurn(() => undefined, json({ second: true })) })
    const work = client.json(job)
    await expect.poll(() => api.requests.length).toBe(1)
    clock.advance(9_999)
    await new Promise(setImmediate)
    expect(api.requests).toHaveLength(1)
    clock.advance(1)
    expect(await work).toEqual({ second: true })
  })

  test('slow heads for ever', async () => {
    const made: Bench = await bench({ api: () => made.clock.advance(10_000) })
    const error = await rejection(made.client.json(job))
    expect(error).toMatchObject({ code: 'api_unavailable' })
    expect(error).toHaveProperty('message', expect.stringContaining('none within 10000 ms'))
    expect(made.api.requests).toHaveLength(4)
  })

  test('a slow body', async () => {
    const drip: Reply = (response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.write('{"a":', () => made.clock.advance(10_000))
    }
    const made = await bench({ api: inTurn(drip, json({ a: 1 })) })
    expect(await made.client.json(job)).toEqual({ a: 1 })
    expect(made.api.requests).toHaveLength(2)
  })

  test('a slow key', async () => {
    const made: Bench = await bench(
      { api: json({}) },
      {
        authorize: () => {
          made.clock.advance(10_000)
          return new Promise(() => undefined)
        },
      },
    )
    expect(await rejection(made.client.json(job))).toMatchObject({ code: 'api_unavailable' })
    expect(made.api.requests).toEqual([])
  })

  test('the deadline covers all tries', async () => {
    const made: Bench = await bench({ api: () => made.clock.advance(10_000) }, { deadlineMs: 15_000 })
    expect(await rejection(made.client.json(job))).toMatchObject({ code: 'api_unavailable' })
    // The second try has what is left: 15,000 - 10,000 - 375 ms.
    expect(made.api.requests).toHaveLength(2)
  })

  test('a call can have a deadline of its own', async () => {
    const { client, api } = await bench({ api: status(503) })
    await rejection(client.json(job, { deadlineMs: 400 }))
    expect(api.requests).toHaveLength(2)
  })
})

/** Nobody listens on port 1. */
function closedPort(url: string): string {
  const closed = new URL(url)
  closed.port = '1'
  return closed.origin
}
