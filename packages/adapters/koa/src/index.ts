import type { IncomingMessage, ServerResponse } from 'node:http'
import { createAdapter, discardRest, fromNode, type SttWebhooks } from '@stt-webhooks/core/adapter'

/** The slice of Koa's context that is used. */
interface KoaContext {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly originalUrl: string
  readonly request: { readonly ip: string; readonly body?: unknown; readonly rawBody?: unknown }
  status: number
  body: unknown
  set(headers: Record<string, string>): void
  remove(header: string): void
}

/** Fits `app.use()` of Koa 2 and 3. */
export type KoaMiddleware = (context: KoaContext, next: () => Promise<unknown>) => Promise<unknown>

const remedy = 'Mount this middleware before the body parser.'

/** Receives the webhooks of the given providers in a Koa application. */
export const sttWebhooks: SttWebhooks<KoaMiddleware> = createAdapter(
  ({ handle }) =>
    async (context, next) => {
      const { req, res, request, originalUrl: url } = context
      const answer = await handle(
        fromNode(req, { url, remoteAddress: () => request.ip, parsed: request, remedy }),
      )
      if (answer === undefined) return next()
      // Koa makes a 204 of null, and guesses a content type for every text.
      context.body = answer.body ?? ''
      context.remove('content-type')
      context.status = answer.status
      context.set(answer.headers)
      discardRest(req, res)
      return undefined
    },
)
