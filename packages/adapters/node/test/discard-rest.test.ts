import { PassThrough } from 'node:stream'
import { discardRest, type NodeIncoming } from '@stt-webhooks/core/adapter'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
})

function createIncoming(complete: boolean): NodeIncoming & PassThrough {
  const socket = { destroy: vi.fn() }
  return Object.assign(new PassThrough(), { headers: {}, rawHeaders: [], complete, socket })
}

test('the connection stays open as long as the sender goes on, and is closed when it falls silent', async () => {
  const incoming = createIncoming(false)
  discardRest(incoming)
  for (let chunk = 0; chunk < 5; chunk++) {
    vi.advanceTimersByTime(1_900)
    await new Promise((resolve) => incoming.write('more', resolve))
  }
  expect(incoming.socket.destroy).not.toHaveBeenCalled()
  vi.advanceTimersByTime(2_100)
  expect(incoming.socket.destroy).toHaveBeenCalledOnce()
})

test('a body that is complete is left alone', () => {
  const incoming = createIncoming(true)
  discardRest(incoming)
  expect(vi.getTimerCount()).toBe(0)
  expect(incoming.listenerCount('data')).toBe(0)
})

test('no timer outlives the request', () => {
  const incoming = createIncoming(false)
  discardRest(incoming)
  incoming.emit('close')
  expect(vi.getTimerCount()).toBe(0)
})
