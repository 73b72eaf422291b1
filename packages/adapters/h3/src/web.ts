import { Buffer } from 'node:buffer'
import { type RequestBody, WebhookError, type WebhookRequest } from '@stt-webhooks/core/adapter'

/** The slice of a web `Request` that is used. */
export interface HostWebRequest {
  readonly method: string
  readonly url: string
  readonly headers: { get(name: string): string | null }
  readonly bodyUsed: boolean
  readonly body: { getReader(): BodyReader } | null
  readonly signal: { readonly aborted: boolean }
}

interface BodyReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>
  cancel(): Promise<void>
}

interface WebHost {
  remoteAddress(): string | undefined
  readonly remedy: string
}

/** The request as the receiver wants it, where there is no Node request (Deno, Bun, workers) or where its stream is taken. */
export function fromWeb(request: HostWebRequest, host: WebHost): WebhookRequest {
  return {
    method: request.method,
    url: request.url.slice(request.url.indexOf('/', request.url.indexOf('//') + 2)),
    get remoteAddress() {
      return host.remoteAddress()
    },
    // A repeated header comes joined by commas, which no credential survives.
    header: (name) => request.headers.get(name) ?? undefined,
    body: (take) => readWeb(request, host.remedy, take),
  }
}

async function readWeb(
  request: HostWebRequest,
  remedy: string,
  take: (bytes: number) => void,
): Promise<RequestBody> {
  if (request.bodyUsed) throw parsed(remedy)
  const chunks: Uint8Array[] = []
  let reader: BodyReader | undefined
  try {
    reader = request.body?.getReader()
    for (let chunk = await reader?.read(); chunk?.value !== undefined; chunk = await reader?.read()) {
      take(chunk.value.length)
      chunks.push(chunk.value)
    }
  } catch (error) {
    reader?.cancel().catch(() => undefined)
    if (request.signal.aborted) {
      throw new WebhookError('sender_gone', 'The sender hung up before the body was complete.')
    }
    // What a body that is locked, or used up below the web request, throws.
    throw error instanceof TypeError ? parsed(remedy) : error
  }
  return { bytes: Buffer.concat(chunks), exact: true }
}

function parsed(remedy: string): WebhookError {
  return new WebhookError(
    'body_already_parsed',
    `Another middleware read the body and kept nothing that we can use. ${remedy}`,
  )
}
