import { createReceiver } from '@stt-webhooks/core'
import {
  type SmallestAiFailure,
  type SmallestAiLog,
  type SmallestAiOptions,
  type SmallestAiSelfHostFailure,
  type SmallestAiSelfHostTranscription,
  type SmallestAiSubmitParameters,
  type SmallestAiTranscription,
  signedUrl,
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
      else if ('form' in event.raw) expectTypeOf(event.raw).toEqualTypeOf<SmallestAiLog>()
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

  it('takes exactly one credential', () => {
    smallestAi({ auth: signedUrl() })
    smallestAi({ auth: signedUrl(), endpoint: 'second' })
    // @ts-expect-error both
    smallestAi({ auth: signedUrl(), secret: 's' })
    // @ts-expect-error the token's parameter belongs to the secret
    smallestAi({ auth: signedUrl(), parameter: 'k' })
    // @ts-expect-error a signed URL and no authentication contradict each other
    smallestAi({ auth: signedUrl(), unsafeAllowUnauthenticated: true })
    // @ts-expect-error no other verifier
    smallestAi({ auth: () => ({ verified: true, by: 'none' }) })
    // @ts-expect-error the function has to be called
    smallestAi({ auth: signedUrl })
    const options: SmallestAiOptions = Math.random() > 0.5 ? { auth: signedUrl() } : { secret: ['a', 'b'] }
    smallestAi(options)
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

describe('submitParameters of Smallest.ai', () => {
  const provider = smallestAi({ secret: 's' })
  const url = 'https://example.com/webhooks/stt/smallest-ai'

  it('gives what the query of the submit call takes', () => {
    const parameters = provider.submitParameters({ url, extra: { case_id: 42, region: 'us', vip: true } })
    expectTypeOf(parameters).toEqualTypeOf<SmallestAiSubmitParameters>()
    new URLSearchParams(parameters)
    new URLSearchParams({ model: 'pulse-pro', language: 'en', ...parameters })
  })

  it('takes only what can come back', () => {
    // @ts-expect-error where to?
    provider.submitParameters({})
    // @ts-expect-error values are plain
    provider.submitParameters({ url, extra: { tags: ['a'] } })
    // @ts-expect-error what a GET would carry is not documented
    provider.submitParameters({ url, method: 'GET' })
    // @ts-expect-error no such place
    provider.submitParameters({ url, tokenIn: 'header' })
    // @ts-expect-error one secret for one job
    provider.submitParameters({ url, secret: ['a', 'b'] })
  })

  it('is there in a list of providers too', () => {
    createReceiver([provider]).callbackUrl('smallest-ai', { metadata: { jobId: 'a' } })
  })

  it('takes an API key, and no region: the service has none', () => {
    smallestAi({ secret: 's', apiKey: 'k' })
    smallestAi({ auth: signedUrl(), apiKey: undefined })
    // @ts-expect-error one host for all
    smallestAi({ secret: 's', apiKey: 'k', region: 'us' })
  })
})
