import type { IncomingMessage, ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { sttWebhooks } from '@stt-webhooks/node'
import { type AdapterSubject, adapterSuite } from '@stt-webhooks/testing'
import { describeChecks } from '@stt-webhooks/testing/vitest'

interface HostRequest extends IncomingMessage {
  originalUrl?: string
  body?: unknown
  rawBody?: unknown
}

const parsers: Readonly<Record<string, (request: HostRequest, bytes: Buffer) => void>> = {
  'a parser that keeps the bytes': (request, bytes) => Object.assign(request, { rawBody: bytes }),
  'a parser that keeps a promise of the bytes': (request, bytes) =>
    Object.assign(request, { rawBody: Promise.resolve(bytes) }),
  'a parser that keeps the text': (request, bytes) => Object.assign(request, { rawBody: bytes.toString() }),
  'a parser that keeps the value': (request, bytes) => Object.assign(request, { body: parsed(bytes) }),
  'a parser that keeps nothing': () => undefined,
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString())
  } catch {
    return {}
  }
}

const subject: AdapterSubject = {
  parsers: {
    'a parser that keeps the bytes': 'bytes',
    'a parser that keeps a promise of the bytes': 'bytes',
    'a parser that keeps the text': 'text',
    'a parser that keeps the value': 'value',
    'a parser that keeps nothing': 'nothing',
  },
  remedy: 'request.rawBody',
  createListener(receiver, { parser, mount, passed }) {
    const stt = sttWebhooks(receiver)

    async function last(request: IncomingMessage, response: ServerResponse): Promise<void> {
      passed()
      if (request.url === '/foreign') response.end(await buffer(request))
      else response.writeHead(404).end()
    }

    return async (request: HostRequest, response) => {
      if (parser !== undefined) parsers[parser]?.(request, await buffer(request))
      const { url = '' } = request
      if (mount === undefined) return stt(request, response, () => last(request, response))
      if (!url.startsWith(mount)) return last(request, response)
      request.originalUrl = url
      request.url = url.slice(mount.length)
      return stt(request, response, () => last(request, response))
    }
  },
}

describeChecks('node:http', adapterSuite(subject))
