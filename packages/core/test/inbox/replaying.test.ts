import { inboxMemory, type Provider, WebhookError } from '@stt-webhooks/core'
import { expect, it } from 'vitest'
import { facts, fakeProvider } from '../support/provider.ts'
import { type Bench, createBench } from '../support/receiver.ts'
import { toRequest } from '../support/request.ts'

const outcome = { provider: 'fake', product: 'fake', jobId: 'a', raw: {} } as const
const completed = { type: 'transcript.completed', ...outcome } as const

/** Receivers that share one memory inbox and one clock, as processes do. */
function createStage() {
  const clock = { now: Date.UTC(2026, 0, 1) }
  const inbox = inboxMemory({ now: () => clock.now })
  const receivers: Bench[] = []
  const seen: string[] = []
  function open(provider: Provider, options: Parameters<typeof createBench>[0] = {}): Bench {
    const bench = createBench({ inbox, now: () => clock.now, ...options }, [provider])
    bench.receiver.onAny((event) => void seen.push(`${event.type} ${event.jobId}`))
    receivers.push(bench)
    return bench
  }
  return { clock, inbox, open, seen }
}

it('what is in quarantine outlives a worker that does not have its provider', async () => {
  const { clock, inbox, open, seen } = createStage()
  const old = open(fakeProvider())
  await old.receiver.receive(toRequest({ body: 'not yet understood' }))
  expect(await inbox.query.stats()).toMatchObject({ quarantined: 1 })

  const stranger = open(fakeProvider({ endpoint: 'other' }))
  await stranger.receiver.start()
  await inbox.query.replay({ state: 'quarantined' })
  await stranger.receiver.idle()
  await stranger.receiver.stop()
  expect(await inbox.query.stats()).toMatchObject({ pending: 1 })

  clock.now += 60_000
  const events = [{ key: { jobId: 'a', phase: 'ended' }, event: completed }] as const
  const newer = open(fakeProvider({ read: () => ({ outcome: 'events', events }) }))
  await newer.receiver.start()
  await newer.receiver.idle()
  expect(seen).toEqual(['transcript.completed a'])
  await newer.receiver.stop()
})

it('a replay reads anew although a worker without its provider took it first', async () => {
  const { clock, inbox, open } = createStage()
  const old = open(fakeProvider())
  await old.receiver.start()
  await old.receiver.receive(facts({ id: 'a' }))
  await old.receiver.idle()
  await old.receiver.stop()

  const stranger = open(fakeProvider({ endpoint: 'other' }))
  await stranger.receiver.start()
  await inbox.query.replay({ handlers: 'all' })
  await stranger.receiver.idle()
  await stranger.receiver.stop()
  expect(await inbox.query.stats()).toMatchObject({ pending: 1 })

  clock.now += 60_000
  const event = { ...completed, raw: { read: 'anew' } }
  const events = [{ key: { jobId: 'a', phase: 'ended' }, event }] as const
  const newer = open(fakeProvider({ read: () => ({ outcome: 'events', events }) }))
  const raws: unknown[] = []
  newer.receiver.onAny({ name: 'raws' }, ({ raw }) => void raws.push(raw))
  await newer.receiver.start()
  await newer.receiver.idle()
  expect(raws).toEqual([event.raw])
  await newer.receiver.stop()
})

it('a replay does not take back what an event turned out to be', async () => {
  const { inbox, open, seen } = createStage()
  let forgotten = false
  const { receiver } = open(
    fakeProvider({
      api: {
        classify({ type }) {
          if (type !== 'transcript.ended') return undefined
          return Promise.resolve(forgotten ? { reason: 'forgotten' } : { event: completed })
        },
      },
    }),
  )
  await receiver.start()
  await receiver.receive(facts({ id: 'a', type: 'transcript.ended' }))
  await receiver.idle()
  forgotten = true
  await inbox.query.replay({ handlers: 'all' })
  await receiver.idle()
  expect(seen).toEqual(['transcript.completed a', 'transcript.completed a'])
  expect((await inbox.query.list()).entries).toMatchObject([{ type: 'transcript.completed' }])
  await receiver.stop()
})

it('a replay does not emit what `onlyJobs` declined', async () => {
  const { inbox, open, seen } = createStage()
  const { receiver } = open(fakeProvider(), { onlyJobs: ({ jobId }) => jobId !== 'theirs' })
  await receiver.start()
  await receiver.receive(facts({ id: 'ours' }, { id: 'theirs' }))
  await receiver.idle()
  await inbox.query.replay({ handlers: 'all' })
  await receiver.idle()
  expect(new Set(seen)).toEqual(new Set(['transcript.completed ours']))
  await receiver.stop()
})

it('once the service was asked in vain often enough, a handler that fails waits for its own turn only', async () => {
  const { clock, open } = createStage()
  let asked = 0
  const { receiver } = open(
    fakeProvider({
      api: {
        classify() {
          asked++
          return Promise.reject(new WebhookError('api_unavailable', 'Down.'))
        },
      },
    }),
    { retry: { attempts: 3, baseMs: 1, maxMs: 1 } },
  )
  const turns: number[] = []
  receiver.on('transcript.ended', { name: 'failing' }, () => {
    turns.push(asked)
    throw new Error('down')
  })
  await receiver.start()
  await receiver.receive(facts({ id: 'a', type: 'transcript.ended' }))
  for (let look = 0; look < 10; look++) {
    await receiver.idle()
    clock.now += 10
  }
  expect(turns).toEqual([3, 4, 5])
  await receiver.stop()
})

it('a handler that changes its event spoils neither the store nor the next attempt', async () => {
  const { inbox, open } = createStage()
  const { receiver } = open(fakeProvider({ api: { classify: () => Promise.resolve({ event: completed }) } }))
  receiver.on('transcript.completed', { name: 'spoiling' }, (event) => {
    Object.assign(event, { raw: { toJSON: () => assertNever() } })
  })
  await receiver.start()
  await receiver.receive(facts({ id: 'a', type: 'transcript.ended' }))
  await receiver.idle()
  expect(await inbox.query.stats()).toMatchObject({ done: 1 })
  expect(await inbox.query.get((await inbox.query.list()).entries[0]?.id ?? '')).toMatchObject({
    event: { raw: {} },
  })
  await receiver.stop()
})

function assertNever(): never {
  throw new Error('this is no plain data')
}
