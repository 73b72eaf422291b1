import { type Outcome, type Provider, WebhookError, type WebhookRequest } from '@stt-webhooks/core'
import { refused } from '@stt-webhooks/core/provider'
import { describe, expect, it, vi } from 'vitest'
import { facts, fakeAnswers, fakeProvider } from '../support/provider.ts'
import { type Bench, createBench, deferred } from '../support/receiver.ts'
import { toRequest } from '../support/request.ts'

/** How a delivery comes to an outcome. */
interface Row {
  readonly outcome: Outcome
  readonly provider?: Partial<Provider>
  readonly options?: Parameters<typeof createBench>[0]
  readonly request?: WebhookRequest
  /** Before the delivery arrives. */
  prepare?(bench: Bench): unknown
}

const success = fakeAnswers.accepted
const later = { status: 503, headers: { 'retry-after': '10' }, body: null }
const last = { ...later, headers: { ...later.headers, connection: 'close' } }
const challenge = { status: 200, headers: { 'content-type': 'text/plain' }, body: 'echo' }
const listen = ({ receiver }: Bench) => receiver.onAny(() => {})

function failing(code: ConstructorParameters<typeof WebhookError>[0]): WebhookRequest {
  return { ...toRequest(), body: () => Promise.reject(new WebhookError(code, 'Something happened.')) }
}

async function deliverOnce(bench: Bench): Promise<void> {
  listen(bench)
  await bench.receiver.handle(facts({ id: 'a' }))
}

const table: readonly (Row & { readonly answer: unknown })[] = [
  { outcome: 'accepted', answer: success, prepare: listen },
  { outcome: 'duplicate', answer: success, prepare: deliverOnce },
  {
    outcome: 'ignored',
    answer: success,
    provider: { read: () => ({ outcome: 'ignored', reason: 'no job' }) },
  },
  { outcome: 'handshake', answer: challenge, provider: { handshake: () => challenge } },
  {
    outcome: 'refused',
    answer: { status: 401, headers: { 'content-type': 'text/plain' }, body: 'unauthorized' },
    provider: { verify: () => refused('the header x-secret is missing') },
  },
  {
    outcome: 'unreadable',
    answer: later,
    prepare: listen,
    provider: { read: () => ({ outcome: 'unreadable', reason: 'no JSON' }) },
  },
  {
    outcome: 'handler_failed',
    answer: later,
    prepare: ({ receiver }) => receiver.onAny(() => Promise.reject(new Error('down'))),
  },
  { outcome: 'no_handler', answer: later },
  {
    outcome: 'overloaded',
    answer: later,
    options: { maxInFlight: 1 },
    prepare({ receiver }) {
      receiver.onAny(() => deferred().promise)
      void receiver.handle(facts({ id: 'first' }))
    },
  },
  {
    outcome: 'deadline',
    answer: later,
    options: { deadlineMs: 1 },
    prepare: ({ receiver }) => receiver.onAny(() => deferred().promise),
  },
  { outcome: 'stopping', answer: last, prepare: ({ receiver }) => receiver.stop() },
  { outcome: 'body_already_parsed', answer: later, request: failing('body_already_parsed') },
  {
    outcome: 'body_too_large',
    answer: { status: 413, headers: {}, body: null },
    provider: { bodyLimit: 1 },
  },
  {
    outcome: 'wrong_method',
    answer: { status: 405, headers: { allow: 'POST, PUT' }, body: null },
    provider: { methods: ['POST', 'PUT'] },
    request: toRequest({ method: 'GET' }),
  },
  {
    outcome: 'sender_gone',
    answer: later,
    request: failing('sender_gone'),
  },
  { outcome: 'internal', answer: later, request: failing('internal') },
]

describe('the answer table', () => {
  it.each(table)('$outcome', async ({ outcome, answer, prepare, options, provider, request }) => {
    const bench = createBench(options, [fakeProvider(provider)])
    await prepare?.(bench)
    const receipt = await bench.receiver.receive(request ?? facts({ id: 'a' }))
    expect(receipt).toMatchObject({ outcome, endpoint: 'fake' })
    expect(receipt?.response).toEqual(answer)
    expect(bench.receiver.counts()[outcome]).toBe(1)
    const quiet = ['accepted', 'duplicate', 'ignored', 'handshake'].includes(outcome)
    expect(bench.lines.filter(({ text }) => text.includes(` ${outcome} on /fake: `))).toHaveLength(
      quiet ? 0 : 1,
    )
  })
})

