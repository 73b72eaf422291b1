import type { BatchClient, JobConfig } from '@speechmatics/batch-client'
import { createReceiver } from '@stt-webhooks/core'
import {
  type SpeechmaticsBody,
  type SpeechmaticsJob,
  type SpeechmaticsJobAnswer,
  type SpeechmaticsTranscript,
  speechmatics,
} from '@stt-webhooks/speechmatics'
import { describe, expectTypeOf, it } from 'vitest'

describe('events of Speechmatics', () => {
  const receiver = createReceiver([speechmatics({ secret: 's' })])

  it('narrows raw by the form of the body', () => {
    receiver.on('transcript.completed', (event) => {
      expectTypeOf(event.provider).toEqualTypeOf<'speechmatics'>()
      expectTypeOf(event.product).toEqualTypeOf<'transcription'>()
      expectTypeOf(event.raw).toEqualTypeOf<SpeechmaticsBody | SpeechmaticsJobAnswer>()
      if (event.raw.form === 'json-v2') {
        expectTypeOf(event.raw.transcript).toEqualTypeOf<SpeechmaticsTranscript>()
        expectTypeOf(event.raw.transcript.metadata.translation_errors?.[0]?.message).toEqualTypeOf<
          string | undefined
        >()
      }
      if (event.raw.form === 'srt') expectTypeOf(event.raw.text).toEqualTypeOf<string>()
      if (event.raw.form === 'multipart') {
        const [part] = event.raw.parts
        expectTypeOf(part?.name).toEqualTypeOf<string | undefined>()
        if (part?.form === 'data') expectTypeOf(part.size).toEqualTypeOf<number>()
      }
      // @ts-expect-error an empty body has no text
      if (event.raw.form === 'empty') event.raw.text
    })
    receiver.on('job.completed', (event) => {
      expectTypeOf(event.product).toEqualTypeOf<'alignment'>()
      expectTypeOf(event.raw).toEqualTypeOf<SpeechmaticsBody | SpeechmaticsJobAnswer>()
    })
  })

  it('tells the job of the API from the body of a notice', () => {
    receiver.on('transcript.failed', (event) => {
      expectTypeOf(event.raw).toEqualTypeOf<SpeechmaticsBody | SpeechmaticsJobAnswer>()
      if (event.raw.form === 'job') expectTypeOf(event.raw.job).toEqualTypeOf<SpeechmaticsJob>()
    })
    receiver.on('job.failed', (event) => {
      expectTypeOf(event.raw).toEqualTypeOf<SpeechmaticsBody | SpeechmaticsJobAnswer>()
    })
  })

  it('types both nestings of sentiments', () => {
    const { sentiment_analysis: sentiment }: Partial<SpeechmaticsTranscript> = {}
    if (sentiment !== undefined && 'segments' in sentiment) {
      expectTypeOf(sentiment.segments[0]?.text).toEqualTypeOf<string | undefined>()
    }
    if (sentiment !== undefined && 'sentiment_analysis' in sentiment) {
      expectTypeOf(sentiment.sentiment_analysis.segments[0]?.text).toEqualTypeOf<string | undefined>()
    }
  })

  it('refuses events that Speechmatics cannot send', () => {
    // @ts-expect-error Speechmatics tells of nothing before the end
    receiver.on('transcript.progressed', () => {})
    // @ts-expect-error Speechmatics redacts no audio
    receiver.on('audio.redacted', () => {})
  })

  it('takes exactly one credential', () => {
    speechmatics({ authHeaders: ['X-Key: a'] })
    speechmatics({ authHeaders: [['X-Key: a'], ['X-Key: b']], sourceAddresses: ['eu1', '192.0.2.0/24'] })
    speechmatics({ unsafeAllowUnauthenticated: true, sourceAddresses: 'us2' })
    // @ts-expect-error the credential is missing
    speechmatics({})
    // @ts-expect-error two credentials
    speechmatics({ secret: 's', authHeaders: ['X-Key: a'] })
    // @ts-expect-error a secret and no authentication contradict each other
    speechmatics({ secret: 's', unsafeAllowUnauthenticated: true })
    // @ts-expect-error header lines and no authentication contradict each other
    speechmatics({ authHeaders: ['X-Key: a'], unsafeAllowUnauthenticated: true })
    // @ts-expect-error no region of that name
    speechmatics({ secret: 's', sourceAddresses: 'mars' })
  })
})

describe('submitting to Speechmatics', () => {
  const sm = speechmatics({ secret: 's', apiKey: 'k', region: 'eu1' })
  const url = 'https://example.com/webhooks/stt/speechmatics'

  it('fits the SDK', () => {
    const tracking = { reference: 'order-7', details: { tenant: 'acme' } }
    const config = {
      type: 'transcription' as const,
      transcription_config: { language: 'en' },
      ...sm.submitParameters({ url, contents: ['transcript', 'alignment.one_per_line'], tracking }),
    }
    expectTypeOf(config).toExtend<JobConfig>()
    const submit = (client: BatchClient, file: File) =>
      client.createTranscriptionJob(file, {
        transcription_config: { language: 'en' },
        ...sm.submitParameters({ url, more: [{ url, method: 'put' }] }),
      })
    expectTypeOf(submit).returns.resolves.toHaveProperty('id')
    const transcribe = (client: BatchClient) =>
      client.transcribe(
        { url: 'https://example.com/call.wav' },
        { transcription_config: { language: 'en' }, ...sm.submitParameters({ url }) },
      )
    expectTypeOf(transcribe).toBeFunction()
  })

  it('refuses what Speechmatics would refuse', () => {
    const wrong = () => {
      // @ts-expect-error the URL is missing
      sm.submitParameters({})
      // @ts-expect-error no such contents: the colon is a slip of the documentation
      sm.submitParameters({ url, contents: ['transcript:json-v2'] })
      // @ts-expect-error no such method
      sm.submitParameters({ url, method: 'patch' })
      // @ts-expect-error no such key
      sm.submitParameters({ url, tracking: { customer: '7' } })
      // @ts-expect-error a secret of this job is one
      sm.submitParameters({ url, secret: ['a', 'b'] })
      // @ts-expect-error no such region
      speechmatics({ secret: 's', region: 'trial' })
      // @ts-expect-error the network or a local transport, never a URL
      speechmatics({ secret: 's', transport: 'http://127.0.0.1' })
    }
    expectTypeOf(wrong).toBeFunction()
  })
})
