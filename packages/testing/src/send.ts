import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { SimulatedDelivery } from './simulator.ts'

export interface Sent {
  readonly status: number
  readonly body: string
}

/**
 * Sends a simulated delivery over HTTP, with exactly its headers and bytes.
 * @throws the socket's error if no answer comes
 */
export function send(delivery: SimulatedDelivery): Promise<Sent> {
  const url = new URL(delivery.url)
  const open = url.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const headers = { ...delivery.headers, 'content-length': String(delivery.body.length) }
    const outgoing = open(url, { method: delivery.method, headers, agent: false }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (text: string) => {
        body += text
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
      response.on('error', reject)
    })
    outgoing.on('error', reject)
    outgoing.end(delivery.body)
  })
}
