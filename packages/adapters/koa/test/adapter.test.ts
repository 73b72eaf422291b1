import type { IncomingMessage, ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { bodyParser } from '@koa/bodyparser'
import { sttWebhooks } from '@stt-webhooks/koa'
import { type AdapterSubject, adapterSuite } from '@stt-webhooks/testing'
import { describeChecks } from '@stt-webhooks/testing/vitest'
import Koa, { type Middleware } from 'koa'
import classicBodyParser from 'koa-bodyparser'
import Koa2 from 'koa2'

/** What both majors have. */
interface Application {
  use(middleware: Middleware): unknown
  callback(): (request: IncomingMessage, response: ServerResponse) => unknown
}

const parsers: Readonly<Record<string, Middleware>> = {
  '@koa/bodyparser': bodyParser(),
  'koa-bodyparser': classicBodyParser(),
  'a parser that keeps a Buffer': async (context, next) => {
    context.request.body = await buffer(context.req)
    await next()
  },
  'a parser that keeps nothing': async (context, next) => {
    await buffer(context.req)
    await next()
  },
}

function subjectOf(createApplication: () => Application): AdapterSubject {
  return {
    parsers: {
      '@koa/bodyparser': 'text',
      'koa-bodyparser': 'text',
      'a parser that keeps a Buffer': 'bytes',
      'a parser that keeps nothing': 'nothing',
    },
    remedy: 'before the body parser',
    createListener(receiver, { parser, mount, passed }) {
      const app = createApplication()
      const before = parser === undefined ? undefined : parsers[parser]
      if (before !== undefined) app.use(before)
      const stt = sttWebhooks(receiver)
      app.use(mount === undefined ? stt : mounted(mount, stt))
      app.use(async (context, next) => {
        passed()
        await next()
        if (context.path === '/foreign') context.body = await buffer(context.req)
      })
      return app.callback()
    },
  }
}

/** As koa-mount does it. */
function mounted(prefix: string, middleware: Middleware): Middleware {
  return async (context, next) => {
    const { path } = context
    if (!path.startsWith(prefix)) return next()
    context.path = path.slice(prefix.length)
    await middleware(context, () => {
      context.path = path
      return next()
    })
  }
}

/** Koa prints the errors of sockets. */
function quiet<App extends { silent: boolean }>(app: App): App {
  app.silent = true
  return app
}

describeChecks('Koa 3', adapterSuite(subjectOf(() => quiet(new Koa()))))
describeChecks('Koa 2', adapterSuite(subjectOf(() => quiet(new Koa2()))))
