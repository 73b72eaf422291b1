import type { RequestListener } from 'node:http'
import type { Receiver } from '@stt-webhooks/core'

export const frameworks = ['node', 'express', 'koa', 'h3'] as const
export type Framework = (typeof frameworks)[number]

type Serve = (receiver: Receiver) => Promise<RequestListener>

/** The receiver as a listener of Node's http server, behind the given framework. Only the chosen framework is loaded. */
export const toListener: Readonly<Record<Framework, Serve>> = {
  async node(receiver) {
    const { sttWebhooks } = await import('@stt-webhooks/node')
    const stt = sttWebhooks(receiver)
    return (request, response) => void stt(request, response)
  },

  async express(receiver) {
    const { default: express } = await import('express')
    const { sttWebhooks } = await import('@stt-webhooks/express')
    return express().disable('x-powered-by').use(sttWebhooks(receiver))
  },

  async koa(receiver) {
    const { default: Koa } = await import('koa')
    const { sttWebhooks } = await import('@stt-webhooks/koa')
    return new Koa().use(sttWebhooks(receiver)).callback()
  },

  async h3(receiver) {
    const { H3 } = await import('h3')
    const { toNodeHandler } = await import('h3/node')
    const { sttWebhooks } = await import('@stt-webhooks/h3')
    return toNodeHandler(new H3().use(sttWebhooks(receiver)))
  },
}
