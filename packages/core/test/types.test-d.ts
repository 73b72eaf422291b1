import {
  type AnyEvent,
  type Callback,
  createReceiver,
  type EventOf,
  type HandledEvent,
  type Handler,
  type Metadata,
  type Provider,
  type Receiver,
  type TranscriptCompleted,
  type TranscriptFailed,
  type TranscriptOverdue,
} from '@stt-webhooks/core'
import { describe, expectTypeOf, it } from 'vitest'
import type { AlphaBody, AlphaEvent, AlphaHumanBody, BetaBody, BetaEvent } from './support/events.ts'

type FromAlpha = AlphaEvent | TranscriptOverdue<'alpha'>
type FromBoth = FromAlpha | BetaEvent | TranscriptOverdue<'beta'>

declare const alpha: Provider<AlphaEvent>
declare const beta: Provider<BetaEvent>
declare const isOn: boolean

describe('inference from the providers', () => {
  it('gives the union of what they can emit', () => {
    expectTypeOf<EventOf<[typeof alpha, typeof beta]>>().toEqualTypeOf<AlphaEvent | BetaEvent>()
    expectTypeOf<HandledEvent<[typeof alpha, typeof beta]>>().toEqualTypeOf<FromBoth>()
    expectTypeOf<EventOf<readonly []>>().toBeNever()
  })

  it('allows for providers that are switched off', () => {
    const receiver = createReceiver([alpha, isOn && beta, isOn ? beta : undefined])
    receiver.onAny((event) => expectTypeOf(event).toEqualTypeOf<FromBoth>())
    expectTypeOf<HandledEvent<[false, undefined, typeof alpha]>>().toEqualTypeOf<FromAlpha>()
  })

  it('works for a list made elsewhere', () => {
    const list: (typeof alpha | typeof beta)[] = [alpha]
    createReceiver(list).onAny((event) => expectTypeOf(event).toEqualTypeOf<FromBoth>())
    const any: readonly Provider[] = [alpha, beta]
    createReceiver(any).onAny((event) => expectTypeOf(event).toEqualTypeOf<AnyEvent>())
  })

  it('refuses what is no provider', () => {
    // @ts-expect-error null is no way to switch a provider off
    createReceiver([null])
    // @ts-expect-error a provider is an object, not its function
    createReceiver([() => alpha])
    // @ts-expect-error an event is no provider
    type _ = EventOf<[AlphaEvent]>
  })
})

describe('narrowing', () => {
  const receiver = createReceiver([alpha, beta])

  it('narrows raw by type, then provider, then product', () => {
    receiver.on('transcript.completed', (event) => {
      expectTypeOf(event.type).toEqualTypeOf<'transcript.completed'>()
      expectTypeOf(event.provider).toEqualTypeOf<'alpha' | 'beta'>()
      expectTypeOf(event.raw).toEqualTypeOf<AlphaBody | AlphaHumanBody | BetaBody>()
      if (event.provider === 'beta') {
        expectTypeOf(event.product).toEqualTypeOf<'batch'>()
        expectTypeOf(event.raw).toEqualTypeOf<BetaBody>()
      } else if (event.product === 'human') expectTypeOf(event.raw).toEqualTypeOf<AlphaHumanBody>()
      else expectTypeOf(event.raw).toEqualTypeOf<AlphaBody>()
    })
    receiver.onAny((event) => {
      if (event.type === 'transcript.failed') expectTypeOf(event.error.retryable).toEqualTypeOf<boolean>()
      if (event.type === 'webhook.pinged') expectTypeOf(event.raw).toEqualTypeOf<BetaBody>()
      // @ts-expect-error only some types have an error
      event.error
      // @ts-expect-error alpha and beta share no field of raw
      event.raw.alpha
    })
  })

  it('gives handlers their context', () => {
    receiver.on('transcript.completed', { name: 'save' }, async (_, context) => {
      expectTypeOf(context.signal).toEqualTypeOf<AbortSignal>()
      expectTypeOf(context.attempt).toEqualTypeOf<number>()
      expectTypeOf((await context.transcript()).words[0]?.start).toEqualTypeOf<number | undefined>()
      // @ts-expect-error a handler has no way to acknowledge: to return is to succeed
      context.acknowledge
    })
  })

  it('gives receipts the same events', async () => {
    const receipt = await receiver.receive(Object.create(null))
    expectTypeOf(receipt?.events).toEqualTypeOf<readonly (AlphaEvent | BetaEvent)[] | undefined>()
  })
})

