import type { IncomingMessage, ServerResponse } from 'node:http'
import { WebhookError } from '../error.ts'
import type { RequestBody, WebhookRequest, WebhookResponse } from '../request.ts'
import { readBody } from './body.ts'

/** What a framework knows of a request beyond Node's own. Asked for when the body is needed, because parsers run before that. */
export interface HostRequest {
  /** Path and query before any mount was stripped. Default: the Node request's. */
  readonly url?: string | undefined
  /** The framework's notion of the client's address. Default: the socket's. */
  readonly remoteAddress?: string | undefined
  /** What a body parser left behind: the parsed body and, if it kept them, the bytes. */
  parsed?(): { readonly body?: unknown; readonly rawBody?: unknown }
  /** For the log: what to change in this framework so that the exact bytes reach us. */
  readonly remedy: string
}

class NodeRequest implements WebhookRequest {
  readonly method: string
  readonly url: string
  readonly #incoming: IncomingMessage
  readonly #host: HostRequest

  constructor(incoming: IncomingMessage, host: HostRequest) {
    this.method = incoming.method ?? 'GET'
    this.url = host.url ?? incoming.url ?? '/'
    this.#incoming = incoming
    this.#host = host
  }

  get remoteAddress(): string | undefined {
    return this.#host.remoteAddress ?? this.#incoming.socket.remoteAddress
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
export function fromNode(incoming: IncomingMessage, host: HostRequest): WebhookRequest {
  return new NodeRequest(incoming, host)
}

/** Writes an answer to Node's response. */
export function sendNode(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  response: WebhookResponse,
): void {
  outgoing.statusCode = response.status
  for (const name in response.headers) outgoing.setHeader(name, response.headers[name] ?? '')
  discardRest(incoming)
  // Given before the headers are out, so that Node counts the bytes of the body itself.
  if (response.body === null) outgoing.end()
  else outgoing.end(response.body)
}

const lingerMs = 2_000

/**
 * An answer before the end of the body (too large, too slow): the rest is read away for a moment, because closing at once would
 * reset the connection before the sender has seen the answer; then the connection is closed.
 */
export function discardRest(incoming: IncomingMessage): void {
  if (incoming.complete) return
  incoming.resume()
  const linger = setTimeout(() => incoming.socket.destroy(), lingerMs)
  linger.unref()
  incoming.once('close', () => clearTimeout(linger))
}
