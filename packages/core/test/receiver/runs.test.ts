import type { Receipt, Receiver } from '@stt-webhooks/core'
import { describe, expect, it, vi } from 'vitest'
import { facts, fakeProvider } from '../support/provider.ts'
import { createBench, deferred } from '../support/receiver.ts'

const receive = (receiver: Receiver, ...ids: readonly string[]) =>
  receiver.receive(facts(...ids.map((id) => ({ id }))))
const names = (receipt: Receipt | undefined) => receipt?.handlers.map((one) => one.name)
const failOnce = () => vi.fn().mockRejectedValueOnce(new Error('down'))

describe('a handler', () => {
  it('is waited for whatever it returns that can be waited for', async () => {
    const { receiver } = createBench()
    const { promise, resolve } = deferred()
    // What some query builders return: no promise, and nothing happens before somebody waits.
    // biome-ignore lint/suspicious/noThenProperty: it is what this test is about
    receiver.onAny(() => ({ then: promise.then.bind(promise) }))
    const copies = [receive(receiver, 'a'), receive(receiver, 'a')]
    let answered = false
    void copies[1]?.then(() => {
      answered = true
    })
    await new Promise(setImmediate)
    expect(answered).toBe(false)
    resolve()
    expect((await Promise.all(copies)).map((one) => one?.outcome)).toEqual(['accepted', 'duplicate'])
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('down')
      },
    ],
    [
      'rejects',
      async () => {
        throw new Error('down')
      },
    ],
    ['returns what rejects', () => Promise.reject(new Error('down'))],
  ])('that %s runs again with the next copy', async (_, fail) => {
    const { receiver } = createBench()
    const handler = vi.fn(fail)
    receiver.onAny(handler)
    expect(await receive(receiver, 'a')).toMatchObject({ outcome: 'handler_failed' })
    expect(await receive(receiver, 'a')).toMatchObject({ outcome: 'handler_failed' })
    expect(handler).toHaveBeenCalledTimes(2)
  })
})

describe('a repeated delivery', () => {
  it('reaches no handler again', async () => {
    const { receiver } = createBench()
    const handler = vi.fn()
    receiver.onAny(handler)
    expect(await receive(receiver, 'a')).toMatchObject({ outcome: 'accepted' })
    expect(await receive(receiver, 'a')).toMatchObject({
      outcome: 'duplicate',
      response: { status: 202 },
      handlers: [],
    })
    expect(handler).toHaveBeenCalledTimes(1)
  })

  it('waits for the run of the first copy and gets its answer', async () => {
    const { receiver } = createBench()
    const work = deferred()
    const handler = vi.fn(() => work.promise)
    receiver.onAny(handler)
    const copies = [receive(receiver, 'a'), receive(receiver, 'a'), receive(receiver, 'a')]
    let answered = 0
    for (const copy of copies) void copy.then(() => answered++)
    await vi.waitFor(() => expect(handler).toHaveBeenCalled())
    expect(answered).toBe(0)
    work.resolve()
    const receipts = await Promise.all(copies)
    expect(receipts.map((one) => one?.outcome)).toEqual(['accepted', 'duplicate', 'duplicate'])
    expect(receipts.map((one) => one?.response.status)).toEqual([202, 202, 202])
    expect(handler).toHaveBeenCalledTimes(1)
  })

  it('is told of the failure of the first copy, so that nothing is lost', async () => {
    const { receiver, errors } = createBench()
    const work = deferred()
    const handler = vi.fn(() => work.promise)
    receiver.onAny(handler)
    const copies = [receive(receiver, 'a'), receive(receiver, 'a')]
    work.reject(new Error('down'))
    const receipts = await Promise.all(copies)
    expect(receipts.map((one) => one?.response.status)).toEqual([503, 503])
    expect(receipts.map((one) => one?.outcome)).toEqual(['handler_failed', 'handler_failed'])
    expect(errors, 'the failure is reported once').toHaveLength(1)
    handler.mockResolvedValue(undefined)
    expect(await receive(receiver, 'a')).toMatchObject({ outcome: 'accepted' })
    expect(handler).toHaveBeenCalledTimes(2)
  })

  it('may bring an event that nobody has seen yet beside one that is being worked on', async () => {
    const { receiver, errors } = createBench()
    const work = deferred()
    const seen: (string | undefined)[] = []
    receiver.onAny(({ jobId }) => {
      seen.push(jobId)
      return work.promise
    })
    const copies = [receive(receiver, 'a'), receive(receiver, 'a', 'b')]
    work.reject(new Error('down'))
    const receipts = await Promise.all(copies)
    expect(receipts.map((one) => one?.outcome)).toEqual(['handler_failed', 'handler_failed'])
    expect(seen).toEqual(['a', 'b'])
    expect(errors.map(({ context }) => context.event?.jobId)).toEqual(['a', 'b'])
  })
})

