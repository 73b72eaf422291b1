import type { AnyEvent, Provider } from '@stt-webhooks/core'
import { type Classification, type ProviderApi, signedUrl, WebhookError } from '@stt-webhooks/core/provider'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type FakeFact, facts, factsWith, fakeAnswers, fakeProvider } from '../support/provider.ts'
import { type Bench, createBench, deferred } from '../support/receiver.ts'

type Classify = NonNullable<ProviderApi['classify']>

/** What a service knows of a job, beyond its notice. */
const job = { id: 'a', state: 'done' }
const completed: Classification = {
  event: {
    type: 'transcript.completed',
    provider: 'fake',
    product: 'fake',
    jobId: 'a',
    language: 'en',
    metadata: { from: 'job' },
    raw: job,
  },
}

function createSettling(classify: Classify, provider: Partial<Provider> = {}): Bench {
  return createBench({}, [fakeProvider({ api: { classify }, ...provider })])
}

const ended = (id = 'a') => facts({ id, type: 'transcript.ended' })
const answering = (answer: Classification) => vi.fn<Classify>(() => Promise.resolve(answer))

describe('an event without its outcome', () => {
  it('is completed by what the service says, before handlers run', async () => {
    const classify = answering(completed)
    const { receiver, errors } = createSettling(classify)
    const handler = vi.fn()
    const doubtful = vi.fn()
    receiver.on('transcript.completed', handler)
    receiver.on('transcript.ended', doubtful)
    const receipt = await receiver.receive(ended())
    const [asked, { signal }] = classify.mock.calls[0] ?? [undefined, {}]
    expect(asked).toMatchObject({ type: 'transcript.ended', reason: 'because', jobId: 'a' })
    expect(signal?.aborted).toBe(false)
    const [event] = handler.mock.calls[0] ?? []
    const { reason: _, ...notice } = { reason: '', ...asked }
    expect(event).toEqual({ ...notice, ...completed.event })
    expect(receipt).toMatchObject({ outcome: 'accepted', events: [event], response: { status: 202 } })
    expect(doubtful).not.toHaveBeenCalled()
    expect(errors).toEqual([])
  })

  it('may turn out to have failed', async () => {
    const error = { code: 'x', message: 'No audio.', category: 'input', retryable: false } as const
    const { receiver } = createSettling(
      answering({
        event: { type: 'transcript.failed', provider: 'fake', product: 'fake', jobId: 'a', raw: job, error },
      }),
    )
    const handler = vi.fn()
    receiver.on('transcript.failed', handler)
    await receiver.handle(ended())
    expect(handler.mock.calls[0]?.[0]).toMatchObject({ type: 'transcript.failed', error, raw: job })
  })

  it('keeps the metadata of its notice beside that of the job, and loses what nobody must see', async () => {
    const event = {
      type: 'transcript.completed',
      provider: 'fake',
      product: 'fake',
      jobId: 'a',
      metadata: { both: 'job', job: 1 },
      raw: { apiKey: 'hidden', url: 'https://files.example/a?sig=hidden' },
    } as const
    const bench = createSettling(answering({ event }), {
      read: () => ({
        outcome: 'events',
        events: [
          {
            key: { jobId: 'a', phase: 'ended' },
            event: {
              type: 'transcript.ended',
              provider: 'fake',
              product: 'fake',
              jobId: 'a',
              metadata: { both: 'notice', notice: 1 },
              reason: 'because',
              raw: {},
            },
          },
        ],
      }),
    })
    bench.receiver.onAny(() => {})
    const receipt = await bench.receiver.receive(ended())
    expect(receipt?.events[0]?.metadata).toEqual({ both: 'job', notice: 1, job: 1 })
    expect(receipt?.events[0]?.raw).toEqual({ url: 'https://files.example/a' })
  })

  it('keeps what its callback URL carried', async () => {
    const bench = createBench({ publicUrl: 'https://example.com', callbackSecrets: 's' }, [
      fakeProvider({
        verify: signedUrl(),
        api: {
          classify: answering({
            event: { type: 'transcript.completed', provider: 'fake', product: 'fake', raw: job },
          }),
        },
      }),
    ])
    bench.receiver.onAny(() => {})
    const url = bench.receiver.callbackUrl('fake', { metadata: { jobId: 'ours' } })
    const receipt = await bench.receiver.receive(
      factsWith({ url: new URL(url).pathname }, { type: 'transcript.ended' }),
    )
    expect(receipt?.events).toMatchObject([
      { type: 'transcript.completed', jobId: 'ours', callback: { metadata: { jobId: 'ours' } } },
    ])
  })

  it('goes out as it came, with the reason why the service could not say', async () => {
    const { receiver, errors } = createSettling(answering({ reason: 'the job is still running' }))
    receiver.on('transcript.ended', () => {})
    expect(await receiver.receive(ended())).toMatchObject({
      outcome: 'accepted',
      events: [{ type: 'transcript.ended', reason: 'the job is still running' }],
    })
    expect(errors).toEqual([])
  })

  const nonsense: Classification = JSON.parse('null')
  it.each<[string, Classify, string]>([
    [
      'refuses the key',
      () => Promise.reject(new WebhookError('api_key_refused', 'No.', { provider: 'fake' })),
      'api_key_refused',
    ],
    ['is down', () => Promise.reject(new WebhookError('api_unavailable', 'Down.')), 'api_unavailable'],
    ['is asked by code that rejects', () => Promise.reject(new TypeError('hidden')), 'internal'],
    [
      'is asked by code that throws',
      () => {
        throw new TypeError('hidden')
      },
      'internal',
    ],
    ['is asked by code that answers nonsense', () => Promise.resolve(nonsense), 'internal'],
  ])('goes out as it came if the service %s, and onError is told', async (_, classify, code) => {
    const { receiver, errors, lines } = createSettling(classify)
    receiver.on('transcript.ended', () => {})
    const receipt = await receiver.receive(ended())
    const reason = `the service could not be asked: ${code}`
    expect(receipt).toMatchObject({
      outcome: 'accepted',
      response: { status: 202 },
      events: [{ type: 'transcript.ended', reason, raw: expect.anything() }],
    })
    expect(errors).toMatchObject([{ error: { code }, context: { provider: 'fake', event: { jobId: 'a' } } }])
    expect(JSON.stringify(receipt)).not.toContain('hidden')
    expect(lines).toEqual([])
  })

  it('is left to itself if it lacks nothing', async () => {
    const classify = vi.fn<Classify>(() => undefined)
    const { receiver } = createSettling(classify)
    receiver.onAny(() => {})
    expect(await receiver.receive(facts({ id: 'a' }))).toMatchObject({
      events: [{ type: 'transcript.completed' }],
    })
    expect(classify).toHaveBeenCalledTimes(1)
  })

  it('is not asked about where no handler is registered at all, or onlyJobs declines it', async () => {
    const classify = answering(completed)
    const { receiver } = createSettling(classify)
    expect(await receiver.receive(ended())).toMatchObject({ outcome: 'no_handler' })
    const choosy = createBench({ onlyJobs: () => false }, [fakeProvider({ api: { classify } })])
    choosy.receiver.onAny(() => {})
    expect(await choosy.receiver.receive(ended())).toMatchObject({ outcome: 'ignored' })
    expect(classify).not.toHaveBeenCalled()
  })

  it('has its own question beside its neighbours in the body', async () => {
    const classify = vi.fn<Classify>((event) =>
      event.jobId === 'b'
        ? Promise.reject(new WebhookError('api_unavailable', 'Down.'))
        : Promise.resolve(completed),
    )
    const { receiver } = createSettling(classify)
    receiver.onAny(() => {})
    const two: FakeFact[] = ['a', 'b'].map((id) => ({ id, type: 'transcript.ended' }))
    const receipt = await receiver.receive(facts(...two))
    expect(receipt?.events.map((event) => event.type)).toEqual(['transcript.completed', 'transcript.ended'])
  })
})

