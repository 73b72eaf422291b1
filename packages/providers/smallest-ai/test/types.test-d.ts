import { createReceiver } from '@stt-webhooks/core'
import {
  type SmallestAiFailure,
  type SmallestAiSelfHostFailure,
  type SmallestAiSelfHostTranscription,
  type SmallestAiTranscription,
  smallestAi,
} from '@stt-webhooks/smallest-ai'
import { simulator } from '@stt-webhooks/smallest-ai/testing'
import { describe, expectTypeOf, it } from 'vitest'

describe('events of Smallest.ai', () => {
  const receiver = createReceiver([smallestAi({ secret: 's' })])

  it('narrows raw by type and product', () => {
    receiver.on('transcript.completed', (event) => {
      expectTypeOf(event.provider).toEqualTypeOf<'smallest-ai'>()
      if (event.product === 'self-host')
        expectTypeOf(event.raw).toEqualTypeOf<SmallestAiSelfHostTranscription>()
      else {
        expectTypeOf(event.raw).toEqualTypeOf<SmallestAiTranscription>()
        expectTypeOf(event.raw.emotions?.['happiness']).toEqualTypeOf<number | undefined>()
      }
    })
    receiver.on('transcript.failed', (event) => {
      if (event.product === 'self-host') expectTypeOf(event.raw).toEqualTypeOf<SmallestAiSelfHostFailure>()
      else expectTypeOf(event.raw).toEqualTypeOf<SmallestAiFailure>()
    })
  })

  it('refuses events that Smallest.ai cannot send, and a missing secret', () => {
    // @ts-expect-error the outcome is always in the body
    receiver.on('transcript.ended', () => {})
    // @ts-expect-error the secret is missing
    smallestAi({})
    // @ts-expect-error a parameter alone is no credential
    smallestAi({ parameter: 'k' })
    // @ts-expect-error a secret and no authentication contradict each other
    smallestAi({ secret: 's', unsafeAllowUnauthenticated: true })
  })

  it('takes a transcript only where one is sent', () => {
    const transcript = { text: '', words: [], utterances: [], speakers: [] }
    simulator({ secret: 's' }).completed({ transcript })
    // @ts-expect-error a failure has no transcript
    simulator({ secret: 's' }).failed({ transcript })
    // @ts-expect-error Smallest.ai has no delivery of that name
    simulator({ secret: 's' }).simulate('pulse.paused')
  })
})
