import { buffer } from 'node:stream/consumers'
import { createReceiver, type Receiver } from '@stt-webhooks/core'
import { sttWebhooks } from '@stt-webhooks/h3'
import { exampleProvider } from '@stt-webhooks/testing'
import { bodyLimit, H3, onResponse } from 'h3'
import { toNodeHandler } from 'h3/node'
import { describe, expect, test } from 'vitest'
import { serve } from './serve.ts'

const path = '/webhooks/stt/example'
const large = JSON.stringify({ id: 'job-1', status: 'completed', text: 'ö'.repeat(200_000) })

function createExample(): { readonly receiver: Receiver; readonly texts: unknown[] } {
  const silent = () => undefined
  const logger = { info: silent, warn: silent, error: silent }
  const provider = exampleProvider({ secret: 'example secret', signs: 'header' })
  const receiver = createReceiver([provider], { logger, bodyLimit: 500_000 })
  const texts: unknown[] = []
  receiver.onAny((_event, { transcript }) => transcript().then(({ text }) => texts.push(text)))
  return { receiver, texts }
}

const headers = { 'x-example-secret': 'example secret' }

function delivery(body: string | ReadableStream): RequestInit {
  return { method: 'POST', headers, body, duplex: 'half' }
}

describe('without a Node request', () => {
  test('a delivery is received from the web request', async () => {
    const { receiver, texts } = createExample()
    const app = new H3().use(sttWebhooks(receiver))
    expect((await app.request(path, delivery(large))).status).toBe(200)
    const challenge = await app.request(`${path}?challenge=%E6%97%A5`, delivery('{}'))
    expect(await challenge.text()).toBe('日')
    expect(texts).toEqual(['ö'.repeat(200_000)])
  })

  test('a wrong credential is refused, a foreign path left to the next, an empty body read', async () => {
    const { receiver } = createExample()
    const app = new H3().use(sttWebhooks(receiver)).all('/**', () => 'foreign')
    expect((await app.request(path, { method: 'POST', body: large })).status).toBe(401)
    expect((await app.request('/foreign', { method: 'POST', body: large })).status).toBe(200)
    expect((await app.request(path, { method: 'POST', headers })).status).toBe(503)
    expect(receiver.counts()).toEqual({ refused: 1, unreadable: 1 })
  })

  test('a body is counted while it comes, and the rest not asked for', async () => {
    const { receiver } = createExample()
    let cancelled = false
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(100_000)),
      cancel: () => {
        cancelled = true
      },
    })
    const app = new H3().use(sttWebhooks(receiver))
    expect((await app.request(path, delivery(endless))).status).toBe(413)
    expect(cancelled).toBe(true)
  })

  test('a body that was read before is our own trouble', async () => {
    const { receiver } = createExample()
    const app = new H3()
      .use(async (event) => {
        await event.req.text()
      })
      .use(sttWebhooks(receiver))
    expect((await app.request(path, delivery(large))).status).toBe(503)
    expect(receiver.counts()).toEqual({ body_already_parsed: 1 })
  })

  test('a body that breaks off is not acknowledged', async () => {
    const { receiver, texts } = createExample()
    const broken = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode(large)),
      pull: (controller) => controller.error(new Error('broken')),
    })
    const app = new H3().use(sttWebhooks(receiver))
    expect((await app.request(path, delivery(broken))).status).toBe(503)
    expect(texts).toEqual([])
  })
})

describe('on Node', () => {
  test('a body that other middleware has wrapped is read through it', async () => {
    const { receiver, texts } = createExample()
    const app = new H3().use(bodyLimit(1_000_000)).use(sttWebhooks(receiver))
    const response = await fetch((await serve(toNodeHandler(app))) + path, delivery(large))
    expect(response.status).toBe(200)
    expect(texts).toEqual(['ö'.repeat(200_000)])
  })

  test('a body that the server around h3 has read is our own trouble', async () => {
    const { receiver } = createExample()
    const handle = toNodeHandler(new H3().use(sttWebhooks(receiver)))
    const origin = await serve(async (request, response) => {
      await buffer(request)
      await handle(request, response)
    })
    expect((await fetch(origin + path, delivery(large))).status).toBe(503)
    expect(receiver.counts()).toEqual({ body_already_parsed: 1 })
  })

  test('hooks see the answer, and headers that others set are kept', async () => {
    const seen: number[] = []
    const app = new H3()
      .use(onResponse(({ status }) => void seen.push(status)))
      .use((event) => {
        event.res.headers.set('x-other', 'kept')
      })
      .use(sttWebhooks(createExample().receiver))
    const response = await fetch((await serve(toNodeHandler(app))) + path, { method: 'PUT' })
    expect([response.status, response.headers.get('allow'), response.headers.get('x-other')]).toEqual([
      405,
      'POST',
      'kept',
    ])
    expect(seen).toEqual([405])
  })

  test('the address of the client is the one that the context has, else the connection', async () => {
    const addresses: (string | undefined)[] = []
    const receiver: Receiver = {
      ...createExample().receiver,
      async handle({ remoteAddress }) {
        addresses.push(remoteAddress)
        return { status: 200, headers: {}, body: null }
      },
    }
    const stt = sttWebhooks(receiver)
    await fetch(await serve(toNodeHandler(new H3().use(stt))))
    const behindProxy = new H3().use((event) => {
      event.context.clientAddress = '203.0.113.7'
    })
    await fetch(await serve(toNodeHandler(behindProxy.use(stt))))
    expect(addresses).toEqual(['127.0.0.1', '203.0.113.7'])
  })
})
