import {
  type AssemblyAiRedactedAudioNotification,
  type AssemblyAiStreamingNotification,
  type AssemblyAiTranscript,
  type AssemblyAiTranscriptNotification,
  assemblyai,
} from '@stt-webhooks/assemblyai'
import { createReceiver } from '@stt-webhooks/core'
import type { AssemblyAI, StreamingTranscriberParams, TranscribeParams } from 'assemblyai'
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
      expectTypeOf(event.raw).toEqualTypeOf<AssemblyAiTranscriptNotification | AssemblyAiTranscript>()
      if ('id' in event.raw) expectTypeOf(event.raw.error).toEqualTypeOf<string | null | undefined>()
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

describe('submitting to AssemblyAI', () => {
  const aai = assemblyai({ secret: 's', apiKey: 'k', region: 'eu' })
  const url = 'https://example.com/webhooks/stt/assemblyai'

  it('fits the SDK', () => {
    expectTypeOf({ audio: 'a.mp3', ...aai.submitParameters({ url }) }).toExtend<TranscribeParams>()
    expectTypeOf({
      audio_url: 'https://a.b/c',
      ...aai.submitParameters({ url }),
    }).toExtend<TranscribeParams>()
    expectTypeOf({
      sampleRate: 16_000,
      ...aai.streamingParameters({ url }),
    }).toExtend<StreamingTranscriberParams>()
    const submit = (client: AssemblyAI) =>
      client.transcripts.submit({ audio: 'a.mp3', speaker_labels: true, ...aai.submitParameters({ url }) })
    const connect = (client: AssemblyAI) =>
      client.streaming.transcriber({ sampleRate: 16_000, ...aai.streamingParameters({ url }) })
    expectTypeOf(submit).returns.resolves.toHaveProperty('id')
    expectTypeOf(connect).returns.toHaveProperty('sendAudio')
  })

  it('refuses options that cannot work', () => {
    // @ts-expect-error AssemblyAI must know where to call
    aai.submitParameters({})
    // @ts-expect-error a query holds text only
    aai.submitParameters({ url, metadata: { order: 7 } })
    // @ts-expect-error one job carries one secret
    aai.submitParameters({ url, secret: ['a', 'b'] })
    // @ts-expect-error there is no such region
    assemblyai({ secret: 's', region: 'asia' })
    // @ts-expect-error a transport is made by a fake API, or by localTransport
    assemblyai({ secret: 's', transport: 'http://127.0.0.1' })
    assemblyai({ unsafeAllowUnauthenticated: true, apiKey: 'k' })
  })
})
