import { type EventType, eventTypes } from '@stt-webhooks/core'
import { describe, expect, it, vi } from 'vitest'
import { facts } from '../support/provider.ts'
import { createBench } from '../support/receiver.ts'

const types = (handler: ReturnType<typeof vi.fn>) => handler.mock.calls.map(([event]) => event.type)
const failure = (code: string, text: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(text) })

describe('on, onAny and their undoing', () => {
  it('calls the handlers of the type, and those of every type', async () => {
    const { receiver } = createBench()
    const [completed, failed, any] = [vi.fn(), vi.fn(), vi.fn()]
    receiver.onAny(any)
    receiver.on('transcript.completed', completed)
    receiver.on('transcript.failed', failed)
    await receiver.handle(facts({ id: 'a' }, { id: 'b', type: 'transcript.failed' }))
    expect(types(completed)).toEqual(['transcript.completed'])
    expect(types(failed)).toEqual(['transcript.failed'])
    expect(types(any)).toEqual(['transcript.completed', 'transcript.failed'])
  })

  it.each(eventTypes)('knows %s', async (type: EventType) => {
    const { receiver } = createBench()
    const handler = vi.fn()
    receiver.on(type, handler)
    expect(await receiver.receive(facts({ id: 'a', type }))).toMatchObject({
      outcome: 'accepted',
      handlers: [{ type, name: type }],
    })
    expect(types(handler)).toEqual([type])
  })

  it('tells the names of the handlers that ran, and of which event', async () => {
    const { receiver } = createBench()
    receiver.on('transcript.completed', () => {})
    receiver.on('transcript.completed', { name: 'mail' }, () => {})
    receiver.onAny(() => {})
    receiver.onAny({ name: 'audit' }, () => {})
    const receipt = await receiver.receive(facts({ id: 'a' }))
    const [event] = receipt?.events ?? []
    expect(receipt?.handlers).toEqual(
      ['transcript.completed', 'mail', '*', 'audit'].map((name) => ({
        event: event?.id,
        type: 'transcript.completed',
        name,
      })),
    )
  })

  it('lets a handler go, and its name with it', async () => {
    const { receiver } = createBench()
    const handler = vi.fn()
    const off = receiver.on('transcript.completed', handler)
    off()
    off()
    receiver.on('transcript.completed', () => {})
    const offAny = receiver.onAny({ name: 'audit' }, handler)
    offAny()
    receiver.onAny({ name: 'audit' }, () => {})
    await receiver.handle(facts({ id: 'a' }))
    expect(handler).not.toHaveBeenCalled()
  })

  it('answers 200 for a type that nobody listens to', async () => {
    const { receiver } = createBench()
    receiver.on('transcript.failed', () => {})
    expect(await receiver.receive(facts({ id: 'a' }))).toMatchObject({ outcome: 'accepted', handlers: [] })
  })
})

describe('no handler at all', () => {
  it('answers 503 and says so, before and after there was one', async () => {
    const { receiver, lines } = createBench()
    const answer = async () => (await receiver.handle(facts({ id: 'a' })))?.status
    expect(await answer()).toBe(503)
    expect(lines).toMatchObject([
      { level: 'error', text: expect.stringContaining('call on() or onAny() before deliveries arrive') },
    ])
    const off = receiver.on('transcript.completed', () => {})
    expect(await answer()).toBe(202)
    off()
    expect(await answer()).toBe(503)
  })

  it('answers 200 to a ping alone, which asks for the hook and not for a listener', async () => {
    const { receiver, lines } = createBench()
    expect(await receiver.receive(facts({ type: 'webhook.pinged' }))).toMatchObject({ outcome: 'accepted' })
    expect(await receiver.receive(facts({ type: 'webhook.pinged' }, { id: 'a' }))).toMatchObject({
      outcome: 'no_handler',
    })
    expect(lines).toHaveLength(1)
  })
})

describe('names of handlers', () => {
  const nothing = () => {}

  it('refuses a second one without a name, and shows how to give one', () => {
    const { receiver } = createBench()
    receiver.on('transcript.completed', nothing)
    receiver.onAny(nothing)
    const advice = "Name this one: on('transcript.completed', { name: '…' }, handler)."
    expect(() => receiver.on('transcript.completed', nothing)).toThrow(failure('duplicate_handler', advice))
    expect(() => receiver.onAny(nothing)).toThrow(failure('duplicate_handler', '"*"'))
    receiver.on('transcript.failed', nothing)
  })

  it('refuses the same name twice wherever one event would meet both', () => {
    const { receiver } = createBench()
    receiver.on('transcript.completed', { name: 'mail' }, nothing)
    receiver.on('transcript.failed', { name: 'mail' }, nothing)
    const duplicate = failure('duplicate_handler', '"mail"')
    expect(() => receiver.on('transcript.completed', { name: 'mail' }, nothing)).toThrow(duplicate)
    expect(() => receiver.onAny({ name: 'mail' }, nothing)).toThrow(duplicate)
    receiver.onAny({ name: 'audit' }, nothing)
    expect(() => receiver.on('job.failed', { name: 'audit' }, nothing)).toThrow(
      failure('duplicate_handler', '"audit"'),
    )
  })

  it.each(['', '  '])('refuses the name %j', (name) => {
    const { receiver } = createBench()
    const refusal = failure('invalid_option', 'name is empty')
    expect(() => receiver.on('transcript.completed', { name }, nothing)).toThrow(refusal)
    expect(() => receiver.onAny({ name }, nothing)).toThrow(refusal)
  })

  it.each([[undefined], [{ name: 'mail' }], [nothing, { name: 'mail' }], [{}, nothing], []])(
    'refuses what users of plain JavaScript may pass: %j %j',
    (...listener) => {
      const { receiver } = createBench()
      expect(() => Reflect.apply(receiver.on, undefined, ['transcript.completed', ...listener])).toThrow(
        failure('invalid_option', 'The handler of transcript.completed'),
      )
    },
  )
})

describe('unknown names of events', () => {
  it.each([
    ['*', 'Use onAny(handler) for every event.'],
    ['error', 'Use onError(listener) for errors.'],
    ['transcript.complete', 'The types are: transcript.completed, transcript.failed,'],
    ['constructor', 'The types are: '],
  ])('%s', (type, advice) => {
    const { receiver } = createBench()
    expect(() => Reflect.apply(receiver.on, undefined, [type, () => {}])).toThrow(
      failure('unknown_event', `"${type}" is not an event type. ${advice}`),
    )
  })
})
