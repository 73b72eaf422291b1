import type { IncomingMessage, ServerResponse } from 'node:http'
import { fromNode, sendNode, type WebhookRequest, type WebhookResponse } from '@stt-webhooks/core/adapter'
import { fromWeb, type HostWebRequest } from './web.ts'

/** The slice of h3's event that is used, in h3 1. */
export interface Version1Event {
  readonly node: { readonly req: Version1Request; readonly res: ServerResponse }
  /** Set where h3 runs as a web handler; then `node` is a mock. */
  readonly web?: { readonly request?: HostWebRequest | undefined } | undefined
  readonly context: { readonly clientAddress?: string | undefined }
  readonly runtime?: undefined
}

interface Version1Request extends IncomingMessage {
  readonly originalUrl?: string
  readonly body?: unknown
  readonly rawBody?: unknown
  readonly [h3RawBody]?: unknown
}

/** Where h3's readBody() and readRawBody() leave a promise of the bytes. */
const h3RawBody: unique symbol = Symbol.for('h3RawBody')

const remedy =
  'Let nothing but h3 read the body before this middleware: its readBody() keeps the bytes, other parsers do not.'

export function fromVersion1({ node: { req }, web, context }: Version1Event): WebhookRequest {
  const remoteAddress = () => context.clientAddress
  if (web?.request !== undefined) return fromWeb(web.request, { remoteAddress, remedy })
  const parsed = { body: req.body, rawBody: req[h3RawBody] ?? req.rawBody }
  return fromNode(req, { url: req.originalUrl, remoteAddress, parsed, remedy })
}

/** Writes to Node's response, which tells h3 1 that the event is handled; of a returned null it would make a 204. */
export function answerVersion1({ node: { req, res } }: Version1Event, answer: WebhookResponse): undefined {
  sendNode(req, res, answer)
}
