import type { Provider } from '../contract.ts'
import type { WebhookResponse } from '../request.ts'
import type { Outcome } from './options.ts'

const unauthorized: WebhookResponse = {
  status: 401,
  headers: { 'content-type': 'text/plain' },
  body: 'unauthorized',
}
const tooLarge: WebhookResponse = { status: 413, headers: {}, body: null }
/** Our own trouble is always 503, never 4xx: AssemblyAI gives up for ever on any 4xx. */
const later: WebhookResponse = { status: 503, headers: { 'retry-after': '10' }, body: null }

/** The one place where an outcome becomes a status. */
export function answer(outcome: Outcome, provider: Provider): WebhookResponse {
  switch (outcome) {
    case 'accepted':
    case 'duplicate':
    case 'ignored':
    case 'handshake':
    case 'quarantined':
      return provider.answers.accepted
    case 'refused':
      return unauthorized
    case 'body_too_large':
      return tooLarge
    case 'wrong_method':
      return { status: 405, headers: { allow: provider.methods.join(', ') }, body: null }
    default:
      return later
  }
}
