import type { TranscriptCompleted } from '@stt-webhooks/core'
import type { Provider } from '@stt-webhooks/core/provider'
import { sttWebhooks } from '@stt-webhooks/koa'
import Koa from 'koa'
import Koa2 from 'koa2'
import { expectTypeOf, test } from 'vitest'

declare const provider: Provider<TranscriptCompleted<'example', 'example', string>>

test('it fits use() of Koa 2 and 3', () => {
  const stt = sttWebhooks([provider])
  new Koa().use(stt)
  new Koa<{ user: string }, { tenant: string }>().use(stt)
  new Koa2().use(stt)
  new Koa2<{ user: string }, { tenant: string }>().use(stt)
})

test('it is a receiver of what its providers emit', () => {
  const stt = sttWebhooks([provider])
  stt.on('transcript.completed', (event) => expectTypeOf(event.raw).toEqualTypeOf<string>())
  // @ts-expect-error: the provider emits no such event
  stt.on('audio.redacted', () => undefined)
})
