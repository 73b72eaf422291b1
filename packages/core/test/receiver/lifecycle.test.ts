import { createReceiver, type Receiver } from '@stt-webhooks/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { facts, fakeProvider } from '../support/provider.ts'
import { createBench, deferred } from '../support/receiver.ts'
import { toRequest } from '../support/request.ts'

/** True if the promise is settled once everything that can run without a timer has run. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false
  void promise.finally(() => {
    settled = true
  })
  await new Promise((resolve) => setImmediate(resolve))
  return settled
}

/** Starts a delivery whose handler ends when the test wants. */
function startWork(receiver: Receiver) {
  const work = deferred()
  const signals: AbortSignal[] = []
  receiver.on('transcript.completed', (_, { signal }) => {
    signals.push(signal)
    return work.promise
  })
  return { receipt: receiver.receive(facts({ id: 'a' })), end: work.resolve, signals }
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

it('constructing starts nothing', () => {
  createReceiver([fakeProvider()])
  expect(vi.getTimerCount()).toBe(0)
})

describe('idle', () => {
  it('resolves at once if nothing is in flight', async () => {
    await createBench().receiver.idle()
  })

  it('waits for all that is in flight, for every caller', async () => {
    const { receiver } = createBench()
    const { end, receipt } = startWork(receiver)
    const idle = [receiver.idle(), receiver.idle()]
    await receiver.handle(facts({ id: 'quick', type: 'transcript.failed' }))
    expect(await isSettled(Promise.race(idle))).toBe(false)
    end()
    await Promise.all(idle)
    expect(await receipt).toMatchObject({ outcome: 'accepted' })
  })

  it('waits for a handler whose delivery was answered already', async () => {
    const { receiver } = createBench()
    const { end, receipt } = startWork(receiver)
    await vi.advanceTimersByTimeAsync(8_000)
    expect(await receipt).toMatchObject({ outcome: 'deadline' })
    const idle = receiver.idle()
    expect(await isSettled(idle)).toBe(false)
    end()
    await idle
  })
})

describe('stop', () => {
  it('answers 503 from now on, and waits for what is in flight', async () => {
    const { receiver } = createBench()
    const { end, receipt, signals } = startWork(receiver)
    await isSettled(receipt)
    const stopped = receiver.stop()
    expect(await receiver.receive(facts({ id: 'b' }))).toMatchObject({
      outcome: 'stopping',
      response: { status: 503, headers: { 'retry-after': '10' } },
    })
    expect(await receiver.handle(toRequest({ url: '/other' }))).toBeUndefined()
    expect(await isSettled(stopped)).toBe(false)
    end()
    await stopped
    expect(await receipt).toMatchObject({ outcome: 'accepted' })
    expect(signals.map((signal) => signal.aborted)).toEqual([false])
  })

  it('aborts the signal of handlers after 8 s, and waits no longer', async () => {
    const { receiver } = createBench({ deadlineMs: 8_000 })
    const { signals, receipt } = startWork(receiver)
    await isSettled(receipt)
    const stopped = receiver.stop()
    await vi.advanceTimersByTimeAsync(7_999)
    expect([signals[0]?.aborted, await isSettled(stopped)]).toEqual([false, false])
    await vi.advanceTimersByTimeAsync(1)
    expect(signals[0]?.aborted).toBe(true)
    expect(signals[0]?.reason).toMatchObject({ message: '[stt-webhooks] The receiver was stopped.' })
    await stopped
  })

  it('waits as long as it is told', async () => {
    const { receiver } = createBench()
    const { signals, receipt } = startWork(receiver)
    await isSettled(receipt)
    const stopped = receiver.stop({ timeoutMs: 5 })
    await vi.advanceTimersByTimeAsync(5)
    await stopped
    expect(signals[0]?.aborted).toBe(true)
  })

  it('may be called again, before and after it lost its patience', async () => {
    const { receiver } = createBench()
    void startWork(receiver)
    const both = Promise.all([receiver.stop({ timeoutMs: 5 }), receiver.stop({ timeoutMs: 50 })])
    await vi.advanceTimersByTimeAsync(5)
    await both
    await receiver.stop()
  })

  it('happens at the end of `await using`', async () => {
    const { receiver } = createBench()
    {
      await using scoped = receiver
      scoped.onAny(() => {})
      expect(await scoped.receive(facts({ id: 'a' }))).toMatchObject({ outcome: 'accepted' })
    }
    expect(await receiver.receive(facts({ id: 'b' }))).toMatchObject({ outcome: 'stopping' })
  })
})

describe('counts', () => {
  it('counts deliveries by outcome, and gives a copy', async () => {
    const { receiver } = createBench()
    expect(receiver.counts()).toEqual({})
    receiver.onAny(() => {})
    for (const id of ['a', 'a', 'b', 'b', 'b']) await receiver.handle(facts({ id }))
    await receiver.handle(toRequest({ method: 'GET' }))
    await receiver.handle(toRequest({ url: '/other' }))
    const counts = receiver.counts()
    expect(counts).toEqual({ accepted: 2, duplicate: 3, wrong_method: 1 })
    await receiver.handle(facts({ id: 'c' }))
    expect(counts.accepted).toBe(2)
    expect(receiver.counts().accepted).toBe(3)
  })
})
