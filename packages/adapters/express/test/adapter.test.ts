import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ExpressMiddleware, sttWebhooks } from '@stt-webhooks/express'
import { type AdapterSubject, adapterSuite } from '@stt-webhooks/testing'
import { describeChecks } from '@stt-webhooks/testing/vitest'
import express from 'express'
import express4 from 'express4'

/** What both majors have. */
interface Application {
  (request: IncomingMessage, response: ServerResponse): unknown
  use(path: string, handler: ExpressMiddleware): unknown
  post(path: string, ...handlers: ExpressMiddleware[]): unknown
}

type Parsers = Pick<typeof express, 'json' | 'raw' | 'text'>

function subjectOf(createApplication: () => Application, { json, raw, text }: Parsers): AdapterSubject {
  const parsers: Readonly<Record<string, ExpressMiddleware>> = {
    'express.json()': json(),
    'express.json({ verify })': json({
      verify: (request, _response, buffer) => Object.assign(request, { rawBody: buffer }),
    }),
    'express.raw()': raw({ type: '*/*' }),
    'express.text()': text({ type: '*/*' }),
  }
  return {
    parsers: {
      'express.json()': 'value',
      'express.json({ verify })': 'bytes',
      'express.raw()': 'bytes',
      'express.text()': 'text',
    },
    remedy: 'express.json({ verify:',
    createListener(receiver, { parser, mount, passed }) {
      const app = createApplication()
      const before = parser === undefined ? undefined : parsers[parser]
      if (before !== undefined) app.use('/', before)
      app.use(mount ?? '/', sttWebhooks(receiver))
      app.use('/', (_request, _response, next) => {
        passed()
        next()
      })
      app.post('/foreign', raw({ type: '*/*' }), (request, response) => {
        response.end(request.body)
      })
      return app
    },
  }
}

describeChecks('Express 5', adapterSuite(subjectOf(express, express)))
describeChecks('Express 4', adapterSuite(subjectOf(express4, express4)))
