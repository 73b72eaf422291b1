import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { TranscriptCompleted } from '@stt-webhooks/core'
import type { Provider } from '@stt-webhooks/core/provider'
import { sttWebhooks } from '@stt-webhooks/node'
import { expectTypeOf, test } from 'vitest'

declare const provider: Provider<TranscriptCompleted<'example', 'example', string>>

type ConnectHandler = (
  request: IncomingMessage & { originalUrl?: string },
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void

test('it fits the servers of Node, and hosts in the manner of connect', () => {
  const stt = sttWebhooks([provider])
  createHttpServer(stt)
  createHttpsServer(stt)
  expectTypeOf(stt).toExtend<ConnectHandler>()
})

test('it is a receiver of what its providers emit', () => {
  const stt = sttWebhooks([provider])
  stt.on('transcript.completed', (event) => expectTypeOf(event.raw).toEqualTypeOf<string>())
  // @ts-expect-error: the provider emits no such event
  stt.on('audio.redacted', () => undefined)
})
