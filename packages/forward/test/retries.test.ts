import { inboxMemory } from '@stt-webhooks/core'
import { deliver } from '@stt-webhooks/testing'
import { describe, expect, it } from 'vitest'
import { forward } from '../src/index.ts'
import { secret } from './support/event.ts'
import { completed, createBench } from './support/receiver.ts'
import { headerOf, isGenuine, startTarget, textOf } from './support/target.ts'

const start = Date.UTC(2026, 0, 1)
const hourMs = 3_600_000
const leaks = /query-token|AAECAw|confidential/

describe('without an inbox', () => {
  it('a failure is answered 503, and the service sends it again', async () => {
    const clock = { now: start }
    const target = await startTarget()
    const { receiver, lines } = createBench(() => clock.now)
    const url = `${target.origin}/hooks?key=query-token`
    receiver.onAny({ name: 'forward-crm' }, forward({ url, secret, now: () => clock.now }))
    target.fail({ status: 500 }, 'reset')

    const statuses: number[] = []
    for (let round = 0; round < 4; round++) {
      statuses.push((await deliver(receiver, completed('job-1', 'confidential words'))).status)
      clock.now += 30_000
    }
    expect(statuses).toEqual([503, 503, 200, 200])

    // The fourth was a repetition of what had succeeded.
    const { requests } = target
    expect(requests.map((request) => headerOf(request, 'webhook-timestamp'))).toEqual(
      [0, 30, 60].map((seconds) => String(start / 1000 + seconds)),
    )
    expect(new Set(requests.map((request) => headerOf(request, 'webhook-id'))).size).toBe(1)
    for (const request of requests) expect(await isGenuine(request, secret, clock.now)).toBe(true)
    expect(lines.join('\n')).toContain('handler_failed')
    expect(lines.join('\n')).not.toMatch(leaks)
  })
})

describe('with an inbox', () => {
  it('a failure runs again with backoff, under the same id and with a new signature', async () => {
    const clock = { now: start }
    const now = (): number => clock.now
    const inbox = inboxMemory({ now })
    const target = await startTarget()
    const { receiver, lines } = createBench(now, inbox)
    const errors: string[] = []
    receiver.onError(({ message }) => errors.push(message))
    receiver.onAny(
      { name: 'forward-crm' },
      forward({ url: `${target.origin}/hooks?key=query-token`, secret, now }),
    )
    target.fail({ status: 503, headers: { 'retry-after': '9' } }, { status: 500 })
    await receiver.start()

    const { status, events } = await deliver(receiver, completed('job-1', 'confidential words'))
    expect(status).toBe(200)
    await receiver.idle()
    expect(target.requests).toHaveLength(1)
    expect(await inbox.query.stats()).toMatchObject({ pending: 1 })

    // Not before it is due, and the other system asked for nine seconds.
    clock.now += 8_999
    await receiver.idle()
    clock.now -= 8_999
    expect(target.requests).toHaveLength(1)
    for (let attempts = 2; attempts <= 3; attempts++) {
      clock.now += hourMs
      await receiver.idle()
      expect(target.requests).toHaveLength(attempts)
    }
    expect(await inbox.query.stats()).toMatchObject({ pending: 0, done: 1, dead: 0 })

    const id = (await inbox.query.list()).entries[0]?.id
    for (const [index, request] of target.requests.entries()) {
      const sentAt = start + index * hourMs
      expect(headerOf(request, 'webhook-id')).toBe(id)
      expect(await isGenuine(request, secret, sentAt)).toBe(true)
      expect(textOf(request)).toBe(textOf(target.requests[0] ?? request))
    }
    expect(events.map((event) => event.id)).toEqual([id])
    expect(errors[0]).toContain('answered 503 and wants to be left alone for 9 s')
    expect([...errors, ...lines].join('\n')).not.toMatch(leaks)
    await receiver.stop()
  })

  it('an event that is refused for good is kept as dead, and replayed when the other system takes it', async () => {
    const clock = { now: start }
    const now = (): number => clock.now
    const inbox = inboxMemory({ now })
    const target = await startTarget()
    const { receiver } = createBench(now, inbox)
    receiver.onAny({ name: 'forward-crm' }, forward({ url: target.origin, secret, now }))
    target.fail({ status: 410 })
    await receiver.start()

    await deliver(receiver, completed('job-1', 'words'))
    await receiver.idle()
    expect(await inbox.query.stats()).toMatchObject({ pending: 0, dead: 1 })
    expect(await inbox.query.replay({ state: 'dead' })).toBe(1)
    await receiver.idle()
    expect(await inbox.query.stats()).toMatchObject({ dead: 0, done: 1 })
    expect(target.requests).toHaveLength(2)
    await receiver.stop()
  })
})
