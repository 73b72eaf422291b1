import { inboxMemory, type Receiver, WebhookError } from '@stt-webhooks/core'
import { expect, it, vi } from 'vitest'
import { facts } from '../support/provider.ts'
import { createBench } from '../support/receiver.ts'

const receive = (receiver: Receiver, id: string) => receiver.receive(facts({ id }))

function createInboxBench() {
  const time = { now: Date.UTC(2026, 0, 1) }
  const inbox = inboxMemory({ now: () => time.now })
  const bench = createBench({ inbox, now: () => time.now, retry: { attempts: 5, baseMs: 1_000 } })
  const states = async () => (await inbox.query.list()).entries.map(({ state }) => state)
  return { ...bench, inbox, time, states }
}

it('a handler that says that it can never succeed is not asked again, until a replay', async () => {
  const { receiver, inbox, states, lines } = createInboxBench()
  const handler = vi.fn().mockRejectedValueOnce(new WebhookError('handler_failed', 'Gone.', { final: true }))
  receiver.onAny(handler)
  await receiver.start()
  await receive(receiver, 'a')
  await receiver.idle()
  expect(await states()).toEqual(['dead'])
  expect(lines.map(({ text }) => text)).toContainEqual(expect.stringContaining('is dead'))
  await inbox.query.replay({})
  await receiver.idle()
  expect(await states()).toEqual(['done'])
  expect(handler).toHaveBeenCalledTimes(2)
})

it.each([
  ['no_transcript', 'dead'],
  ['several_transcripts', 'dead'],
  ['transcript_gone', 'dead'],
  ['api_unavailable', 'pending'],
  ['api_key_refused', 'pending'],
  ['transcript_not_included', 'pending'],
] as const)('a handler that passes %s on leaves the event %s', async (code, state) => {
  const { receiver, states } = createInboxBench()
  receiver.onAny(() => Promise.reject(new WebhookError(code, 'Not to be had.')))
  await receiver.start()
  await receive(receiver, 'a')
  await receiver.idle()
  expect(await states()).toEqual([state])
})

it('a handler may ask for a pause, which is longer than the backoff', async () => {
  const { receiver, time, states } = createInboxBench()
  const handler = vi
    .fn()
    .mockRejectedValueOnce(new WebhookError('handler_failed', 'Later.', { retryAfterMs: 60_000 }))
  receiver.onAny(handler)
  await receiver.start()
  await receive(receiver, 'a')
  await receiver.idle()
  time.now += 59_999
  await receiver.idle()
  expect(handler).toHaveBeenCalledTimes(1)
  time.now += 1
  await receiver.idle()
  expect(handler).toHaveBeenCalledTimes(2)
  expect(await states()).toEqual(['done'])
})
