import { createServer, type RequestListener, type Server } from 'node:http'
import type { Receiver } from '@stt-webhooks/core'
import { sttWebhooks as expressWebhooks } from '@stt-webhooks/express'
import { sttWebhooks as h3Webhooks } from '@stt-webhooks/h3'
import { sttWebhooks as koaWebhooks } from '@stt-webhooks/koa'
import express from 'express'
import { H3 } from 'h3'
import { toNodeHandler } from 'h3/node'
import Koa from 'koa'

/** One receiver, served by each framework: only the import differs. */
export const frameworks: Readonly<Record<string, (receiver: Receiver) => RequestListener>> = {
  express: (receiver) => express().use(expressWebhooks(receiver)),
  koa: (receiver) => new Koa().use(koaWebhooks(receiver)).callback(),
  h3: (receiver) => toNodeHandler(new H3().use(h3Webhooks(receiver))),
}

export interface RunningServer {
  readonly origin: string
  close(): void
}

/** Starts a server on a free port of this machine. */
export async function listen(listener: RequestListener): Promise<RunningServer> {
  const server: Server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return { origin: `http://127.0.0.1:${address.port}`, close: () => server.close() }
}
