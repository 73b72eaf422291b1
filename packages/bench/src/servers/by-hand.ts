import { Buffer } from 'node:buffer'
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { secret, signatureHeader } from '../bodies.ts'

const limit = 8_000_000

/** The raw body of a Node request. */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    request.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length > limit) {
        reject(new Error('The body is too large.'))
        request.destroy()
        return
      }
      chunks.push(chunk)
    })
    request.on('end', () =>
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length)),
    )
    request.on('error', reject)
  })
}

/** HMAC-SHA256 in base64 over the raw body, compared in constant time; then the body parsed. Undefined if it is not genuine. */
export function parseGenuine(request: IncomingMessage, bytes: Buffer): unknown {
  const signature = request.headers[signatureHeader]
  if (typeof signature !== 'string') return undefined
  const expected = createHmac('sha256', secret).update(bytes).digest()
  const given = Buffer.from(signature, 'base64')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  return JSON.parse(bytes.toString('utf8'))
}