describe('an event of another type', () => {
  it('stays what it is if the service cannot be asked', async () => {
    for (const classify of [answering({ reason: 'unknown' }), () => Promise.reject(new Error('down'))]) {
      const { receiver } = createSettling(classify)
      receiver.onAny(() => {})
      const [event] = (await receiver.receive(facts({ id: 'a', type: 'transcript.failed' })))?.events ?? []
      expect(event).toMatchObject({ type: 'transcript.failed', error: { code: 'fake' } })
      expect(event).not.toHaveProperty('reason')
    }
  })
})

describe('the question', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  it.each([
    [10_000, 3_000],
    [60_000, 3_000],
    [6_000, 2_000],
  ])('to a service that waits %d ms has %d ms', async (timeoutMs, limit) => {
    const signals: AbortSignal[] = []
    const late = deferred()
    const classify: Classify = async (_, { signal }) => {
      signals.push(signal)
      await late.promise
      return completed
    }
    const { receiver, errors } = createSettling(classify, { answers: { ...fakeAnswers, timeoutMs } })
    const events: AnyEvent[] = []
    receiver.onAny((event) => void events.push(event))
    const receipt = receiver.receive(ended())
    await vi.advanceTimersByTimeAsync(limit - 1)
    expect([signals[0]?.aborted, events]).toEqual([false, []])
    await vi.advanceTimersByTimeAsync(1)
    expect(signals[0]?.reason).toMatchObject({ code: 'api_unavailable', provider: 'fake' })
    expect(await receipt).toMatchObject({ outcome: 'accepted' })
    late.resolve()
    await vi.advanceTimersByTimeAsync(0)
    expect(events).toMatchObject([
      { type: 'transcript.ended', reason: 'the service could not be asked: api_unavailable' },
    ])
    expect(errors).toMatchObject([{ error: { message: expect.stringContaining(`within ${limit} ms`) } }])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('may fail after its time without a harm', async () => {
    const late = deferred()
    const { receiver, errors } = createSettling(() => late.promise.then(() => completed))
    receiver.onAny(() => {})
    const receipt = receiver.receive(ended())
    await vi.advanceTimersByTimeAsync(3_000)
    await receipt
    late.reject(new Error('too late'))
    await vi.advanceTimersByTimeAsync(0)
    expect(errors).toHaveLength(1)
  })

  it('leaves no timer behind', async () => {
    for (const classify of [answering(completed), () => Promise.reject(new Error('down'))]) {
      const { receiver } = createSettling(classify)
      receiver.onAny(() => {})
      await receiver.receive(ended())
      await vi.advanceTimersByTimeAsync(0)
      expect(vi.getTimerCount()).toBe(0)
    }
  })
})

describe('a copy of an event', () => {
  it('waits for the answer to the first one and asks nothing', async () => {
    const work = deferred()
    const classify = vi.fn<Classify>(() => work.promise.then(() => completed))
    const { receiver } = createSettling(classify)
    const handler = vi.fn()
    receiver.on('transcript.completed', handler)
    const copies = [receiver.receive(ended()), receiver.receive(ended()), receiver.receive(ended())]
    await vi.waitFor(() => expect(classify).toHaveBeenCalled())
    work.resolve()
    const receipts = await Promise.all(copies)
    expect(receipts.map((one) => one?.outcome)).toEqual(['accepted', 'duplicate', 'duplicate'])
    expect(receipts.map((one) => one?.events[0]?.type)).toEqual(Array(3).fill('transcript.completed'))
    expect([classify.mock.calls.length, handler.mock.calls.length]).toEqual([1, 1])
  })

  it('asks nothing once the event was dealt with, whatever it turned out to be', async () => {
    for (const answer of [completed, { reason: 'unknown' }]) {
      const classify = answering(answer)
      const { receiver } = createSettling(classify)
      const [done, doubtful] = [vi.fn(), vi.fn()]
      receiver.on('transcript.completed', done)
      receiver.on('transcript.ended', doubtful)
      await receiver.receive(ended())
      expect(await receiver.receive(ended())).toMatchObject({ outcome: 'duplicate', handlers: [] })
      expect(classify).toHaveBeenCalledTimes(1)
      expect(done.mock.calls.length + doubtful.mock.calls.length).toBe(1)
    }
  })

  it('asks again while a handler fails, and runs only that one', async () => {
    const classify = answering(completed)
    const { receiver } = createSettling(classify)
    const [steady, flaky] = [vi.fn(), vi.fn().mockRejectedValueOnce(new Error('down'))]
    receiver.on('transcript.completed', { name: 'steady' }, steady)
    receiver.on('transcript.completed', { name: 'flaky' }, flaky)
    expect(await receiver.receive(ended())).toMatchObject({ outcome: 'handler_failed' })
    expect(await receiver.receive(ended())).toMatchObject({ outcome: 'accepted' })
    expect([steady, flaky].map((one) => one.mock.calls.length)).toEqual([1, 2])
    expect(classify).toHaveBeenCalledTimes(2)
  })

  it('is settled anew after the service was down and a handler failed', async () => {
    const classify = answering(completed).mockRejectedValueOnce(new Error('down'))
    const { receiver } = createSettling(classify)
    const [done, doubtful] = [vi.fn(), vi.fn().mockRejectedValue(new Error('not now'))]
    receiver.on('transcript.completed', done)
    receiver.on('transcript.ended', doubtful)
    expect(await receiver.receive(ended())).toMatchObject({ outcome: 'handler_failed' })
    expect(await receiver.receive(ended())).toMatchObject({ outcome: 'accepted' })
    expect([done.mock.calls.length, doubtful.mock.calls.length]).toEqual([1, 1])
  })

  it('that says more than the first one reaches those who wait for that', async () => {
    const classify = vi.fn<Classify>((event) =>
      event.type === 'transcript.ended' ? Promise.resolve({ reason: 'unknown' }) : undefined,
    )
    const { receiver } = createSettling(classify)
    const [done, doubtful] = [vi.fn(), vi.fn()]
    receiver.on('transcript.completed', done)
    receiver.on('transcript.ended', doubtful)
    await receiver.receive(ended())
    expect(await receiver.receive(facts({ id: 'a' }))).toMatchObject({ outcome: 'accepted' })
    expect(await receiver.receive(facts({ id: 'a' }))).toMatchObject({ outcome: 'duplicate' })
    expect([done.mock.calls.length, doubtful.mock.calls.length]).toEqual([1, 1])
  })

  it('of an outcome that nobody waits for is accepted', async () => {
    const { receiver } = createSettling(answering(completed))
    receiver.on('transcript.failed', () => {})
    expect(await receiver.receive(ended())).toMatchObject({ outcome: 'accepted', handlers: [] })
    expect(await receiver.receive(ended())).toMatchObject({ response: { status: 202 }, handlers: [] })
  })
})
