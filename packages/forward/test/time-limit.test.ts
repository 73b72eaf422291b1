import { fakeEvent } from '@stt-webhooks/testing'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { forward } from '../src/index.ts'
import { contextOf, errorOf, secret } from './support/event.ts'
import { startTarget } from './support/target.ts'

const event = fakeEvent('webhook.pinged')

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

it.each([
  [undefined, 15_000],
  [400, 400],
])('timeoutMs: %s ends an attempt after %d ms', async (timeoutMs, ms) => {
  let received = (): void => {}
  const arrival = new Promise<void>((resolve) => {
    received = resolve
  })
  const target = await startTarget(() => received())
  target.fail('silent')
  let ended = false
  const send = forward({ url: `${target.origin}/hooks?key=value`, secret, timeoutMs })
  const failure = errorOf(send(event, contextOf())).finally(() => {
    ended = true
  })
  await arrival
  await vi.advanceTimersByTimeAsync(ms - 1)
  await new Promise(setImmediate)
  expect(ended).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  const { message, code } = await failure
  expect(code).toBe('handler_failed')
  expect(message).toContain(`${target.origin} did not answer within ${ms} ms. It should answer first`)
})
