import { Buffer } from 'node:buffer'
import { WebhookError } from '../error.ts'
import type { RequestBody } from '../request.ts'
import type { HostRequest, NodeIncoming } from './node.ts'

/**
 * The body from the stream if nobody read it, else from what the parser that did left behind.
 * @throws WebhookError `body_already_parsed` if that cannot stand for the body, `sender_gone`, or what `take` threw
 */
export function readBody(
  incoming: NodeIncoming,
  host: HostRequest,
  take: (bytes: number) => void,
): Promise<RequestBody> {
  return isUntouched(incoming) ? readStream(incoming, take) : readKept(incoming, host, take)
}

/** An empty body that a parser read has ended without a read; a stream with an encoding gives text and not bytes. */
function isUntouched(incoming: NodeIncoming): boolean {
  return !incoming.readableDidRead && !incoming.readableEnded && incoming.readableEncoding === null
}

function readStream(incoming: NodeIncoming, take: (bytes: number) => void): Promise<RequestBody> {
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
    function onEnd(): void {
      resolve({ bytes: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks), exact: true })
    }
    function onClose(): void {
      if (!incoming.readableEnded) stop(gone())
    }
    if (incoming.destroyed) return onClose()
    // Each comes once; `once` would wrap them all the same.
    incoming.on('data', onData)
    incoming.on('end', onEnd)
    incoming.on('error', onClose)
    incoming.on('close', onClose)
    // A host may have paused it while it looked something up.
    incoming.resume()
  })
}

function gone(): WebhookError {
  return new WebhookError('sender_gone', 'The sender hung up before the body was complete.')
}

async function readKept(
  incoming: NodeIncoming,
  host: HostRequest,
  take: (bytes: number) => void,
): Promise<RequestBody> {
  const body = keptBody(incoming, host, await host.parsed?.rawBody)
  take(body.bytes.length)
  return body
}

function keptBody(incoming: NodeIncoming, { parsed, remedy }: HostRequest, rawBody: unknown): RequestBody {
  const body = parsed?.body
  for (const kept of [rawBody, body]) {
    if (kept instanceof Uint8Array) {
      return isEncoded(incoming) ? { bytes: kept, exact: false, remedy } : { bytes: kept, exact: true }
    }
    if (typeof kept === 'string') return fromText(kept, incoming, remedy)
  }
  if (incoming.readableEnded && !incoming.readableDidRead) return { bytes: new Uint8Array(), exact: true }
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
function fromText(text: string, incoming: NodeIncoming, remedy: string): RequestBody {
  const bytes = Buffer.from(text)
  const whole = Number(incoming.headers['content-length']) === bytes.length && !text.includes('\uFFFD')
  return whole && !isEncoded(incoming) ? { bytes, exact: true } : { bytes, exact: false, remedy }
}

/** A parser inflates; the sender signed what it sent. */
function isEncoded(incoming: NodeIncoming): boolean {
  return (incoming.headers['content-encoding'] ?? 'identity') !== 'identity'
}
