import type { IncomingMessage, ServerResponse } from 'node:http'
import { createAdapter, fromNode, type SttWebhooks, sendNode } from '@stt-webhooks/core/adapter'

/** The slice of Express' request that is used. */
interface ExpressRequest extends IncomingMessage {
  readonly originalUrl: string
  readonly ip?: string | undefined
  readonly body?: unknown
  readonly rawBody?: unknown
}

/** Fits `app.use()` of Express 4 and 5. */
export type ExpressMiddleware = (
  request: ExpressRequest,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void

const remedy =
  'Mount this middleware before express.json(), or keep the bytes: express.json({ verify: (req, _res, buffer) => { req.rawBody = buffer } }).'

/** Receives the webhooks of the given providers in an Express application. */
export const sttWebhooks: SttWebhooks<ExpressMiddleware> = createAdapter(
  ({ handle }) =>
    (request, response, next) => {
      const { originalUrl: url } = request
      const remoteAddress = () => request.ip
      handle(fromNode(request, { url, remoteAddress, parsed: request, remedy }))
        .then((answer) => (answer === undefined ? next() : sendNode(request, response, answer)))
        .catch(next)
    },
)
