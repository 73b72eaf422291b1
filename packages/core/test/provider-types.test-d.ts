import type { Provider, TranscriptFailed, WebhookUnrecognized } from '@stt-webhooks/core'
import {
  type Authentication,
  type Classification,
  type EventDraft,
  isSignedUrl,
  type ProviderApi,
  type ReadEvent,
  type Reading,
  type Secret,
  type SignedUrl,
  signedUrl,
  type Verifier,
} from '@stt-webhooks/core/provider'
import { describe, expectTypeOf, it } from 'vitest'
import type { AlphaBody, AlphaEvent, BetaEvent } from './support/events.ts'

declare const alpha: Provider<AlphaEvent>
declare const beta: Provider<BetaEvent>

describe('Authentication', () => {
  type Options = Authentication<{ readonly secret: Secret }>

  it('wants a credential or the spelled-out wish for none', () => {
    expectTypeOf<{ secret: 'a' }>().toExtend<Options>()
    expectTypeOf<{ secret: 'a'; unsafeAllowUnauthenticated: false }>().toExtend<Options>()
    expectTypeOf<{ secret: readonly ['a', 'b'] }>().toExtend<Options>()
    expectTypeOf<{ secret: () => Promise<undefined> }>().toExtend<Options>()
    expectTypeOf<{ unsafeAllowUnauthenticated: true }>().toExtend<Options>()
    // @ts-expect-error neither
    const neither: Options = {}
    // @ts-expect-error both
    const both: Options = { secret: 'a', unsafeAllowUnauthenticated: true }
    // @ts-expect-error no credential, and no wish
    const no: Options = { unsafeAllowUnauthenticated: false }
    // @ts-expect-error process.env may be undefined
    const unset: Options = { secret: process.env['SECRET'] }
    // @ts-expect-error bytes are never empty to a check for falsy values
    const bytes: Options = { secret: new Uint8Array() }
    expectTypeOf([neither, both, no, unset, bytes]).toBeArray()
  })
})

describe('EventDraft and ReadEvent', () => {
  const raw: AlphaBody = { alpha: 1 }

  it('are events without what the receiver adds', () => {
    const draft: EventDraft<AlphaEvent> = {
      type: 'transcript.completed',
      provider: 'alpha',
      product: 'async',
      raw,
    }
    const read: ReadEvent<AlphaEvent> = { key: { jobId: 'a', phase: 'ended' }, event: draft }
    const reading: Reading<AlphaEvent> = { outcome: 'events', events: [read] }
    expectTypeOf(reading).toExtend<Reading>()
    expectTypeOf<'id' | 'receivedAt' | 'verifiedBy' | 'source' | 'endpoint'>().not.toExtend<
      keyof EventDraft<AlphaEvent>
    >()
  })

  it('keep the union', () => {
    const base = { provider: 'alpha', raw } as const
    // @ts-expect-error the human product has another body
    const body: EventDraft<AlphaEvent> = { ...base, type: 'transcript.completed', product: 'human' }
    // @ts-expect-error a failure has an error
    const failure: EventDraft<AlphaEvent> = { ...base, type: 'transcript.failed', product: 'async' }
    // @ts-expect-error alpha pings nobody
    const ping: EventDraft<AlphaEvent> = { ...base, type: 'webhook.pinged', product: 'async' }
    const done = { ...base, type: 'transcript.completed', product: 'async' } as const
    // @ts-expect-error no such phase
    const phase: ReadEvent<AlphaEvent> = { key: { jobId: 'a', phase: 'finished' }, event: done }
    // @ts-expect-error an id alone is no key
    const key: ReadEvent<AlphaEvent> = { key: 'a', event: done }
    expectTypeOf([body, failure, ping, phase, key]).toBeArray()
  })
})

describe('Provider', () => {
  it('is covariant: a special one is a provider, and not the other way round', () => {
    expectTypeOf<Provider<AlphaEvent>>().toExtend<Provider>()
    expectTypeOf<Provider>().not.toExtend<Provider<AlphaEvent>>()
    const wider: Provider<AlphaEvent | WebhookUnrecognized> = alpha
    // @ts-expect-error alpha sends more than this
    const narrower: Provider<TranscriptFailed<'alpha', 'async', AlphaBody>> = alpha
    // @ts-expect-error the provider of an event is its own
    const wrong: Provider<BetaEvent> = { ...beta, provider: 'alpha' }
    // @ts-expect-error a provider emits events
    type _ = Provider<string>
    expectTypeOf([wider, narrower, wrong]).toBeArray()
  })
})

describe('ProviderApi', () => {
  const raw: AlphaBody = { alpha: 1 }

  it('learns events of its own provider, or a reason', () => {
    const done = { type: 'transcript.completed', provider: 'alpha', product: 'async', raw } as const
    const answers: Classification<AlphaEvent>[] = [{ event: done }, { reason: 'it still runs' }]
    // @ts-expect-error beta's product
    const foreign: Classification<AlphaEvent> = { event: { ...done, product: 'batch' } }
    // @ts-expect-error neither
    const nothing: Classification<AlphaEvent> = {}
    expectTypeOf([answers, foreign, nothing]).toBeArray()
  })

  it('is covariant, and has only what the service can be asked', () => {
    expectTypeOf<ProviderApi<AlphaEvent>>().toExtend<ProviderApi>()
    expectTypeOf<ProviderApi>().not.toExtend<ProviderApi<AlphaEvent>>()
    const none: ProviderApi<AlphaEvent> = {}
    // @ts-expect-error transcripts come in a list
    const wrong: ProviderApi = { fetch: async () => ({ text: '', words: [], utterances: [], speakers: [] }) }
    expectTypeOf([none, wrong]).toBeArray()
  })
})

describe('signedUrl', () => {
  it('is a verifier that can be told from others', () => {
    expectTypeOf(signedUrl()).toEqualTypeOf<SignedUrl>()
    expectTypeOf<SignedUrl>().toExtend<Verifier>()
    expectTypeOf<Verifier>().not.toExtend<SignedUrl>()
    const given: unknown = signedUrl()
    if (isSignedUrl(given)) expectTypeOf(given).toEqualTypeOf<SignedUrl>()
  })
})
