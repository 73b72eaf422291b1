import type { Provider } from '@stt-webhooks/core'
import { headerSecret, refused } from '@stt-webhooks/core/provider'
import { describe, expect, it, vi } from 'vitest'
import { facts, fakeAnswers, fakeProvider } from '../support/provider.ts'
import { type Bench, createBench } from '../support/receiver.ts'
import { toRequest } from '../support/request.ts'

const failing = () => Promise.reject(new Error('the text of a transcript'))
const texts = ({ lines }: Bench) => lines.map((line) => line.text)

describe('a line of the log', () => {
  it('tells provider, status, outcome, endpoint and reason', async () => {
    const bench = createBench({}, [fakeProvider({ endpoint: 'second', verify: () => refused('a reason') })])
    await bench.receiver.handle(toRequest({ url: '/webhooks/stt/second?token=s3cret' }))
    expect(bench.lines).toEqual([
      {
        level: 'warn',
        text: '[stt-webhooks] [fake] 401 refused on /second: a reason. The service does not send it again after this answer.',
      },
    ])
  })

  const gone = 'The service does not send it again after this answer.'
  it.each([
    [{ windowMs: 40_000 }, 'The service sends it again for about 40 s.'],
    [{ windowMs: 300_000 }, 'The service sends it again for about 5 min.'],
    [{ windowMs: 24 * 3_600_000 }, 'The service sends it again for about 24 h.'],
    [{ windowMs: 0 }, gone],
    [{ isFinal: () => true }, gone],
  ] satisfies [Partial<Provider['answers']>, string][])(
    'tells by %o whether there is another try',
    async (answers, told) => {
      const bench = createBench({}, [fakeProvider({ answers: { ...fakeAnswers, ...answers } })])
      bench.receiver.onAny(failing)
      await bench.receiver.handle(facts({ id: 'a' }))
      expect(texts(bench)).toEqual([
        `[stt-webhooks] [fake] 503 handler_failed on /fake: the handler "*" (Error) failed: see onError. ${told}`,
      ])
      expect(bench.lines[0]?.level).toBe('error')
    },
  )

  it('never holds a secret, a query or what an error said', async () => {
    const secret = 's3cret'
    const verify = headerSecret({ provider: 'fake', secret, header: 'x-secret' })
    const bench = createBench({}, [fakeProvider({ verify })])
    bench.receiver.onAny(() => Promise.reject(Object.assign(new Error(secret), { code: 'ECONNREFUSED' })))
    bench.receiver.onError(() => {
      throw new Error(secret)
    })
    const url = `/webhooks/stt/fake/${secret}?token=${secret}`
    for (const given of [secret, ` ${secret}`, `x${secret}`, '']) {
      await bench.receiver.handle(toRequest({ url, headers: { 'x-secret': given }, body: '[{"id":"a"}]' }))
    }
    expect(texts(bench).join('\n')).toContain('(Error (ECONNREFUSED))')
    expect(texts(bench)).toHaveLength(5)
    expect(texts(bench).join('\n')).not.toContain(secret)
  })
})

describe('a flood', () => {
  it('writes one line in ten seconds and tells how many it kept back', async () => {
    const bench = createBench({}, [fakeProvider({ verify: () => refused('forged') })])
    for (let index = 0; index < 1_000; index++) await bench.receiver.handle(toRequest())
    expect(bench.lines).toHaveLength(1)
    bench.clock.now += 9_999
    await bench.receiver.handle(toRequest())
    expect(bench.lines).toHaveLength(1)
    bench.clock.now += 1
    await bench.receiver.handle(toRequest())
    await bench.receiver.handle(toRequest())
    expect(bench.lines).toHaveLength(2)
    expect(bench.lines[1]?.text).toBe(`${bench.lines[0]?.text} (and 1000 more since)`)
    expect(bench.receiver.counts()).toEqual({ refused: 1_003 })
  })

  it('writes each different line', async () => {
    const bench = createBench({}, [
      fakeProvider({ verify: ({ token }) => refused(token ?? 'none') }),
      fakeProvider({ endpoint: 'second', verify: () => refused('none') }),
    ])
    for (const path of ['fake', 'fake/b', 'second', 'fake', 'second']) {
      await bench.receiver.handle(toRequest({ url: `/webhooks/stt/${path}` }))
    }
    expect(bench.lines).toHaveLength(3)
  })

  it('cannot buy a line with each request, nor hide our own trouble', async () => {
    const bench = createBench()
    bench.receiver.onAny(failing)
    for (let index = 0; index < 1_000; index++) {
      await bench.receiver.handle(toRequest({ url: `/webhooks/stt/made-up-${index}` }))
    }
    expect(bench.lines).toHaveLength(100)
    await bench.receiver.handle(facts({ id: 'a' }))
    expect(bench.lines.at(-1)).toMatchObject({ level: 'error' })
    bench.clock.now += 10_000
    await bench.receiver.handle(toRequest({ url: '/webhooks/stt/deepgram' }))
    expect(bench.lines.at(-1)?.text).toContain('"deepgram"')
  })
})

describe('onError', () => {
  it('tells what happened, where, and to which handler and event', async () => {
    const { receiver, errors } = createBench()
    const cause = new Error('down')
    receiver.onAny({ name: 'audit' }, () => Promise.reject(cause))
    const receipt = await receiver.receive(facts({ id: 'a' }))
    expect(errors).toHaveLength(1)
    expect(errors[0]?.error).toMatchObject({
      name: 'WebhookError',
      code: 'handler_failed',
      provider: 'fake',
      cause,
    })
    expect(errors[0]?.error.message).toBe('[stt-webhooks] [fake] The handler "audit" failed.')
    expect(errors[0]?.context).toEqual({
      provider: 'fake',
      endpoint: 'fake',
      handler: 'audit',
      event: receipt?.events[0],
    })
  })

  it('has any number of listeners, and lets them go', async () => {
    const { receiver } = createBench()
    receiver.onAny(failing)
    const [first, second] = [vi.fn(), vi.fn()]
    receiver.onError(first)
    const off = receiver.onError(second)
    await receiver.handle(facts({ id: 'a' }))
    off()
    await receiver.handle(facts({ id: 'a' }))
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([2, 1])
  })

  it.each([
    [
      'throws',
      () => {
        throw new TypeError('oops')
      },
    ],
    ['rejects', () => Promise.reject(new TypeError('oops'))],
    ['throws nothing', () => Promise.reject()],
  ])('does not mind a listener that %s', async (_, listener) => {
    const bench = createBench()
    bench.receiver.onAny(failing)
    bench.receiver.onError(listener)
    const last = vi.fn()
    bench.receiver.onError(last)
    expect(await bench.receiver.receive(facts({ id: 'a' }))).toMatchObject({ outcome: 'handler_failed' })
    expect(last).toHaveBeenCalledTimes(1)
    expect(texts(bench).filter((text) => text.includes('An onError listener threw'))).toHaveLength(1)
  })

  it('is not told of forgeries', async () => {
    const { receiver, errors } = createBench({}, [fakeProvider({ verify: () => refused('forged') })])
    await receiver.handle(toRequest())
    expect(errors).toEqual([])
  })
})
