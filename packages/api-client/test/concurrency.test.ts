import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { path } from '../src/index.ts'
import { bench, rejection } from './support/bench.ts'
import { inTurn, json, status } from './support/service.ts'

const job = path`/v2/jobs/${'j1'}`

test.each([
  [undefined, 8],
  [3, 3],
])('with concurrency %s, %d calls are under way at once', async (concurrency, most) => {
  const held: ServerResponse[] = []
  const { client, api } = await bench(
    { api: (response, request) => (request.url === '/probe' ? response.end() : held.push(response)) },
    { concurrency },
  )
  const calls = Promise.all(Array.from({ length: 20 }, () => client.json(job)))
  for (let answered = 0; answered < 20; answered++) {
    const expected = Math.min(most, 20 - answered)
    await expect.poll(() => held.length).toBe(expected)
    // Were there room for one more call, it would arrive before this one is answered.
    await fetch(`${api.url}/probe`)
    expect(held).toHaveLength(expected)
    held.shift()?.end('{}')
  }
  expect(await calls).toHaveLength(20)
})

test('a failed call makes room for the next one', async () => {
  const { client } = await bench({ api: inTurn(status(400), json({ ok: true })) }, { concurrency: 1 })
  const [first, second] = await Promise.all([rejection(client.json(job)), client.json(job)])
  expect(first).toMatchObject({ code: 'api_answer' })
  expect(second).toEqual({ ok: true })
})
