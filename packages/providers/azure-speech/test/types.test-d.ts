import {
  type AzureSpeechEntity,
  type AzureSpeechHook,
  type AzureSpeechNotice,
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
      expectTypeOf(event.raw).toEqualTypeOf<AzureSpeechTranscription>()
    })
    receiver.on('job.failed', (event) => {
      expectTypeOf(event.product).toEqualTypeOf<
        'dataset' | 'model' | 'evaluation' | 'endpoint' | 'endpoint-data'
      >()
      expectTypeOf(event.raw).toEqualTypeOf<AzureSpeechEntity>()
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
  })
})
