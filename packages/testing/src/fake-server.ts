import { Buffer } from 'node:buffer'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** One request that a fake API received. */
export interface FakeRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Uint8Array
}

export interface FakeAnswer {
  /** Default: 200. */
  readonly status?: number | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Default: nothing. */
  readonly body?: string | Uint8Array | undefined
}

/** What can go wrong with one request: another answer, none at all, one that is cut off, or a connection that breaks. */
export type Fault = FakeAnswer | 'silent' | 'truncated' | 'reset'

/** A real HTTP server on this machine that stands for the API of a service. */
export interface FakeServer {
  /** Such as `http://127.0.0.1:40123`. */
  readonly origin: string
  /** Everything that was asked, in order. */
  readonly requests: readonly FakeRequest[]
  /** The next requests meet these faults, one each, in order. */
  fail(...faults: readonly Fault[]): void
  close(): Promise<void>
}

/** Starts a fake on a free port; what `answer` knows nothing of gets 404. */
export async function startFakeServer(
  answer: (request: FakeRequest) => FakeAnswer | undefined,
): Promise<FakeServer> {
  const requests: FakeRequest[] = []
  const faults: Fault[] = []

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const request = await readRequest(incoming)
    requests.push(request)
    const fault = faults.shift()
    const {
      status = 200,
      headers = {},
      body = '',
    } = isAnswer(fault) ? fault : (answer(request) ?? { status: 404 })
    if (fault === 'silent') return
    if (fault === 'reset') {
      outgoing.destroy()
      return
    }
    const bytes = Buffer.from(body)
    outgoing.writeHead(status, { ...headers, 'content-length': String(bytes.length) })
    if (fault === 'truncated') outgoing.write(bytes.subarray(0, bytes.length >> 1), () => outgoing.destroy())
    else outgoing.end(bytes)
  }

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch(() => outgoing.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0

  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    fail: (...more) => void faults.push(...more),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A JSON body with its content type. */
export function jsonAnswer(value: unknown, status = 200): FakeAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) }
}

async function readRequest(incoming: IncomingMessage): Promise<FakeRequest> {
  const chunks: Uint8Array[] = []
  for await (const chunk of incoming) if (chunk instanceof Uint8Array) chunks.push(chunk)
  const url = new URL(incoming.url ?? '/', 'http://fake')
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body: Buffer.concat(chunks),
  }
}

function isAnswer(fault: Fault | undefined): fault is FakeAnswer {
  return typeof fault === 'object'
}
