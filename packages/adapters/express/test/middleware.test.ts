import type { IncomingMessage, ServerResponse } from 'node:http'
import { createReceiver, type Receiver } from '@stt-webhooks/core'
import { type ExpressMiddleware, sttWebhooks } from '@stt-webhooks/express'
import express from 'express'
import express4 from 'express4'
import { describe, expect, test } from 'vitest'
import { serve } from './serve.ts'

type ErrorHandler = (error: Error, request: IncomingMessage, response: ServerResponse, next: unknown) => void

/** What both majors have. */
interface Application {
  (request: IncomingMessage, response: ServerResponse): unknown
  use(handler: ExpressMiddleware | ErrorHandler): unknown
  set(setting: string, value: unknown): unknown
}

const frameworks: readonly [string, () => Application][] = [
  ['5', express],
  ['4', express4],
]

function handledBy(handle: Receiver['handle']): Receiver {
  return { ...createReceiver([]), handle }
}

describe.each(frameworks)('Express %s', (_major, createApplication) => {
  test('the address of the client is the one that `trust proxy` says', async () => {
    const addresses: (string | undefined)[] = []
    const receiver = handledBy(async ({ remoteAddress }) => {
      addresses.push(remoteAddress)
      return { status: 200, headers: {}, body: null }
    })
    for (const proxies of [0, 1]) {
      const app = createApplication()
      app.set('trust proxy', proxies)
      app.use(sttWebhooks(receiver))
      await fetch(await serve(app), { headers: { 'x-forwarded-for': '203.0.113.7' } })
    }
    expect(addresses).toEqual(['127.0.0.1', '203.0.113.7'])
  })

  test('an error goes to the error handler of the application', async () => {
    const app = createApplication()
    app.use(sttWebhooks(handledBy(() => Promise.reject(new Error('broken')))))
    const onError: ErrorHandler = (error, _request, response, _next) => {
      response.statusCode = 500
      response.end(error.message)
    }
    app.use(onError)
    const response = await fetch(await serve(app))
    expect([response.status, await response.text()]).toEqual([500, 'broken'])
  })
})
