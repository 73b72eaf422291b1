import { createReceiver, inboxMemory } from '@stt-webhooks/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { facts, fakeProvider } from '../support/provider.ts'
import { createBench } from '../support/receiver.ts'

afterEach(() => vi.useRealTimers())

describe('an inbox in memory', () => {
  it('says at start that it is not durable', async () => {
    const { receiver, lines } = createBench({ inbox: inboxMemory() })
    receiver.onAny(() => {})
    await receiver.start()
    expect(lines).toMatchObject([{ level: 'warn', text: expect.stringContaining('not durable') }])
    await receiver.stop()
  })

  it('drops the bytes of what is done when it has no room, and refuses when nothing is', async () => {
    const inbox = inboxMemory({ maxBytes: 2_000 })
    const { receiver } = createBench({ inbox })
    receiver.onAny(() => {})
    const send = (id: string) => receiver.receive(facts({ id: id.padEnd(600, '.') }))
    expect(await send('a')).toMatchObject({ outcome: 'accepted' })
    expect(await send('b')).toMatchObject({ outcome: 'overloaded', response: { status: 503 } })
    await receiver.start()
    await receiver.idle()
    expect(await send('b')).toMatchObject({ outcome: 'accepted' })
    await receiver.idle()
    const { entries } = await inbox.query.list()
    const kept = await Promise.all(
      entries.map(async ({ id }) => (await inbox.query.get(id))?.deliveries.length),
    )
    expect(kept.sort()).toEqual([0, 1])
    await receiver.stop()
  })

  it.each(['maxPending', 'maxBytes', 'keepBodiesMs', 'keepIdsMs'])(
    'refuses `%s` if it is no number',
    (name) => {
      for (const value of [0, -1, Number.NaN])
        expect(() => inboxMemory({ [name]: value })).toThrow(
          expect.objectContaining({ code: 'invalid_option' }),
        )
    },
  )
})

describe('a process that only receives', () => {
  const waiting = /^\[stt-webhooks\] 1 accepted events wait .* Call start\(\)/

  it('warns once when accepted events wait for 10 s and nobody works', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { receiver, lines } = createBench({ inbox: inboxMemory() })
    await receiver.receive(facts({ id: 'a' }))
    await vi.advanceTimersByTimeAsync(9_999)
    expect(lines).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(lines).toMatchObject([{ level: 'warn', text: expect.stringMatching(waiting) }])
    await receiver.receive(facts({ id: 'b' }))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(lines).toHaveLength(1)
    await receiver.stop()
  })

  it('does not warn where another receiver works on the inbox', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const inbox = inboxMemory()
    const web = createBench({ inbox })
    const worker = createReceiver([fakeProvider()], { inbox, logger: { ...console, warn: () => {} } })
    worker.onAny(() => {})
    await worker.start()
    await web.receiver.receive(facts({ id: 'a' }))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(web.lines).toEqual([])
    await Promise.all([web.receiver.stop(), worker.stop()])
  })

  it('throws at start() without a handler', async () => {
    const { receiver } = createBench({ inbox: inboxMemory() })
    await expect(receiver.start()).rejects.toMatchObject({ code: 'invalid_option' })
  })
})
