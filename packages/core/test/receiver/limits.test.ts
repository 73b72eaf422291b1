import { Buffer } from 'node:buffer'
import { type Receiver, WebhookError, type WebhookRequest } from '@stt-webhooks/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { facts, factsWith, fakeAnswers, fakeProvider } from '../support/provider.ts'
import { createBench, deferred } from '../support/receiver.ts'
import { toRequest } from '../support/request.ts'

describe('the deadline', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  /** The milliseconds after which a delivery is answered whose handler never ends. */
  async function patience(...bench: Parameters<typeof createBench>): Promise<number> {
    const { receiver } = createBench(...bench)
    receiver.onAny(() => deferred().promise)
    const start = Date.now()
    const receipt = receiver.receive(facts({ id: 'a' }))
    await vi.advanceTimersToNextTimerAsync()
    expect(await receipt).toMatchObject({ outcome: 'deadline', response: { status: 503 } })
    return Date.now() - start
  }

  it('is 8 s, and never more than 0.8 of what the service waits', async () => {
    const quick = fakeProvider({ answers: { ...fakeAnswers, timeoutMs: 5_000 } })
    expect(await patience()).toBe(8_000)
    expect(await patience({ deadlineMs: 3_000 })).toBe(3_000)
    expect(await patience({ deadlineMs: 30_000 })).toBe(8_000)
    expect(await patience({}, [quick])).toBe(4_000)
    expect(await patience({ deadlineMs: 3_000 }, [fakeProvider({ deadlineMs: 6_000 })])).toBe(6_000)
    expect(await patience({}, [{ ...quick, deadlineMs: 6_000 }])).toBe(4_000)
  })

  it('lets the handler go on, so that a retry finds its success', async () => {
    const { receiver, lines } = createBench()
    const work = deferred()
    const handler = vi.fn(() => work.promise)
    receiver.onAny(handler)
    const answers: (number | undefined)[] = []
    for (const _ of ['first', 'retry in the meantime']) {
      const answer = receiver.handle(facts({ id: 'a' }))
      await vi.advanceTimersByTimeAsync(8_000)
      answers.push((await answer)?.status)
    }
    expect(answers).toEqual([503, 503])
    expect(lines[0]?.text).toContain('not done after 8000 ms; what runs goes on')
    work.resolve()
    expect(await receiver.receive(facts({ id: 'a' }))).toMatchObject({
      outcome: 'duplicate',
      response: { status: 202 },
    })
    expect(handler).toHaveBeenCalledTimes(1)
  })

  it('tells onError of a handler that fails after it', async () => {
    const { receiver, errors } = createBench()
    const work = deferred()
    receiver.onAny(() => work.promise)
    const answer = receiver.handle(facts({ id: 'a' }))
    await vi.advanceTimersByTimeAsync(8_000)
    await answer
    expect(errors).toEqual([])
    work.reject(new Error('late'))
    await receiver.idle()
    expect(errors).toMatchObject([{ error: { code: 'handler_failed' } }])
  })

  it('covers a body that never ends, and a verifier that does not', async () => {
    const slowBody: WebhookRequest = { ...toRequest(), body: () => new Promise(() => {}) }
    const slow = fakeProvider({ endpoint: 'slow', verify: () => new Promise(() => {}) })
    const { receiver } = createBench({}, [fakeProvider(), slow])
    const receipts = [receiver.receive(slowBody), receiver.receive(toRequest({ url: '/webhooks/stt/slow' }))]
    await vi.advanceTimersByTimeAsync(8_000)
    expect((await Promise.all(receipts)).map((one) => one?.outcome)).toEqual(['deadline', 'deadline'])
  })

  it('leaves no timer behind', async () => {
    const { receiver } = createBench()
    receiver.onAny(() => {})
    await receiver.handle(facts({ id: 'a' }))
    await receiver.stop()
    expect(vi.getTimerCount()).toBe(0)
  })
})

/** A delivery whose body waits in memory until the test lets it end. */
function hold(receiver: Receiver, bytes: number) {
  const rest = deferred()
  const receipt = receiver.receive({
    ...toRequest(),
    async body(take) {
      take(bytes)
      await rest.promise
      return { bytes: Buffer.from('[{"id":"held"}]'), exact: true }
    },
  })
  return { receipt, end: rest.resolve }
}

