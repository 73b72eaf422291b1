import type { EventOf, Handler, TranscriptCompleted, TranscriptFailed } from '@stt-webhooks/core'
import { createReceiver, type Provider } from '@stt-webhooks/core'
import { createSimulator, deliver, fakeEvent, type SimulatedDelivery } from '@stt-webhooks/testing'
import { describe, expectTypeOf, it } from 'vitest'

type ServiceEvent = TranscriptCompleted<'service', 'batch', { readonly id: string }>
declare const provider: Provider<ServiceEvent>
declare const delivery: SimulatedDelivery

describe('fakeEvent', () => {
  it('is the event of its type, complete', () => {
    const event = fakeEvent('transcript.failed')
    expectTypeOf(event).toExtend<TranscriptFailed>()
    expectTypeOf(event.type).toEqualTypeOf<'transcript.failed'>()
    expectTypeOf(event.id).toEqualTypeOf<string>()
    expectTypeOf(event.error.retryable).toEqualTypeOf<boolean>()
    // @ts-expect-error a failure of a transcription has no kind
    event.kind
  })

  it('has the types of its overrides, so that it fits a handler of one provider', () => {
    const handler: Handler<ServiceEvent> = () => {}
    const overrides = { provider: 'service', product: 'batch', raw: { id: 'a' } } as const
    const event = fakeEvent('transcript.completed', overrides)
    expectTypeOf(event).toExtend<ServiceEvent>()
    expectTypeOf(event.jobId).toEqualTypeOf<string | undefined>()
    expectTypeOf(handler).parameter(0).toEqualTypeOf<ServiceEvent>()
    expectTypeOf(fakeEvent('transcript.completed')).not.toExtend<ServiceEvent>()
  })

  it('refuses what no event has', () => {
    // @ts-expect-error no such type
    fakeEvent('transcript.complete')
    // @ts-expect-error a job id is a text
    fakeEvent('transcript.completed', { jobId: 7 })
    // @ts-expect-error a completed transcript has no error
    fakeEvent('transcript.completed', { error: undefined })
  })
})

describe('deliver', () => {
  it('gives the events of the receiver', async () => {
    const { events, handlers } = await deliver(createReceiver([provider]), delivery)
    expectTypeOf(events).toEqualTypeOf<readonly EventOf<[typeof provider]>[]>()
    expectTypeOf(handlers[0]?.error).toBeUnknown()
    // @ts-expect-error a provider is no receiver
    deliver(provider, delivery)
  })
})

describe('createSimulator', () => {
  it('knows the names of its templates', () => {
    const template = () => ({ body: '' })
    const rest = { provider: 'service', url: '/', sign: (one: SimulatedDelivery) => one }
    const simulator = createSimulator({
      ...rest,
      templates: { done: template, lost: template },
      completed: 'done',
      failed: 'lost',
    })
    expectTypeOf(simulator.simulate).parameter(0).toEqualTypeOf<'done' | 'lost'>()
    // @ts-expect-error it sends no such thing
    simulator.simulate('paused')
    // @ts-expect-error completed must be one of the templates
    createSimulator({ ...rest, templates: { lost: template }, completed: 'done', failed: 'lost' })
  })
})
