import type { IncomingMessage, ServerResponse } from 'node:http'
import { createAdapter, fromNode, type SttWebhooks, sendNode } from '@stt-webhooks/core/adapter'

/** The slice of a request that is used; hosts in the manner of connect add to Node's own. */
interface NodeRequest extends IncomingMessage {
  readonly originalUrl?: string
  readonly body?: unknown
  readonly rawBody?: unknown
}

/** A request listener for `http.createServer`, or one step in a chain of them. Without `next`, a path that is not ours is answered 404. */
export type NodeMiddleware = (
  request: NodeRequest,
  response: ServerResponse,
  next?: () => unknown,
) => Promise<void>

const remedy =
  'Call this middleware before anything reads the body, or keep the bytes as a Buffer in request.rawBody.'

/** Receives the webhooks of the given providers in Node's own http server. */
export const sttWebhooks: SttWebhooks<NodeMiddleware> = createAdapter(
  ({ handle }) =>
    async (request, response, next) => {
      const answer = await handle(fromNode(request, { url: request.originalUrl, parsed: request, remedy }))
      if (answer !== undefined) sendNode(request, response, answer)
      else if (next !== undefined) next()
      else sendNode(request, response, { status: 404, headers: {}, body: null })
    },
)