describe('the caps on what is in flight', () => {
  it('hold in deliveries, and open again', async () => {
    const { receiver } = createBench({ maxInFlight: 2 })
    receiver.onAny(() => {})
    const held = [hold(receiver, 1), hold(receiver, 1)]
    const body = vi.fn()
    expect(await receiver.receive({ ...facts({ id: 'a' }), body })).toMatchObject({
      outcome: 'overloaded',
      response: { status: 503 },
      reason: 'too many deliveries are being worked on',
    })
    expect(body).not.toHaveBeenCalled()
    for (const one of held) one.end()
    await receiver.idle()
    expect(await receiver.receive(facts({ id: 'a' }))).toMatchObject({ outcome: 'accepted' })
  })

  it('hold in bytes, and open again', async () => {
    const { receiver } = createBench({ maxInFlightBytes: 1_000 })
    receiver.onAny(() => {})
    const held = hold(receiver, 990)
    expect(await receiver.receive(facts({ id: 'a' }))).toMatchObject({
      outcome: 'overloaded',
      response: { status: 503 },
      reason: 'More than 1000 bytes of bodies are in memory',
    })
    held.end()
    expect(await held.receipt).toMatchObject({ outcome: 'accepted' })
    expect(await receiver.receive(facts({ id: 'a' }))).toMatchObject({ outcome: 'accepted' })
  })

  it('do not count deliveries of others', async () => {
    const { receiver } = createBench({ maxInFlight: 1 })
    const held = hold(receiver, 1)
    expect(await receiver.handle(toRequest({ url: '/other' }))).toBeUndefined()
    expect(await receiver.handle(toRequest({ method: 'GET' }))).toMatchObject({ status: 405 })
    held.end()
  })
})

describe('the limit on a body', () => {
  const sized = (length: number, headers = {}) => factsWith({ headers }, { id: 'x'.repeat(length - 11) })

  it('is 32 MB', async () => {
    const { receiver } = createBench()
    receiver.onAny(() => {})
    const declare = (bytes: number) =>
      factsWith({ headers: { 'content-length': String(bytes) } }, { id: 'a' })
    expect(await receiver.receive(declare(32_000_000))).toMatchObject({ outcome: 'accepted' })
    expect(await receiver.receive(declare(32_000_001))).toMatchObject({
      outcome: 'body_too_large',
      reason: 'the body has 32000001 bytes, the limit is 32000000',
    })
  })

  it('is held against what is declared, without reading it', async () => {
    const { receiver } = createBench({ bodyLimit: 100 })
    const body = vi.fn()
    const request = { ...toRequest({ headers: { 'content-length': '101' } }), body }
    expect(await receiver.handle(request)).toMatchObject({ status: 413 })
    expect(body).not.toHaveBeenCalled()
  })

  it('is held against what comes, whatever was declared', async () => {
    const { receiver } = createBench({ bodyLimit: 100 })
    receiver.onAny(() => {})
    expect(await receiver.receive(sized(100))).toMatchObject({ outcome: 'accepted' })
    for (const headers of [{}, { 'content-length': '5' }, { 'content-length': 'many' }]) {
      expect(await receiver.receive(sized(101, headers))).toMatchObject({ outcome: 'body_too_large' })
    }
  })

  it('is the provider’s own if it has one', async () => {
    const { receiver } = createBench({ bodyLimit: 100 }, [fakeProvider({ bodyLimit: 200 })])
    receiver.onAny(() => {})
    expect(await receiver.receive(sized(200))).toMatchObject({ outcome: 'accepted' })
    expect(await receiver.receive(sized(201))).toMatchObject({ outcome: 'body_too_large' })
  })

  it('gives its bytes back', async () => {
    const { receiver } = createBench({ bodyLimit: 100, maxInFlightBytes: 150 })
    receiver.onAny(() => {})
    for (let index = 0; index < 5; index++) await receiver.handle(sized(140))
    expect(await receiver.receive(sized(100))).toMatchObject({ outcome: 'accepted' })
  })
})

it('a sender who is gone is no error of ours, and nothing is emitted', async () => {
  const { receiver, lines, errors } = createBench()
  const handler = vi.fn()
  receiver.onAny(handler)
  const gone = new WebhookError('sender_gone', 'The sender hung up before the body was complete.')
  const receipt = await receiver.receive({ ...toRequest(), body: () => Promise.reject(gone) })
  expect(receipt).toMatchObject({ outcome: 'sender_gone', events: [] })
  expect(handler).not.toHaveBeenCalled()
  expect(lines).toMatchObject([{ level: 'warn' }])
  expect(errors).toEqual([])
})
