import { describe, expect, test, vi } from 'vitest'
import { systemClock } from '../src/clock.ts'
import { path } from '../src/index.ts'
import { bench, rejection } from './support/bench.ts'
import { inTurn, json, status } from './support/service.ts'

const job = path`/v2/jobs/${'j1'}`
const reason = new Error('the caller has enough')

describe('abort', () => {
  test('before the call: nothing is sent, and no key is asked for', async () => {
    const authorize = vi.fn(() => ({}))
    const { client, api } = await bench({ api: json({}) }, { authorize })
    expect(await rejection(client.json(job, { signal: AbortSignal.abort(reason) }))).toBe(reason)
    expect(api.requests).toEqual([])
    expect(authorize).not.toHaveBeenCalled()
  })

  test('while the answer is awaited', async () => {
    const controller = new AbortController()
    const { client, api } = await bench({ api: () => controller.abort(reason) })
    expect(await rejection(client.json(job, { signal: controller.signal }))).toBe(reason)
    expect(api.requests).toHaveLength(1)
  })

  test('amid the body', async () => {
    const controller = new AbortController()
    const { client, api } = await bench({
      api: (response) => response.write('{"a":', () => controller.abort(reason)),
    })
    expect(await rejection(client.json(job, { signal: controller.signal }))).toBe(reason)
    expect(api.requests).toHaveLength(1)
  })

  test('amid a real pause of 50 s', async () => {
    const controller = new AbortController()
    const clock = {
      ...systemClock,
      sleep(ms: number, signal: AbortSignal) {
        setImmediate(() => controller.abort(reason))
        return systemClock.sleep(ms, signal)
      },
    }
    const { client, api } = await bench({ api: status(429, { 'retry-after': '50' }) }, { clock })
    expect(await rejection(client.json(job, { signal: controller.signal }))).toBe(reason)
    expect(api.requests).toHaveLength(1)
  })

  test('at the very end of a pause: there is no further try', async () => {
    const controller = new AbortController()
    const sleep = async (): Promise<void> => controller.abort(reason)
    const { client, api } = await bench(
      { api: inTurn(status(503), json({})) },
      { clock: { ...systemClock, sleep }, concurrency: 1 },
    )
    expect(await rejection(client.json(job, { signal: controller.signal }))).toBe(reason)
    // The place is free for this call only when nothing is left of the other one.
    await client.json(job)
    expect(api.requests).toHaveLength(2)
  })

  test('while other calls are waited for', async () => {
    const controller = new AbortController()
    const { client, api } = await bench({ api: () => undefined }, { concurrency: 1 })
    const first = new AbortController()
    const busy = rejection(client.json(job, { signal: first.signal }))
    const queued = rejection(client.json(job, { signal: controller.signal }))
    controller.abort(reason)
    expect(await queued).toBe(reason)
    first.abort(reason)
    await busy
    await new Promise(setImmediate)
    expect(api.requests.length).toBeLessThanOrEqual(1)
  })

  test('while the key is awaited', async () => {
    const controller = new AbortController()
    const { client, api } = await bench(
      { api: json({}) },
      {
        authorize: () => {
          setImmediate(() => controller.abort(reason))
          return new Promise(() => undefined)
        },
      },
    )
    expect(await rejection(client.json(job, { signal: controller.signal }))).toBe(reason)
    expect(api.requests).toEqual([])
  })

  test('a signal that lives long collects no listeners', async () => {
    const warnings: Error[] = []
    const listen = (warning: Error): number => warnings.push(warning)
    process.on('warning', listen)
    const { signal } = new AbortController()
    const { client } = await bench({ api: json({}) })
    await Promise.all(Array.from({ length: 100 }, () => client.json(job, { signal })))
    await new Promise(setImmediate)
    process.off('warning', listen)
    expect(warnings).toEqual([])
  })
})
