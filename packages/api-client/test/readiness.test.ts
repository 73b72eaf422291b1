import { describe, expect, test } from 'vitest'
import { path } from '../src/index.ts'
import { bench, rejection } from './support/bench.ts'
import { inTurn, json, status } from './support/service.ts'

const job = path`/v2/transcript/${'t1'}`

describe('not ready', () => {
  test('three times, then ready', async () => {
    const { client, clock } = await bench({
      api: inTurn(status(409), status(425), status(409), json({ text: 'hello' })),
    })
    expect(await client.json(job)).toEqual({ text: 'hello' })
    expect(clock.slept).toEqual([375, 750, 1500])
  })

  test('for ever: asked until the deadline, more often than trouble would be', async () => {
    const { client, clock, api } = await bench({ api: status(409) })
    expect(await rejection(client.json(job))).toMatchObject({ code: 'not_ready', provider: 'acme' })
    expect(api.requests.length).toBeGreaterThan(4)
    const slept = clock.slept.reduce((sum, ms) => sum + ms, 0)
    expect(slept).toBeGreaterThan(45_000)
    expect(slept).toBeLessThan(60_000)
  })

  test('Retry-After says when to ask again', async () => {
    const { client, clock } = await bench({ api: inTurn(status(409, { 'retry-after': '20' }), json({})) })
    await client.json(job)
    expect(clock.slept).toEqual([20_000])
  })

  test('as the service says it', async () => {
    const { client } = await bench(
      { api: inTurn(status(404, { 'x-state': 'young' }), json({ ok: true })) },
      { isNotReady: ({ status: code, headers }) => code === 404 && headers.get('x-state') === 'young' },
    )
    expect(await client.json(job)).toEqual({ ok: true })
  })

  test('even by 200', async () => {
    const { client } = await bench({ api: inTurn(json({ status: 'running' }), json({ status: 'done' })) })
    const isNotReady = ({ text }: { text(): string }): boolean => text().includes('running')
    expect(await client.json(job, { isNotReady })).toEqual({ status: 'done' })
  })
})

describe('gone', () => {
  test('410 is believed at once', async () => {
    const { client, api } = await bench({ api: status(410, {}, '{"error":"Job Expired"}') })
    expect(await rejection(client.json(job))).toMatchObject({ code: 'transcript_gone' })
    expect(api.requests).toHaveLength(1)
  })

  test('404 is believed the third time', async () => {
    const { client, api } = await bench({ api: status(404) })
    expect(await rejection(client.json(job))).toMatchObject({ code: 'transcript_gone' })
    expect(api.requests).toHaveLength(3)
  })

  test('a young job may be 404', async () => {
    const { client } = await bench({ api: inTurn(status(404), status(404), json({ ok: true })) })
    expect(await client.json(job)).toEqual({ ok: true })
  })

  test('404 is not believed before it was asked for often enough', async () => {
    const { client } = await bench({ api: status(404) })
    expect(await rejection(client.json(job, { deadlineMs: 500 }))).toMatchObject({ code: 'not_ready' })
  })

  test('as the service says it', async () => {
    const { client } = await bench(
      { api: status(400, {}, '{"error":"Transcript lookup error, transcript id not found"}') },
      { isGone: (answer) => answer.status === 400 && answer.text().includes('transcript id not found') },
    )
    expect(await rejection(client.json(job))).toMatchObject({ code: 'transcript_gone' })
  })

  test('a list cannot be', async () => {
    const { client, api } = await bench({ api: status(404) })
    const error = await rejection(client.json(path`/v2/transcript`, { isGone: () => false }))
    expect(error).toMatchObject({ code: 'api_answer' })
    expect(api.requests).toHaveLength(1)
  })
})
