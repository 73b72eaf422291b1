import { Buffer } from 'node:buffer'
import { fromNode } from '@stt-webhooks/core/adapter'
import { honest, honestBut, honestRequest } from './honest.ts'
import { type Adapter, read, remedy } from './host.ts'

export const countsCharacters: Adapter = honestBut(honestRequest, (answer) => ({
  ...answer,
  headers: { ...answer.headers, 'content-length': String(answer.body?.length ?? 0) },
}))

export const blamesTheSender: Adapter = honestBut(honestRequest, (answer) =>
  answer.status === 503 ? { ...answer, status: 400 } : answer,
)

export const dropsHeaders: Adapter = honestBut(honestRequest, (answer) => ({ ...answer, headers: {} }))

/** Reads every body before it knows whose path it is. */
export const readsForeignBodies: Adapter = ({ handle }) => {
  const middleware = honest({ handle })
  return async (request, response, next) => {
    if (!request.readableDidRead) request.rawBody = await read(request)
    await middleware(request, response, next)
  }
}

export const swallowsNext: Adapter =
  ({ handle }) =>
  async (request, response) => {
    const answer = await handle(honestRequest(request))
    if (answer !== undefined) response.writeHead(answer.status, answer.headers).end(answer.body)
  }

export const alwaysCallsNext: Adapter = ({ handle }) => {
  const middleware = honest({ handle })
  return async (request, response, next) => {
    let passed = false
    await middleware(request, response, () => {
      passed = true
      next()
    })
    if (!passed) next()
  }
}

/** Closes before the sender has seen an answer that came early. */
export const resetsConnections: Adapter =
  ({ handle }) =>
  async (request, response, next) => {
    const answer = await handle(fromNode(request, { url: request.originalUrl, parsed: request, remedy }))
    if (answer === undefined) return next()
    response.writeHead(answer.status, answer.headers).end(Buffer.from(answer.body ?? ''))
    if (!request.complete) request.destroy()
  }