describe('on and onAny', () => {
  const receiver = createReceiver([alpha, beta])

  it('take only events that these providers can send', () => {
    receiver.on('webhook.pinged', () => {})
    // @ts-expect-error neither redacts audio
    receiver.on('audio.redacted', () => {})
    // @ts-expect-error no such type
    receiver.on('transcript.complete', () => {})
    // @ts-expect-error onAny is for every event
    receiver.on('*', () => {})
    // @ts-expect-error onError is for errors
    receiver.on('error', () => {})
    // @ts-expect-error without a provider there is no event
    createReceiver([]).on('transcript.completed', () => {})
  })

  it('take only handlers that fit', () => {
    // @ts-expect-error a failure is no success
    receiver.on('transcript.completed', (_: TranscriptFailed) => {})
    // @ts-expect-error the handler is missing
    receiver.on('transcript.completed', { name: 'save' })
    // @ts-expect-error the name is missing
    receiver.on('transcript.completed', {}, () => {})
    // @ts-expect-error the options come first
    receiver.on('transcript.completed', () => {}, { name: 'save' })
    // @ts-expect-error not every event is a completed transcript
    receiver.onAny((_: TranscriptCompleted) => {})
    // @ts-expect-error the name is missing
    receiver.onAny({}, () => {})
    receiver.onAny((_: AnyEvent) => {})
  })
})

describe('Handler', () => {
  it('is for one event, and may be used where less can happen', () => {
    const any: Handler = () => {}
    const completed: Handler<TranscriptCompleted> = any
    // @ts-expect-error what handles one type cannot handle all
    const wrong: Handler = completed
    // @ts-expect-error a handler is for events
    type _ = Handler<string>
    createReceiver([alpha]).on('transcript.completed', completed)
    expectTypeOf(wrong).toBeFunction()
  })
})

describe('Receiver', () => {
  it('knows its providers', () => {
    const receiver = createReceiver([alpha])
    expectTypeOf(receiver).toEqualTypeOf<Receiver<readonly [Provider<AlphaEvent>]>>()
    const whatever: Receiver = receiver
    whatever.onAny((event) => expectTypeOf(event).toEqualTypeOf<AnyEvent>())
    // @ts-expect-error a list of providers is needed
    type _ = Receiver<string>
  })

  it('gives transcripts only of its own events', () => {
    const receiver = createReceiver([beta])
    const [betaEvent, alphaEvent]: [BetaEvent, AlphaEvent] = JSON.parse('[]')
    receiver.transcripts(betaEvent)
    // @ts-expect-error beta never sends this
    receiver.transcripts(alphaEvent)
  })
})

describe('onlyJobs', () => {
  it('sees the events of the providers', () => {
    createReceiver([alpha, beta], {
      onlyJobs(event) {
        expectTypeOf(event).toEqualTypeOf<AlphaEvent | BetaEvent>()
        return event.provider === 'alpha'
      },
    })
    // @ts-expect-error there is no gamma
    createReceiver([alpha], { onlyJobs: (event) => event.provider === 'gamma' })
    // @ts-expect-error yes or no
    createReceiver([alpha], { onlyJobs: (event) => event.jobId })
  })
})

describe('callbackUrl', () => {
  const hook: Provider<BetaEvent> & { readonly callback: 'account' } = Object.create(null)

  it('takes the endpoints of these providers, whatever they are called', () => {
    const receiver = createReceiver([alpha, beta])
    expectTypeOf(receiver.callbackUrl('alpha')).toEqualTypeOf<string>()
    receiver.callbackUrl('beta', { metadata: { order: 7, tags: ['a', null] }, expiresIn: 60, form: 'query' })
    receiver.callbackUrl('second-account')
  })

  it('takes none whose hook belongs to the account', () => {
    const receiver = createReceiver([alpha, isOn && hook])
    receiver.callbackUrl('alpha')
    // @ts-expect-error one URL serves all jobs of beta
    receiver.callbackUrl('beta')
    // @ts-expect-error nor with options
    receiver.callbackUrl('beta', { metadata: {} })
    const whatever: Receiver = receiver
    whatever.callbackUrl('beta')
  })

  it('takes only what it can sign', () => {
    const receiver = createReceiver([alpha])
    // @ts-expect-error metadata is JSON
    receiver.callbackUrl('alpha', { metadata: { at: new Date() } })
    // @ts-expect-error metadata has names
    receiver.callbackUrl('alpha', { metadata: 'order 7' })
    // @ts-expect-error seconds
    receiver.callbackUrl('alpha', { expiresIn: '60' })
    // @ts-expect-error no such place
    receiver.callbackUrl('alpha', { form: 'header' })
    // @ts-expect-error of which endpoint?
    receiver.callbackUrl()
  })

  it('comes back in every event', () => {
    createReceiver([alpha, beta]).onAny((event) => {
      expectTypeOf(event.callback).toEqualTypeOf<Callback | undefined>()
      expectTypeOf(event.callback?.metadata).toEqualTypeOf<Metadata | undefined>()
      expectTypeOf(event.callback?.expiresAt).toEqualTypeOf<string | undefined>()
    })
  })
})

describe('start', () => {
  it('is awaited and takes nothing', () => {
    expectTypeOf(createReceiver([alpha]).start).toEqualTypeOf<() => Promise<void>>()
  })
})
