import { Agent, request } from 'node:http'
import { path, type SignedBody } from '../bodies.ts'

/** Sends deliveries to one server over connections that stay open. */
export interface Client {
  /** Resolves with the status when the answer begins. */
  post(body: SignedBody): Promise<number>
  close(): void
}

export function openClient(port: number): Client {
  const agent = new Agent({ keepAlive: true })
  return {
    post: ({ bytes, headers }) =>
      new Promise((resolve, reject) => {
        const options = { agent, port, path, method: 'POST', host: '127.0.0.1' }
        const sent = request({ ...options, headers: { ...headers, 'content-length': bytes.length } })
        sent.on('error', reject)
        sent.on('response', (response) => {
          response.resume()
          resolve(response.statusCode ?? 0)
        })
        sent.end(bytes)
      }),
    close: () => agent.destroy(),
  }
}
