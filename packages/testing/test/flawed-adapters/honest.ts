import { fromNode, sendNode, type WebhookRequest, type WebhookResponse } from '@stt-webhooks/core/adapter'
import { type Adapter, type HostedRequest, remedy } from './host.ts'

export function honestRequest(request: HostedRequest): WebhookRequest {
  return fromNode(request, { url: request.originalUrl, parsed: request, remedy })
}

/** As an adapter should be; the flawed ones change its request or its answer. */
export function honestBut(
  toRequest: (request: HostedRequest) => WebhookRequest,
  toAnswer: (answer: WebhookResponse) => WebhookResponse = (answer) => answer,
): Adapter {
  return ({ handle }) =>
    async (request, response, next) => {
      const answer = await handle(toRequest(request))
      if (answer === undefined) next()
      else sendNode(request, response, toAnswer(answer))
    }
}

export const honest: Adapter = honestBut(honestRequest)
