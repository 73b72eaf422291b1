import { Buffer } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import { WebhookError } from '../error.ts'
import type { RequestBody } from '../request.ts'
import type { HostRequest } from './node.ts'

/** The body from the stream if nobody read it, else from what the parser that did left behind. */
export async function readBody(
  incoming: IncomingMessage,
  host: HostRequest,
  take: (bytes: number) => void,
): Promise<RequestBody> {
  if (!incoming.readableDidRead) return { bytes: await readStream(incoming, take), exact: true }
  const body = parsedBody(incoming, host)
  take(body.bytes.length)
  return body
}

function readStream(incoming: IncomingMessage, take: (bytes: number) => void): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    function stop(error: unknown): void {
      incoming.off('data', onData)
      reject(error)
    }
    function onData(chunk: Buffer): void {
      try {
        take(chunk.length)
        chunks.push(chunk)
      } catch (error) {
        stop(error)
      }
    }
    incoming.on('data', onData)
    incoming.once('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)))
    incoming.once('error', () => stop(gone()))
    incoming.once('close', () => {
      if (!incoming.complete) stop(gone())
    })
  })
}

function gone(): WebhookError {
  return new WebhookError('sender_gone', 'The sender hung up before the body was complete.')
}

/** @throws WebhookError `body_already_parsed` if what is left cannot stand for the body */
function parsedBody(incoming: IncomingMessage, host: HostRequest): RequestBody {
  const { body, rawBody } = host.parsed?.() ?? {}
  const { remedy } = host
  // A parser inflates; the sender signed what it sent.
  const encoded = (incoming.headers['content-encoding'] ?? 'identity') !== 'identity'
  for (const kept of [rawBody, body]) {
    if (kept instanceof Uint8Array)
      return encoded ? { bytes: kept, exact: false, remedy } : { bytes: kept, exact: true }
    if (typeof kept === 'string') return fromText(kept, incoming, remedy)
  }
  const type = incoming.headers['content-type'] ?? ''
  if (body !== undefined && body !== null && /^application\/(?:[\w.-]+\+)?json\b/i.test(type)) {
    return { bytes: Buffer.from(JSON.stringify(body)), exact: false, remedy }
  }
  throw new WebhookError(
    'body_already_parsed',
    `Another middleware read the body and kept nothing that we can use. ${remedy}`,
  )
}

/** A decoded text is the body if it has as many bytes as came: decoding could only have dropped or replaced some. */
function fromText(text: string, incoming: IncomingMessage, remedy: string): RequestBody {
  const bytes = Buffer.from(text)
  const exact = Number(incoming.headers['content-length']) === bytes.length && !text.includes('\uFFFD')
  return exact ? { bytes, exact } : { bytes, exact, remedy }
}
