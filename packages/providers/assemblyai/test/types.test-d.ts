import {
  type AssemblyAiRedactedAudioNotification,
  type AssemblyAiStreamingNotification,
  type AssemblyAiTranscriptNotification,
  assemblyai,
} from '@stt-webhooks/assemblyai'
import { createReceiver } from '@stt-webhooks/core'
import { describe, expectTypeOf, it } from 'vitest'

describe('events of AssemblyAI', () => {
  const receiver = createReceiver([assemblyai({ secret: 's' })])

  it('narrows raw by type and product', () => {
    receiver.on('transcript.completed', (event) => {
      expectTypeOf(event.provider).toEqualTypeOf<'assemblyai'>()
      if (event.product === 'streaming')
        expectTypeOf(event.raw).toEqualTypeOf<AssemblyAiStreamingNotification>()
      else expectTypeOf(event.raw).toEqualTypeOf<AssemblyAiTranscriptNotification>()
    })
    receiver.on('transcript.failed', (event) => {
      expectTypeOf(event.product).toEqualTypeOf<'transcript'>()
    })
    receiver.on('audio.redacted', (event) => {
      expectTypeOf(event.raw).toEqualTypeOf<AssemblyAiRedactedAudioNotification>()
    })
    receiver.on('webhook.unrecognized', (event) => {
      expectTypeOf(event.raw).toEqualTypeOf<unknown>()
    })
  })

  it('refuses events that AssemblyAI cannot send', () => {
    // @ts-expect-error AssemblyAI tells nothing before the end
    receiver.on('transcript.progressed', () => {})
    // @ts-expect-error the outcome is always told
    receiver.on('transcript.ended', () => {})
    // @ts-expect-error there are no other operations
    receiver.on('job.completed', () => {})
  })

  it('refuses credentials that cannot work', () => {
    assemblyai({ secret: ['new', 'old'], header: 'authorization', sourceAddresses: 'eu' })
    assemblyai({ secret: () => undefined, sourceAddresses: ['10.0.0.0/8'] })
    // @ts-expect-error the secret is missing
    assemblyai({})
    // @ts-expect-error the secret is missing: an address alone proves nothing
    assemblyai({ sourceAddresses: 'us' })
    // @ts-expect-error there is no such region
    assemblyai({ secret: 's', sourceAddresses: 'asia' })
    // @ts-expect-error a secret and no authentication contradict each other
    assemblyai({ secret: 's', unsafeAllowUnauthenticated: true })
    // @ts-expect-error without authentication there is nothing for a second factor to add to
    assemblyai({ unsafeAllowUnauthenticated: true, sourceAddresses: 'us' })
  })
})
