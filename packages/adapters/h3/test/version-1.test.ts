import { createReceiver, type Receiver } from '@stt-webhooks/core'
import { sttWebhooks } from '@stt-webhooks/h3'
import { exampleProvider } from '@stt-webhooks/testing'
import {
  createApp,
  createRouter,
  defineEventHandler,
  toNodeListener,
  toPlainHandler,
  toWebHandler,
} from 'h3v1'
import { expect, test } from 'vitest'
import { serve } from './serve.ts'

const path = '/webhooks/stt/example'
const delivery = {
  method: 'POST',
  headers: { 'x-example-secret': 'example secret' },
  body: '{"id":"job-1","status":"completed"}',
}

function createExample(): Receiver {
  const receiver = createReceiver([exampleProvider({ secret: 'example secret', signs: 'header' })])
  receiver.onAny(() => undefined)
  return receiver
}

test('as a web handler, a delivery is received from the web request', async () => {
  const receiver = createExample()
  const handle = toWebHandler(createApp().use(sttWebhooks(receiver)))
  expect((await handle(new Request(`http://localhost${path}`, delivery))).status).toBe(200)
  const challenge = await handle(new Request(`http://localhost${path}?challenge=%E6%97%A5`, delivery))
  expect(await challenge.text()).toBe('日')
  expect((await handle(new Request('http://localhost/nowhere', delivery))).status).toBe(404)
  expect(receiver.counts()).toEqual({ accepted: 1, handshake: 1 })
})

test('as a route of a router, an answer without a body stays a 200', async () => {
  const router = createRouter({ preemptive: true }).use('/webhooks/stt/**', sttWebhooks(createExample()))
  const origin = await serve(toNodeListener(createApp().use(router)))
  expect((await fetch(origin + path, delivery)).status).toBe(200)
})

test('a body that the platform has read is taken from the request', async () => {
  const platform = defineEventHandler(({ node }) => {
    Object.assign(node.req, { body: Buffer.from(delivery.body) })
  })
  const handle = toPlainHandler(createApp().use(platform).use(sttWebhooks(createExample())))
  const { method, headers } = delivery
  expect(await handle({ method, path, headers: Object.entries(headers) })).toMatchObject({ status: 200 })
})
