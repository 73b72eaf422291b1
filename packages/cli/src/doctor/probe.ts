import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { SimulatedDelivery } from '@stt-webhooks/testing'
import { codeOf } from '../failure.ts'

/** What came back, or that nothing did. */
export type Answer =
  | {
      readonly status: number
      readonly headers: IncomingHttpHeaders
      readonly body: string
      readonly ms: number
    }
  /** `late`: it was sent, and the time was over. Else the code of the system's error. */
  | { readonly failure: 'late' | (string & {}) }

/** Nobody needs more to see what it is. */
const bodyLimit = 10_000
/** To connect and to send. */
const sendingMs = 60_000

/** Sends it as a service does: no redirect is followed, and the answer must come within `timeoutMs` after the last byte was sent. */
export function probe(delivery: SimulatedDelivery, timeoutMs: number): Promise<Answer> {
  const url = new URL(delivery.url)
  const open = url.protocol === 'https:' ? httpsRequest : httpRequest
  const started = performance.now()
  return new Promise((resolve) => {
    const headers = { ...delivery.headers, 'content-length': String(delivery.body.length) }
    const outgoing = open(url, { method: delivery.method, headers, agent: false })
    let timer = setTimeout(() => end({ failure: 'ETIMEDOUT' }), sendingMs)

    function end(answer: Answer): void {
      clearTimeout(timer)
      resolve(answer)
      outgoing.destroy()
    }
    outgoing.on('finish', () => {
      clearTimeout(timer)
      timer = setTimeout(() => end({ failure: 'late' }), timeoutMs)
    })
    outgoing.on('error', (error) => end({ failure: codeOf(error) ?? error.name }))
    outgoing.on('response', (response) => {
      let body = ''
      const whole = (): void => {
        const { statusCode: status = 0, headers: received } = response
        end({ status, headers: received, body, ms: Math.round(performance.now() - started) })
      }
      response.setEncoding('latin1')
      response.on('data', (text: string) => {
        body += text
        if (body.length > bodyLimit) whole()
      })
      response.on('end', whole)
      // Its status has come, whatever becomes of the rest.
      response.on('error', whole)
    })
    outgoing.end(delivery.body)
  })
}
