import { Buffer } from 'node:buffer'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Receiver } from '@stt-webhooks/core/adapter'
import type { AdapterSubject } from '@stt-webhooks/testing'

export interface HostedRequest extends IncomingMessage {
  originalUrl?: string
  body?: unknown
  rawBody?: unknown
}

type Middleware = (request: HostedRequest, response: ServerResponse, next: () => void) => Promise<void>

/** An adapter under test: how a receiver becomes a middleware. */
export type Adapter = (receiver: Pick<Receiver, 'handle'>) => Middleware

export const remedy = 'Keep the bytes in request.rawBody.'

const parsers: Readonly<Record<string, (request: HostedRequest, bytes: Buffer) => void>> = {
  'a parser that keeps the value': (request, bytes) => {
    request.body = parsed(bytes)
  },
  'a parser that keeps the bytes': (request, bytes) => {
    request.body = parsed(bytes)
    request.rawBody = bytes
  },
  'a parser that keeps the text': (request, bytes) => {
    request.rawBody = bytes.toString()
  },
  'a parser that keeps nothing': () => undefined,
}

/** Node's own server, with an adapter in the manner of connect. */
export function hosting(adapter: Adapter): AdapterSubject {
  return {
    parsers: {
      'a parser that keeps the value': 'value',
      'a parser that keeps the bytes': 'bytes',
      'a parser that keeps the text': 'text',
      'a parser that keeps nothing': 'nothing',
    },
    remedy,
    createListener(receiver, { parser, mount, passed }) {
      const middleware = adapter(receiver)

      async function last(request: HostedRequest, response: ServerResponse): Promise<void> {
        passed()
        if (response.headersSent) return
        if (request.url !== '/foreign') {
          response.writeHead(404).end('nothing here')
          return
        }
        response.end(await read(request))
      }

      return async (request: HostedRequest, response) => {
        if (parser !== undefined) parsers[parser]?.(request, await read(request))
        const url = request.url ?? ''
        if (mount !== undefined) {
          if (!url.startsWith(mount)) return last(request, response)
          request.originalUrl = url
          request.url = url.slice(mount.length)
        }
        const next = (): void => {
          request.url = url
          last(request, response).catch(() => response.destroy())
        }
        await middleware(request, response, next).catch(() => response.destroy())
      }
    },
  }
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString())
  } catch {
    return {}
  }
}

export async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}
