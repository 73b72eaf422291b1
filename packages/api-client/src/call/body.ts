import { Buffer } from 'node:buffer'
import type { Dispatcher } from 'undici'

type Body = Dispatcher.ResponseData['body']

/** The body of an answer is larger than the limit. */
export class TooLarge extends Error {}

/** @throws TooLarge before more than the limit is in memory, and what the connection throws */
export async function readBody(body: Body, declared: number, maxBytes: number): Promise<Uint8Array> {
  if (declared > maxBytes) {
    dropBody(body)
    throw new TooLarge()
  }
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk)
    length += bytes.length
    // Leaving the loop closes the connection.
    if (length > maxBytes) throw new TooLarge()
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

/** Closes the connection: a body that nobody reads would keep it. */
export function dropBody(body: Body): void {
  body.on('error', () => undefined)
  body.destroy()
}
