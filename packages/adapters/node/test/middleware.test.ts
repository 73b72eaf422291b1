import { connect } from 'node:net'
import { createReceiver, type Receiver } from '@stt-webhooks/core'
import { sttWebhooks } from '@stt-webhooks/node'
import { exampleProvider } from '@stt-webhooks/testing'
import { expect, test, vi } from 'vitest'
import { serve } from './serve.ts'

const path = '/webhooks/stt/example'
const delivery = {
  method: 'POST',
  headers: { 'x-example-secret': 'example secret' },
  body: '{"id":"job-1","status":"completed"}',
}

function createExample(log: (line: string) => void = () => undefined): Receiver {
  const logger = { info: log, warn: log, error: log }
  const receiver = createReceiver([exampleProvider({ secret: 'example secret', signs: 'header' })], {
    logger,
  })
  receiver.onAny(() => undefined)
  return receiver
}

test('without next it is a whole server', async () => {
  const origin = await serve(sttWebhooks(createExample()))
  expect((await fetch(origin + path, delivery)).status).toBe(200)
  expect((await fetch(`${origin}/nowhere`, { method: 'POST', body: 'x'.repeat(1_000_000) })).status).toBe(404)
})

test('a host may pause the request while it looks something up', async () => {
  const stt = sttWebhooks(createExample())
  const origin = await serve((request, response) => {
    request.pause()
    return stt(request, response)
  })
  expect((await fetch(origin + path, delivery)).status).toBe(200)
})

test('a host that sets an encoding loses the bytes: 503', async () => {
  const receiver = createExample()
  const stt = sttWebhooks(receiver)
  const origin = await serve((request, response) => stt(request.setEncoding('utf8'), response))
  expect((await fetch(origin + path, delivery)).status).toBe(503)
  expect(receiver.counts()).toEqual({ body_already_parsed: 1 })
})

test('a sender that hangs up before the host comes to us is noticed at once', async () => {
  const receiver = createExample()
  const stt = sttWebhooks(receiver)
  const origin = await serve((request, response) => {
    request.once('close', () => stt(request, response))
  })
  const socket = connect(Number(new URL(origin).port), '127.0.0.1')
  socket.end(`POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\n12345`)
  await vi.waitFor(() => expect(receiver.counts()).toEqual({ sender_gone: 1 }))
})

test('a host that answered in our place is left alone', async () => {
  const stt = sttWebhooks(createExample())
  const attempts: Promise<void>[] = []
  const origin = await serve((request, response) => {
    response.writeHead(504).end('too slow')
    attempts.push(stt(request, response))
  })
  expect((await fetch(origin + path, delivery)).status).toBe(504)
  await expect(Promise.all(attempts)).resolves.toHaveLength(1)
})
