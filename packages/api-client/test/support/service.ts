import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { onTestFinished } from 'vitest'

export interface Service {
  readonly url: string
  /** `METHOD host/path?query` of every request, in order. */
  readonly requests: readonly string[]
  /** Everything that came, heads included, as it came off the wire. */
  received(): string
}

export type Reply = (response: ServerResponse, request: IncomingMessage, count: number) => unknown

/** A server on this machine, gone when the test ends. */
export async function startService(reply: Reply): Promise<Service> {
  const requests: string[] = []
  let wire = ''
  const listener: RequestListener = (request, response) => {
    requests.push(`${request.method} ${request.headers.host}${request.url}`)
    reply(response, request, requests.length)
  }
  const server = createServer(listener)
  server.on('connection', (socket) => {
    socket.on('data', (chunk) => {
      wire += chunk.toString('latin1')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return { url: `http://127.0.0.1:${address.port}`, requests, received: () => wire }
}

/** Answers with each reply in turn, and with the last one ever after. */
export function inTurn(...replies: readonly Reply[]): Reply {
  return (response, request, count) => (replies[count - 1] ?? replies.at(-1))?.(response, request, count)
}

export function status(code: number, headers: Record<string, string> = {}, body = ''): Reply {
  return (response) => response.writeHead(code, headers).end(body)
}

export function json(value: unknown): Reply {
  return status(200, { 'content-type': 'application/json' }, JSON.stringify(value))
}