describe('the way of a delivery', () => {
  it('refuses a header that came twice, and says which', async () => {
    const { receiver } = createBench({}, [
      fakeProvider({
        verify: (delivery) => (delivery.header('x-secret') ? refused('bad') : refused('none')),
      }),
    ])
    const request = toRequest({ headers: { 'x-secret': ['a', 'b'] } })
    expect(await receiver.receive(request)).toMatchObject({
      outcome: 'refused',
      response: { status: 401 },
      reason: 'The header x-secret came more than once',
    })
  })

  it('neither answers a handshake nor reads the event of a forgery', async () => {
    const handshake = vi.fn(() => challenge)
    const read = vi.fn<Provider['read']>(() => ({ outcome: 'ignored', reason: 'never' }))
    const { receiver } = createBench({}, [fakeProvider({ verify: () => refused('no'), handshake, read })])
    expect(await receiver.handle(facts({ id: 'a' }))).toMatchObject({ status: 401 })
    expect(handshake).not.toHaveBeenCalled()
    expect(read).not.toHaveBeenCalled()
  })

  it('lets no event through with a handshake', async () => {
    const { receiver } = createBench({}, [fakeProvider({ handshake: () => challenge })])
    const handler = vi.fn()
    receiver.onAny(handler)
    expect(await receiver.receive(facts({ id: 'a' }))).toMatchObject({ outcome: 'handshake', events: [] })
    expect(handler).not.toHaveBeenCalled()
  })

  it('goes on when the handshake is none', async () => {
    const { receiver } = createBench({}, [fakeProvider({ handshake: () => undefined })])
    receiver.onAny(() => {})
    expect(await receiver.receive(facts({ id: 'a' }))).toMatchObject({ outcome: 'accepted' })
  })

  it('takes a reader that throws for one that met a broken body, and loses nothing', async () => {
    const { receiver, errors } = createBench()
    receiver.onAny(() => {})
    expect(await receiver.receive(toRequest({ body: '{"cut' }))).toMatchObject({
      outcome: 'unreadable',
      reason: 'SyntaxError',
      response: { status: 503 },
    })
    expect(errors).toMatchObject([
      { error: { code: 'unreadable', provider: 'fake' }, context: { endpoint: 'fake' } },
    ])
  })

  it.each([
    ['verify', { verify: () => Promise.reject(new TypeError('oops')) }],
    [
      'handshake',
      {
        handshake() {
          throw new TypeError('oops')
        },
      },
    ],
  ] as const)('takes a %s that throws for our own trouble', async (_, flaw) => {
    const { receiver, errors } = createBench({}, [fakeProvider(flaw)])
    receiver.onAny(() => {})
    expect(await receiver.receive(facts({ id: 'a' }))).toMatchObject({
      outcome: 'internal',
      reason: 'TypeError: see onError',
      response: { status: 503 },
    })
    expect(errors).toMatchObject([{ error: { code: 'internal', cause: { message: 'oops' } } }])
  })

  it('stamps events with what the receiver knows', async () => {
    const { receiver, clock } = createBench({}, [
      fakeProvider({ endpoint: 'second', verify: () => ({ verified: true, by: 'signature' }) }),
    ])
    receiver.onAny(() => {})
    clock.now = Date.UTC(2026, 10, 21, 10, 0, 0, 7)
    const url = '/webhooks/stt/second'
    const receipt = await receiver.receive(toRequest({ url, body: '[{"id":"a"}]' }))
    expect(receipt?.events).toEqual([
      {
        id: expect.stringMatching(/^evt_[0-9a-f]{64}$/),
        type: 'transcript.completed',
        provider: 'fake',
        endpoint: 'second',
        product: 'fake',
        jobId: 'a',
        receivedAt: '2026-11-21T10:00:00.007Z',
        source: 'webhook',
        verifiedBy: 'signature',
        metadata: {},
        raw: [{ id: 'a' }],
      },
    ])
  })
})
