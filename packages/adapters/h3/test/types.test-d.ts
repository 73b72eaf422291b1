import type { TranscriptCompleted } from '@stt-webhooks/core'
import type { Provider } from '@stt-webhooks/core/provider'
import { sttWebhooks } from '@stt-webhooks/h3'
import { H3 } from 'h3'
import { createApp, createRouter } from 'h3v1'
import { expectTypeOf, test } from 'vitest'

declare const provider: Provider<TranscriptCompleted<'example', 'example', string>>

test('it fits use() of h3 1 and 2', () => {
  const stt = sttWebhooks([provider])
  new H3().use(stt)
  new H3().use('/webhooks/**', stt)
  createApp().use(stt)
  createApp().use('/webhooks', stt)
  createRouter().post('/webhooks/stt/**', stt)
})

test('it is a receiver of what its providers emit', () => {
  const stt = sttWebhooks([provider])
  stt.on('transcript.completed', (event) => expectTypeOf(event.raw).toEqualTypeOf<string>())
  // @ts-expect-error: the provider emits no such event
  stt.on('audio.redacted', () => undefined)
})
