import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { onTestFinished } from 'vitest'

/** What stands between the services and the application, and what it spoils. */
export interface ProxyFlaws {
  readonly bodyLimit?: number
  /** Says nothing of the limit, and hangs up. */
  readonly cuts?: boolean
  readonly drops?: readonly string[]
  readonly dropsQuery?: boolean
  readonly redirectsTo?: string
  readonly isSilent?: boolean
  readonly page?: { readonly status: number; readonly html: string }
  /** Taken away from the front of each path. */
  readonly prefix?: string
  /** Headers of every answer. */
  readonly answers?: Readonly<Record<string, string>>
}

/** Starts a proxy in front of a server, on a free port, and gives its origin. */
export async function startProxy(target: string, flaws: ProxyFlaws = {}): Promise<string> {
  const server = createServer((incoming, outgoing) => serve(incoming, outgoing, target, flaws))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
}

function serve(incoming: IncomingMessage, outgoing: ServerResponse, target: string, flaws: ProxyFlaws): void {
  const { bodyLimit = Number.POSITIVE_INFINITY, drops = [], prefix = '', page, redirectsTo } = flaws
  const { method, url = '/' } = incoming
  if (flaws.isSilent) return
  if (page !== undefined)
    return void outgoing.writeHead(page.status, { 'content-type': 'text/html' }).end(page.html)
  if (redirectsTo !== undefined)
    return void outgoing.writeHead(308, { location: `${redirectsTo}${url}` }).end()
  if (!url.startsWith(`${prefix}/`)) return void outgoing.writeHead(404).end()
  // As nginx does it: the answer comes at once, whatever of the body is still on its way.
  if (Number(incoming.headers['content-length']) > bodyLimit) {
    if (flaws.cuts) return void incoming.once('data', () => incoming.destroy())
    incoming.resume()
    return void outgoing.writeHead(413, { connection: 'close' }).end('<html>413</html>')
  }
  const path = url.slice(prefix.length)
  const kept = Object.entries(incoming.headers).filter(([name]) => !drops.includes(name))
  const onward = request(`${target}${flaws.dropsQuery ? path.replace(/\?.*$/, '') : path}`, {
    method,
    headers: Object.fromEntries(kept),
  })
  onward.on('response', (response) => {
    outgoing.writeHead(response.statusCode ?? 502, { ...response.headers, ...flaws.answers })
    response.pipe(outgoing)
  })
  onward.on('error', () => outgoing.writeHead(502, { 'content-type': 'text/html' }).end('<html>502</html>'))
  incoming.pipe(onward)
}
