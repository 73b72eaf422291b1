import { createReceiver } from '@stt-webhooks/core'
import {
  type RevAiAnalysisJob,
  type RevAiTranscriptionJob,
  type RevAiVocabularyNotification,
  revAi,
} from '@stt-webhooks/rev-ai'
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
