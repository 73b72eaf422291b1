import { Agent, request } from 'node:http'
import { type Delivery, headersOf, path } from './delivery.ts'

/** The way to one server, over connections that are kept. */
export interface Sender {
  /** The status, or undefined if the connection broke before there was one. */
  send(delivery: Delivery): Promise<number | undefined>
  close(): void
}

export function createSender(port: number, connections: number): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  return {
    send: (delivery) =>
      new Promise((resolve) => {
        const options = { host: '127.0.0.1', port, path, method: 'POST', agent, headers: headersOf(delivery) }
        const outgoing = request(options, (response) => {
          response.on('error', () => {})
          response.once('close', () => resolve(response.complete ? response.statusCode : undefined))
          response.resume()
        })
        outgoing.once('error', () => resolve(undefined))
        outgoing.end(delivery.body)
      }),
    close: () => agent.destroy(),
  }
}
