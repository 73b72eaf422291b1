import type { TranscriptCompleted } from '@stt-webhooks/core'
import type { Provider } from '@stt-webhooks/core/provider'
import { sttWebhooks } from '@stt-webhooks/express'
import express, { Router } from 'express'
import express4 from 'express4'
import { expectTypeOf, test } from 'vitest'

declare const provider: Provider<TranscriptCompleted<'example', 'example', string>>

test('it fits use() of Express 4 and 5, of applications and of routers', () => {
  const stt = sttWebhooks([provider])
  express().use(stt)
  express().use('/webhooks', stt)
  Router().use(stt)
  express().post('/webhooks/stt/example', stt)
  express4().use(stt)
  express4().use('/webhooks', stt)
  express4.Router().use(stt)
})

test('it is a receiver of what its providers emit', () => {
  const stt = sttWebhooks([provider])
  stt.on('transcript.completed', (event) => expectTypeOf(event.raw).toEqualTypeOf<string>())
  // @ts-expect-error: the provider emits no such event
  stt.on('audio.redacted', () => undefined)
})
