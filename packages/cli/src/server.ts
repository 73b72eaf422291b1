import { once } from 'node:events'
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { codeOf, describe, Failure } from './failure.ts'

export interface Address {
  readonly host: string
  /** 0: any that is free. */
  readonly port: number
}

/** An HTTP server that listens, and where. */
export interface OpenServer {
  /** Without a slash at the end. */
  readonly url: string
  /** Lets `drain` finish what came in, then closes every connection. */
  close(drain: () => Promise<void>): Promise<void>
}

/** @throws Failure if the address cannot be listened on */
export async function openServer(listener: RequestListener, address: Address): Promise<OpenServer> {
  const server = createServer()
  const unanswered = new Set<ServerResponse>()
  server.on('request', (_request, response) => {
    unanswered.add(response)
    response.once('close', () => unanswered.delete(response))
    // A kept-alive connection outlives the closing of the server.
    if (!server.listening) response.shouldKeepAlive = false
  })
  server.on('request', listener)
  server.listen(address)
  try {
    await once(server, 'listening')
  } catch (error) {
    throw new Failure(1, unavailable(address, error), error)
  }
  return { url: urlOf(server), close: (drain) => close(server, unanswered, drain) }
}

function unavailable({ host, port }: Address, error: unknown): string {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is in use. Choose another one with --port; 0 takes any that is free.`
    case 'EACCES':
      return `Port ${port} may not be opened by this user. Choose one above 1023 with --port.`
    default:
      return `Cannot listen on ${host}: ${describe(error)}. Check --host.`
  }
}

function urlOf(server: Server): string {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Failure(1, 'The server has no port.')
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return `http://${host}:${address.port}`
}

const lingerMs = 1_000

async function close(
  server: Server,
  unanswered: Iterable<ServerResponse>,
  drain: () => Promise<void>,
): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  for (const response of unanswered) response.shouldKeepAlive = false
  await drain()
  // The last answers may still be on their way; a sender that never ends its request must not hold us up.
  const cut = setTimeout(() => server.closeAllConnections(), lingerMs)
  await closed
  clearTimeout(cut)
}
