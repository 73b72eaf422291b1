import {
  discardRest,
  fromNode,
  type NodeIncoming,
  type WebhookRequest,
  type WebhookResponse,
} from '@stt-webhooks/core/adapter'
import { fromWeb, type HostWebRequest } from './web.ts'

/** The slice of h3's event that is used, in h3 2. */
export interface Version2Event {
  readonly req: HostWebRequest & { readonly ip?: string | undefined }
  readonly res: { status?: number; readonly headers: { set(name: string, value: string): void } }
  readonly runtime?: { readonly node?: NodeRuntime | undefined } | undefined
  readonly context: { readonly clientAddress?: string | undefined }
}

interface NodeRuntime {
  readonly req: NodeIncoming & { readonly originalUrl?: string }
  readonly res?: { readonly headersSent: boolean; shouldKeepAlive?: boolean }
}

const remedy = 'Register this middleware before anything reads the body: app.use(stt) comes first.'

/** Reading Node's stream is three times as fast as reading the web body that h3 2 makes of it. */
export function fromVersion2({ req: request, runtime, context }: Version2Event): WebhookRequest {
  const remoteAddress = () => context.clientAddress ?? request.ip
  const incoming = runtime?.node?.req
  return incoming === undefined || isTaken(incoming)
    ? fromWeb(request, { remoteAddress, remedy })
    : fromNode(incoming, { url: incoming.originalUrl, remoteAddress, remedy })
}

/** True if something made a web body of Node's stream: both readers would get in each other's way. */
function isTaken(incoming: NodeIncoming): boolean {
  return incoming.readableDidRead || incoming.readableEnded || incoming.listenerCount('data') > 0
}

/** Goes through h3, so that its hooks and the headers that others set apply; a returned null would lose the status. */
export function answerVersion2({ res, runtime }: Version2Event, answer: WebhookResponse): string {
  res.status = answer.status
  for (const name in answer.headers) res.headers.set(name, answer.headers[name] ?? '')
  const node = runtime?.node
  if (node !== undefined) discardRest(node.req, node.res)
  return answer.body ?? ''
}
