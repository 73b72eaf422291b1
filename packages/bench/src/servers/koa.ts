import { sttWebhooks } from '@stt-webhooks/koa'
import Koa from 'koa'
import { path } from '../bodies.ts'
import { parseGenuine, readBody } from './by-hand.ts'
import type { Framework } from './framework.ts'
import { providers } from './ours.ts'

export const koa: Framework = {
  byHand(count) {
    const app = new Koa()
    app.use(async (context, next) => {
      if (context.method !== 'POST' || context.path !== path) return next()
      const body = parseGenuine(context.req, await readBody(context.req))
      if (body !== undefined) count()
      context.body = null
      // After the body, because Koa makes a 204 of null.
      context.status = body === undefined ? 401 : 200
    })
    return app.callback()
  },
  ours(count, options) {
    const stt = sttWebhooks(providers, options)
    stt.on('transcript.ended', count)
    const app = new Koa()
    app.use(stt)
    return app.callback()
  },
}