describe('a retry', () => {
  it('runs only the handlers that failed', async () => {
    const { receiver } = createBench()
    const [steady, flaky, quick] = [vi.fn(), failOnce(), vi.fn()]
    receiver.on('transcript.completed', { name: 'steady' }, steady)
    receiver.on('transcript.completed', { name: 'flaky' }, flaky)
    receiver.onAny({ name: 'quick' }, quick)
    const first = await receive(receiver, 'a')
    expect(first).toMatchObject({ outcome: 'handler_failed', response: { status: 503 } })
    expect(names(first)).toEqual(['steady', 'flaky', 'quick'])
    const second = await receive(receiver, 'a')
    expect(second).toMatchObject({ outcome: 'accepted', response: { status: 202 } })
    expect(names(second)).toEqual(['flaky'])
    expect(await receive(receiver, 'a')).toMatchObject({ outcome: 'duplicate' })
    expect([steady, flaky, quick].map((one) => one.mock.calls.length)).toEqual([1, 2, 1])
  })

  it('runs the handlers of the event that failed, not of its neighbour in the body', async () => {
    const { receiver } = createBench()
    const seen: (string | undefined)[] = []
    const flaky = failOnce()
    receiver.onAny(({ jobId }) => {
      seen.push(jobId)
      return jobId === 'b' ? flaky() : undefined
    })
    expect(await receive(receiver, 'a', 'b')).toMatchObject({ outcome: 'handler_failed' })
    expect(await receive(receiver, 'a', 'b')).toMatchObject({ outcome: 'accepted' })
    expect(seen).toEqual(['a', 'b', 'b'])
  })

  it('runs a handler that was registered since', async () => {
    const { receiver } = createBench()
    receiver.on('transcript.completed', () => {})
    await receive(receiver, 'a')
    receiver.onAny(() => {})
    const again = await receive(receiver, 'a')
    expect([again?.outcome, names(again)]).toEqual(['accepted', ['*']])
  })

  it('is counted, for each handler and each event', async () => {
    const { receiver } = createBench()
    const attempts: string[] = []
    const flaky = failOnce().mockRejectedValueOnce(new Error('still down'))
    receiver.onAny({ name: 'flaky' }, (event, { attempt }) => {
      attempts.push(`flaky ${event.jobId} ${attempt}`)
      return event.jobId === 'a' ? flaky() : undefined
    })
    receiver.onAny({ name: 'steady' }, (event, { attempt }) => {
      attempts.push(`steady ${event.jobId} ${attempt}`)
    })
    for (const id of ['a', 'b', 'a', 'a', 'a']) await receive(receiver, id)
    expect(attempts).toEqual(['flaky a 1', 'steady a 1', 'flaky b 1', 'steady b 1', 'flaky a 2', 'flaky a 3'])
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('down')
      },
    ],
    ['rejects', () => Promise.reject(new Error('down'))],
    ['throws nothing', () => Promise.reject()],
    ['throws a text', () => Promise.reject('down')],
  ])('follows on a handler that %s', async (_, failing) => {
    const { receiver, errors } = createBench()
    receiver.onAny({ name: 'audit' }, failing)
    const receipt = await receive(receiver, 'a')
    expect(receipt).toMatchObject({ outcome: 'handler_failed', handlers: [{ name: 'audit' }] })
    expect(receipt?.handlers[0]?.error).toBeDefined()
    expect(errors).toMatchObject([
      {
        error: { code: 'handler_failed', provider: 'fake' },
        context: { handler: 'audit', event: { jobId: 'a' } },
      },
    ])
  })
})

describe('the memory of successes', () => {
  it('holds as many events as it is told, and forgets the one that was longest unused', async () => {
    const { receiver } = createBench({ remember: 2 })
    const handler = vi.fn()
    receiver.onAny(handler)
    for (const id of ['a', 'b', 'a', 'c']) await receive(receiver, id)
    expect(handler).toHaveBeenCalledTimes(3)
    expect(await receive(receiver, 'a')).toMatchObject({ outcome: 'duplicate' })
    expect(await receive(receiver, 'c')).toMatchObject({ outcome: 'duplicate' })
    expect(await receive(receiver, 'b')).toMatchObject({ outcome: 'accepted' })
  })

  it('has no place for events that nobody listens to', async () => {
    const { receiver } = createBench({ remember: 1 }, [fakeProvider()])
    receiver.on('transcript.completed', () => {})
    await receive(receiver, 'a')
    await receiver.receive(facts({ id: 'b', type: 'transcript.failed' }))
    expect(await receive(receiver, 'a')).toMatchObject({ outcome: 'duplicate' })
  })
})

describe('a copy that brings the transcripts', () => {
  const transcript = { text: 'Hello.', words: [], utterances: [], speakers: [] }
  const thin = facts({ id: 'a' })
  const full = () => facts({ id: 'a', transcripts: [transcript] })

  it('runs the handlers that have seen only a thin one, once', async () => {
    const { receiver } = createBench()
    const handler = vi.fn()
    receiver.onAny(handler)
    expect((await receiver.receive(thin))?.outcome).toBe('accepted')
    expect((await receiver.receive(full()))?.outcome).toBe('accepted')
    expect((await receiver.receive(full()))?.outcome).toBe('duplicate')
    expect((await receiver.receive(facts({ id: 'a' })))?.outcome).toBe('duplicate')
    const [first, second] = handler.mock.calls.map(([event]) => event)
    expect(first.transcripts).toBeUndefined()
    expect(second).toMatchObject({ id: first.id, transcripts: [transcript] })
    expect(handler).toHaveBeenCalledTimes(2)
  })

  it('waits for the run of the thin one, so that one event is never handled twice at a time', async () => {
    const { receiver } = createBench()
    const work = deferred()
    const handler = vi.fn(() => work.promise)
    receiver.onAny(handler)
    const copies = [receiver.receive(facts({ id: 'a' })), receiver.receive(full()), receiver.receive(full())]
    await vi.waitFor(() => expect(handler).toHaveBeenCalled())
    expect(handler).toHaveBeenCalledTimes(1)
    work.resolve()
    const receipts = await Promise.all(copies)
    expect(receipts.map((one) => one?.outcome)).toEqual(['accepted', 'accepted', 'duplicate'])
    expect(handler).toHaveBeenCalledTimes(2)
  })
})
