import { createReceiver, type Receiver, type WebhookResponse } from '@stt-webhooks/core'
import { sttWebhooks } from '@stt-webhooks/koa'
import Koa from 'koa'
import Koa2 from 'koa2'
import { describe, expect, test } from 'vitest'
import { serve } from './serve.ts'

function answering(answer: WebhookResponse, addresses: (string | undefined)[] = []): Receiver {
  return {
    ...createReceiver([]),
    async handle({ remoteAddress }) {
      addresses.push(remoteAddress)
      return answer
    },
  }
}

const nothing = { status: 200, headers: {}, body: null }

describe.each([
  ['3', (options: { proxy: boolean }) => new Koa(options)],
  ['2', (options: { proxy: boolean }) => new Koa2(options)],
])('Koa %s', (_major, createApplication) => {
  test('an answer without a body stays a 200, without a content type', async () => {
    const app = createApplication({ proxy: false })
    app.use(async (context, next) => {
      context.type = 'application/json'
      await next()
    })
    app.use(sttWebhooks(answering(nothing)))
    const response = await fetch(await serve(app.callback()))
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('')
    expect(response.headers.get('content-length')).toBe('0')
    expect(response.headers.get('content-type')).toBeNull()
  })

  test('no content type is guessed for a text, and headers come as given', async () => {
    const app = createApplication({ proxy: false })
    app.use(sttWebhooks(answering({ status: 503, headers: { 'retry-after': '10' }, body: '<b>' })))
    const response = await fetch(await serve(app.callback()))
    expect([response.status, await response.text()]).toEqual([503, '<b>'])
    expect(response.headers.get('content-type')).toBeNull()
    expect(response.headers.get('retry-after')).toBe('10')
  })

  test('middleware before ours sees the answer and may change it', async () => {
    const app = createApplication({ proxy: false })
    app.use(async (context, next) => {
      await next()
      context.set('x-seen', `${context.status} ${context.body}`)
    })
    app.use(sttWebhooks(answering({ status: 401, headers: {}, body: 'unauthorized' })))
    const response = await fetch(await serve(app.callback()))
    expect(response.headers.get('x-seen')).toBe('401 unauthorized')
  })

  test('the address of the client is the one that `proxy` says', async () => {
    const addresses: (string | undefined)[] = []
    for (const proxy of [false, true]) {
      const app = createApplication({ proxy })
      app.use(sttWebhooks(answering(nothing, addresses)))
      await fetch(await serve(app.callback()), { headers: { 'x-forwarded-for': '203.0.113.7' } })
    }
    expect(addresses).toEqual(['127.0.0.1', '203.0.113.7'])
  })
})
