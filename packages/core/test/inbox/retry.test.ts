import { inboxMemory, WebhookError } from '@stt-webhooks/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { facts, fakeProvider } from '../support/provider.ts'
import { createBench } from '../support/receiver.ts'

afterEach(() => vi.restoreAllMocks())

describe('retry', () => {
  it.each([
    { baseMs: 1_000, maxMs: 4_000, waits: [1_000, 2_000, 4_000, 4_000] },
    { waits: [2_000, 4_000, 8_000, 16_000] },
  ])('waits at most $waits ms', async ({ waits, ...retry }) => {
    vi.spyOn(Math, 'random').mockReturnValue(1)
    const clock = { now: 0 }
    const inbox = inboxMemory({ now: () => clock.now })
    const { receiver } = createBench({ inbox, retry, now: () => clock.now })
    receiver.onAny(() => Promise.reject(new Error('down')))
    await receiver.start()
    await receiver.receive(facts({ id: 'a' }))
    for (const wait of waits) {
      await receiver.idle()
      const { dueAt = '' } = (await inbox.query.list()).entries[0] ?? {}
      expect(Date.parse(dueAt) - clock.now).toBe(wait)
      clock.now += wait
    }
    await receiver.stop()
  })

  it.each(['attempts', 'baseMs', 'maxMs'])('refuses `%s` if it is no positive number', (name) => {
    const create = () => createBench({ inbox: inboxMemory(), retry: { [name]: 0 } })
    expect(create).toThrow(expect.objectContaining({ code: 'invalid_option' }))
  })

  it('asks the service again before handlers see an event without an outcome', async () => {
    const clock = { now: 0 }
    const inbox = inboxMemory({ now: () => clock.now })
    const unavailable = new WebhookError('api_unavailable', 'Down.')
    const classify = vi.fn(() => Promise.reject(unavailable))
    const bench = createBench({ inbox, retry: { attempts: 2 }, now: () => clock.now }, [
      fakeProvider({ api: { classify } }),
    ])
    const types: string[] = []
    bench.receiver.onAny(({ type }) => void types.push(type))
    await bench.receiver.start()
    await bench.receiver.receive(facts({ id: 'a', type: 'transcript.ended' }))
    await bench.receiver.idle()
    expect(types).toEqual([])
    clock.now += 60_000
    await bench.receiver.idle()
    expect([types, classify.mock.calls.length]).toEqual([['transcript.ended'], 2])
    await bench.receiver.stop()
  })

  it('keeps events whose endpoint this process does not have', async () => {
    const clock = { now: 0 }
    const inbox = inboxMemory({ now: () => clock.now })
    const web = createBench({ inbox, now: () => clock.now })
    await web.receiver.receive(facts({ id: 'a' }))
    const other = createBench({ inbox, now: () => clock.now }, [fakeProvider({ endpoint: 'other' })])
    other.receiver.onAny(() => {})
    await other.receiver.start()
    await other.receiver.idle()
    expect(await inbox.query.stats()).toMatchObject({ pending: 1, done: 0 })
    expect(other.lines.map(({ text }) => text).join()).toContain('the endpoint "fake", where no provider')
    await other.receiver.stop()
  })
})
