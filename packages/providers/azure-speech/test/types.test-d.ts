import {
  type AzureSpeechEntity,
  type AzureSpeechHook,
  type AzureSpeechJob,
  type AzureSpeechNotice,
  type AzureSpeechRegistration,
  type AzureSpeechRequest,
  type AzureSpeechRetiredRegistration,
  type AzureSpeechTranscription,
  azureSpeech,
} from '@stt-webhooks/azure-speech'
import { createReceiver } from '@stt-webhooks/core'
import { describe, expectTypeOf, it } from 'vitest'

describe('events of Azure Speech', () => {
  const receiver = createReceiver([azureSpeech({ secret: 's' })])

  it('narrows raw by type', () => {
    receiver.on('transcript.ended', (event) => {
      expectTypeOf(event.provider).toEqualTypeOf<'azure-speech'>()
      expectTypeOf(event.product).toEqualTypeOf<'transcription'>()
      expectTypeOf(event.raw).toEqualTypeOf<AzureSpeechNotice>()
    })
    receiver.on('transcript.completed', (event) => {
      expectTypeOf(event.raw).toEqualTypeOf<AzureSpeechTranscription | AzureSpeechJob>()
      if ('self' in event.raw) expectTypeOf(event.raw).toEqualTypeOf<AzureSpeechJob>()
    })
    receiver.on('job.failed', (event) => {
      expectTypeOf(event.product).toEqualTypeOf<
        'dataset' | 'model' | 'evaluation' | 'endpoint' | 'endpoint-data'
      >()
      expectTypeOf(event.raw).toEqualTypeOf<AzureSpeechEntity | AzureSpeechJob>()
    })
    receiver.on('job.progressed', (event) => {
      if ('self' in event.raw) expectTypeOf(event.raw).toEqualTypeOf<AzureSpeechNotice>()
      else expectTypeOf(event.raw).toEqualTypeOf<AzureSpeechEntity>()
    })
    receiver.on('webhook.pinged', (event) => {
      expectTypeOf(event.raw).toEqualTypeOf<AzureSpeechHook | null>()
    })
  })

  it('refuses events that Azure Speech cannot send, and a missing secret', () => {
    // @ts-expect-error Azure Speech redacts no audio
    receiver.on('audio.redacted', () => {})
    // @ts-expect-error the secret is missing
    azureSpeech({})
    // @ts-expect-error a secret and no authentication contradict each other
    azureSpeech({ secret: 's', unsafeAllowUnauthenticated: true })
    // @ts-expect-error the moon has no data centre
    azureSpeech({ secret: 's', apiKey: 'k', region: 'moon' })
  })
})

describe('hooks of Azure Speech', () => {
  const azure = azureSpeech({ secret: 's', apiKey: 'k', region: 'westus' })
  const url = 'https://example.com/webhooks/stt/azure-speech'

  it('have a registration of each generation', () => {
    expectTypeOf(azure.webhookRegistration({ url })).toEqualTypeOf<AzureSpeechRegistration>()
    expectTypeOf(
      azure.webhookRegistration({ url, apiVersion: 'v2.1', events: ['DataImportCompletion'] }),
    ).toEqualTypeOf<AzureSpeechRetiredRegistration>()
    // @ts-expect-error there is no event for failures: a completion may be one
    azure.webhookRegistration({ url, events: ['transcriptionFailed'] })
    // @ts-expect-error the hook would be called for nothing we know
    azure.webhookRegistration({ url, apiVersion: 'v2.1', events: ['transcriptionCompletion'] })
    // @ts-expect-error the URL is missing
    azure.webhookRegistration({})
  })

  it('have requests that fetch takes', () => {
    const request = azure.hooks.enable('id', { url })
    expectTypeOf(request).toEqualTypeOf<AzureSpeechRequest>()
    expectTypeOf(request).toExtend<RequestInit>()
    // @ts-expect-error the URL makes Azure Speech send a new challenge
    azure.hooks.enable('id', {})
  })
})
