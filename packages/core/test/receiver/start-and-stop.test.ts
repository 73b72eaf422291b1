import { createReceiver, inboxMemory } from '@stt-webhooks/core'
import { expect, it } from 'vitest'
import { facts, fakeProvider } from '../support/provider.ts'
import { createBench } from '../support/receiver.ts'

it('two start() at once are one worker, which stop() ends', async () => {
  const inbox = inboxMemory()
  const { receiver } = createBench({ inbox })
  receiver.onAny(() => {})
  await Promise.all([receiver.start(), receiver.start()])
  expect(await inbox.query.stats()).toMatchObject({ workers: 1 })
  await receiver.stop()
  expect(await inbox.query.stats()).toMatchObject({ workers: 0 })
})

it('stop() during start() leaves nobody at work', async () => {
  const inbox = inboxMemory()
  const { receiver } = createBench({ inbox })
  const seen: unknown[] = []
  receiver.onAny((event) => void seen.push(event))
  await receiver.receive(facts({ id: 'a' }))
  await Promise.all([receiver.start(), receiver.stop()])
  expect(await inbox.query.stats()).toMatchObject({ workers: 0 })
})

it('start() after stop() says that a new receiver is needed', async () => {
  const { receiver } = createBench({ inbox: inboxMemory() })
  receiver.onAny(() => {})
  await receiver.stop()
  await expect(receiver.start()).rejects.toMatchObject({ code: 'invalid_option' })
})

it('stop() with no limit of time waits', async () => {
  const { receiver } = createBench({ inbox: inboxMemory() })
  const signals: boolean[] = []
  receiver.onAny(async (_, { signal }) => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    signals.push(signal.aborted)
  })
  await receiver.start()
  await receiver.receive(facts({ id: 'a' }))
  await receiver.stop({ timeoutMs: Number.POSITIVE_INFINITY })
  expect(signals).not.toContain(true)
})

it('sweeps need an inbox that remembers jobs', () => {
  const { jobs: _, ...forgetful } = inboxMemory()
  for (const inbox of [undefined, forgetful]) {
    expect(() => createReceiver([fakeProvider()], { inbox, sweep: { everyMs: 60_000 } })).toThrow(
      expect.objectContaining({ code: 'invalid_option' }),
    )
  }
})

it.each([0, -1, Number.NaN])('refuses to sweep every %d ms', (everyMs) => {
  expect(() => createReceiver([fakeProvider()], { inbox: inboxMemory(), sweep: { everyMs } })).toThrow(
    expect.objectContaining({ code: 'invalid_option' }),
  )
})
