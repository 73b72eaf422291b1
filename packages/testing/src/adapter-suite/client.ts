import { Buffer } from 'node:buffer'
import { type Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http'

export interface Outgoing {
  /** Default: POST. */
  readonly method?: string
  readonly path: string
  /** A list sends the header once for each value. */
  readonly headers?: OutgoingHttpHeaders
  /** A list is sent in chunks, without a declared length. Default: empty. */
  readonly body?: Uint8Array | readonly Uint8Array[]
  /** Default: a connection of its own, closed after the answer. */
  readonly agent?: Agent
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  /** Tells connections apart. */
  readonly port: number | undefined
}

/** Sends one request and reads the answer to its end, even if it comes before the body is out. */
export function exchange(
  origin: string,
  { method = 'POST', path, headers, body = [], agent }: Outgoing,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const chunks = body instanceof Uint8Array ? [body] : body
    const length = body instanceof Uint8Array ? { 'content-length': body.length } : {}
    const outgoing = request(`${origin}${path}`, {
      method,
      headers: { ...length, ...headers },
      agent: agent ?? false,
    })
    outgoing.on('error', reject)
    outgoing.on('response', (incoming) => {
      const port = incoming.socket.localPort
      const received: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => received.push(chunk))
      incoming.on('error', reject)
      incoming.on('end', () => {
        const { statusCode: status = 0, headers } = incoming
        resolve({ status, headers, body: Buffer.concat(received), port })
        if (!outgoing.writableFinished) outgoing.destroy()
      })
    })
    for (const chunk of chunks) outgoing.write(chunk)
    outgoing.end()
  })
}
