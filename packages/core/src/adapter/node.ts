import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { WebhookError } from '../error.ts'
import type { RequestBody, WebhookRequest, WebhookResponse } from '../request.ts'
import { readBody } from './body.ts'

/** What is needed of Node's request, of HTTP/1 as of HTTP/2. */
export interface NodeIncoming extends Readable {
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly headers: IncomingHttpHeaders
  readonly rawHeaders: readonly string[]
  readonly complete: boolean
  readonly socket: { readonly remoteAddress?: string | undefined; destroy(): unknown }
}

/** What a framework knows of a request beyond Node's own. */
export interface HostRequest {
  /** Path and query before any mount was stripped. Default: the Node request's. */
  readonly url?: string | undefined
  /** The framework's notion of the client's address. Default: the socket's. */
  remoteAddress?(): string | undefined
  /** Where body parsers leave what they read: the parsed body and, if they keep them, the bytes, the text, or a promise of either. */
  readonly parsed?: { readonly body?: unknown; readonly rawBody?: unknown } | undefined
  /** For the log: what to change in this framework so that the exact bytes reach us. */
  readonly remedy: string
}

class NodeRequest implements WebhookRequest {
  readonly method: string
  readonly url: string
  readonly #incoming: NodeIncoming
  readonly #host: HostRequest

  constructor(incoming: NodeIncoming, host: HostRequest) {
    this.method = incoming.method ?? 'GET'
    this.url = host.url ?? incoming.url ?? '/'
    this.#incoming = incoming
    this.#host = host
  }

  get remoteAddress(): string | undefined {
    return this.#host.remoteAddress?.() ?? this.#incoming.socket.remoteAddress
  }

  header(name: string): string | undefined {
    const wanted = name.toLowerCase()
    const value = this.#incoming.headers[wanted]
    if (value === undefined) return undefined
    if (occurrences(this.#incoming.rawHeaders, wanted) > 1) {
      throw new WebhookError('header_repeated', `The header ${wanted} came more than once.`)
    }
    return typeof value === 'string' ? value : value.join(', ')
  }

  body(take: (bytes: number) => void): Promise<RequestBody> {
    return readBody(this.#incoming, this.#host, take)
  }
}

/** Node joins or drops repeated headers; only the raw list tells. */
function occurrences(rawHeaders: readonly string[], wanted: string): number {
  let count = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]
    if (name?.length === wanted.length && name.toLowerCase() === wanted) count++
  }
  return count
}

/** The request as the receiver wants it. Nothing is read before the receiver asks. */
export function fromNode(incoming: NodeIncoming, host: HostRequest): WebhookRequest {
  return new NodeRequest(incoming, host)
}

/** Writes an answer to Node's response. */
export function sendNode(incoming: NodeIncoming, outgoing: ServerResponse, response: WebhookResponse): void {
  // A time limit of the host may have answered in our place.
  if (outgoing.headersSent) return
  outgoing.statusCode = response.status
  for (const name in response.headers) outgoing.setHeader(name, response.headers[name] ?? '')
  discardRest(incoming, outgoing)
  // Given before the headers are out, so that Node counts the bytes of the body itself.
  if (response.body === null) outgoing.end()
  else outgoing.end(response.body)
}

const silenceMs = 2_000

/**
 * To be called before an answer that may come before the end of the body (too large, too slow). Closing at once would reset the
 * connection before the sender has seen the answer, so the rest is read away, and the connection is closed when the sender falls silent.
 */
export function discardRest(
  incoming: NodeIncoming,
  outgoing?: { shouldKeepAlive?: boolean | undefined } | undefined,
): void {
  if (incoming.complete) return
  // Node closes with the last byte of the answer where the sender asked for `connection: close`.
  if (outgoing?.shouldKeepAlive === false) outgoing.shouldKeepAlive = true
  const silence = setTimeout(() => incoming.socket.destroy(), silenceMs)
  silence.unref()
  incoming.on('data', () => silence.refresh())
  incoming.once('close', () => clearTimeout(silence))
  incoming.resume()
}
