import { Buffer } from 'node:buffer'
import { text } from 'node:stream/consumers'
import type { RequestBody } from '@stt-webhooks/core/adapter'
import { honestBut, honestRequest } from './honest.ts'
import { type Adapter, type HostedRequest, read } from './host.ts'

/** Changes how the body is read. */
function bodyBy(
  readBody: (request: HostedRequest, honest: () => Promise<RequestBody>) => Promise<RequestBody>,
): Adapter {
  return honestBut((request) => {
    const { method, url, remoteAddress, header, body } = bound(request)
    return { method, url, remoteAddress, header, body: (take) => readBody(request, () => body(take)) }
  })
}

function bound(request: HostedRequest): ReturnType<typeof honestRequest> {
  const honest = honestRequest(request)
  const { method, url, remoteAddress } = honest
  return {
    method,
    url,
    remoteAddress,
    header: (name) => honest.header(name),
    body: (take) => honest.body(take),
  }
}

export const serializesAgain: Adapter = bodyBy(async (request, honest) =>
  request.body === undefined ? honest() : { bytes: Buffer.from(JSON.stringify(request.body)), exact: true },
)

export const decodesToText: Adapter = bodyBy(async (request, honest) =>
  request.readableDidRead ? honest() : { bytes: Buffer.from(await text(request)), exact: true },
)

export const concatenatesChunks: Adapter = bodyBy(async (request, honest) => {
  if (request.readableDidRead) return honest()
  let body = ''
  for await (const chunk of request) body += chunk
  return { bytes: Buffer.from(body), exact: true }
})

export const countsNothing: Adapter = bodyBy(async (request, honest) =>
  request.readableDidRead ? honest() : { bytes: await read(request), exact: true },
)

export const readsParsedStreams: Adapter = bodyBy(
  (request) =>
    new Promise((resolve) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => resolve({ bytes: Buffer.concat(chunks), exact: true }))
    }),
)

export const joinsHeaders: Adapter = honestBut((request) => ({
  ...bound(request),
  header: (name) => [request.headers[name.toLowerCase()]].flat().join(', ') || undefined,
}))

export const picksHeaders: Adapter = honestBut((request) => ({
  ...bound(request),
  header: (name) => request.headersDistinct[name.toLowerCase()]?.[0],
}))

export const forgetsMounts: Adapter = honestBut((request) => ({ ...bound(request), url: request.url ?? '/' }))

export const normalizesUrls: Adapter = honestBut((request) => {
  const { pathname, searchParams } = new URL(request.originalUrl ?? request.url ?? '/', 'http://localhost')
  const query = searchParams.size === 0 ? '' : `?${searchParams}`
  return { ...bound(request), url: decodeURIComponent(pathname) + query }
})
