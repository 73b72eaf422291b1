import { buffer } from 'node:stream/consumers'
import { sttWebhooks } from '@stt-webhooks/h3'
import { type AdapterSubject, adapterSuite } from '@stt-webhooks/testing'
import { describeChecks } from '@stt-webhooks/testing/vitest'
import { H3, type H3Event, type Middleware } from 'h3'
import { toNodeHandler } from 'h3/node'
import {
  createApp,
  createRouter,
  defineEventHandler,
  type EventHandler,
  readBody,
  readRawBody,
  toNodeListener,
} from 'h3v1'

const version2Parsers: Readonly<Record<string, (event: H3Event) => Promise<unknown>>> = {
  'event.req.json()': (event) => event.req.json().catch(() => undefined),
  'event.req.arrayBuffer()': (event) => event.req.arrayBuffer(),
}

const version2: AdapterSubject = {
  parsers: { 'event.req.json()': 'nothing', 'event.req.arrayBuffer()': 'nothing' },
  remedy: 'app.use(stt) comes first',
  createListener(receiver, { parser, mount, passed }) {
    const app = new H3()
    const parse = parser === undefined ? undefined : version2Parsers[parser]
    if (parse !== undefined) app.use(reading(parse))
    const stt = sttWebhooks(receiver)
    if (mount === undefined) app.use(stt)
    else app.use(`${mount}/**`, stt)
    app.use(() => passed())
    app.post('/foreign', async (event) => new Uint8Array(await event.req.arrayBuffer()))
    return toNodeHandler(app)
  },
}

function reading(parse: (event: H3Event) => Promise<unknown>): Middleware {
  return async (event, next) => {
    await parse(event)
    return next()
  }
}

const version1Parsers: Readonly<Record<string, EventHandler>> = {
  'readBody()': defineEventHandler(async (event) => {
    await readBody(event).catch(() => undefined)
  }),
  'readRawBody(), not awaited': defineEventHandler((event) => {
    void readRawBody(event)
  }),
  'a parser that keeps nothing': defineEventHandler(async (event) => {
    await buffer(event.node.req)
  }),
}

const version1: AdapterSubject = {
  parsers: {
    'readBody()': 'bytes',
    'readRawBody(), not awaited': 'bytes',
    'a parser that keeps nothing': 'nothing',
  },
  remedy: 'readBody() keeps the bytes',
  createListener(receiver, { parser, mount, passed }) {
    const app = createApp()
    const parse = parser === undefined ? undefined : version1Parsers[parser]
    if (parse !== undefined) app.use(parse)
    app.use(mount ?? '/', sttWebhooks(receiver))
    app.use(defineEventHandler(() => passed()))
    app.use(
      createRouter().post(
        '/foreign',
        defineEventHandler((event) => readRawBody(event, false)),
      ),
    )
    return toNodeListener(app)
  },
}

describeChecks('h3 2', adapterSuite(version2))
describeChecks('h3 1', adapterSuite(version1))
