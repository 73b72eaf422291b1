import { createReceiver } from '@stt-webhooks/core'
import {
  type RevAiAnalysisJob,
  type RevAiTranscriptionJob,
  type RevAiVocabularyNotification,
  revAi,
} from '@stt-webhooks/rev-ai'
import type {
  CustomVocabularyOptions,
  LanguageIdJobOptions,
  RevAiApiClient,
  RevAiCustomVocabulariesClient,
  RevAiJobOptions,
  SentimentAnalysisJobOptions,
  TopicExtractionJobOptions,
} from 'revai-node-sdk'
import { describe, expectTypeOf, it } from 'vitest'

describe('events of Rev AI', () => {
  const receiver = createReceiver([revAi({ secret: 's' })])

  it('narrows raw by type and product', () => {
    receiver.on('transcript.completed', (event) => {
      expectTypeOf(event.provider).toEqualTypeOf<'rev-ai'>()
      expectTypeOf(event.raw.job).toEqualTypeOf<RevAiTranscriptionJob>()
    })
    receiver.on('job.failed', (event) => {
      if (event.product === 'custom-vocabulary')
        expectTypeOf(event.raw).toEqualTypeOf<RevAiVocabularyNotification>()
      else expectTypeOf(event.raw.job).toEqualTypeOf<RevAiAnalysisJob>()
    })
  })

  it('refuses events that Rev AI cannot send, and a missing secret', () => {
    // @ts-expect-error Rev AI redacts no audio
    receiver.on('audio.redacted', () => {})
    // @ts-expect-error the secret is missing
    revAi({})
    // @ts-expect-error a secret and no authentication contradict each other
    revAi({ secret: 's', unsafeAllowUnauthenticated: true })
  })
})

describe('submitting to Rev AI', () => {
  const rev = revAi({ secret: 's', apiKey: 'k', region: 'eu' })
  const url = 'https://example.com/webhooks/stt/rev-ai'
  const parameters = rev.submitParameters({ url, metadata: { order: 7 } })

  it('fits the SDK, for every product', () => {
    expectTypeOf(parameters).toExtend<RevAiJobOptions>()
    expectTypeOf(parameters).toExtend<SentimentAnalysisJobOptions>()
    expectTypeOf(parameters).toExtend<TopicExtractionJobOptions>()
    expectTypeOf(parameters).toExtend<LanguageIdJobOptions>()
    expectTypeOf({ custom_vocabularies: [], ...parameters }).toExtend<CustomVocabularyOptions>()
    const submit = (client: RevAiApiClient) =>
      client.submitJob({ source_config: { url: 'https://a.b/c.mp3' }, language: 'en', ...parameters })
    const submitUrl = (client: RevAiApiClient) => client.submitJobUrl('https://a.b/c.mp3', { ...parameters })
    const build = (client: RevAiCustomVocabulariesClient) =>
      client.submitCustomVocabularies([], undefined, parameters.metadata, parameters.notification_config)
    expectTypeOf(submit).returns.resolves.toHaveProperty('id')
    expectTypeOf(submitUrl).returns.resolves.toHaveProperty('id')
    expectTypeOf(build).returns.resolves.toHaveProperty('id')
  })

  it('refuses options that cannot work', () => {
    // @ts-expect-error Rev AI must know where to call
    rev.submitParameters({})
    // @ts-expect-error metadata is a text, or JSON
    rev.submitParameters({ url, metadata: { on: new Date() } })
    // @ts-expect-error one job carries one secret
    rev.submitParameters({ url, secret: ['a', 'b'] })
    // @ts-expect-error there is no such region
    revAi({ secret: 's', region: 'asia' })
    // @ts-expect-error a transport is made by a fake API, or by localTransport
    revAi({ secret: 's', transport: 'http://127.0.0.1' })
    revAi({ unsafeAllowUnauthenticated: true, apiKey: 'k' })
  })
})
