import { WebhookError } from '@stt-webhooks/core/provider'

export function invalidOption(message: string): WebhookError {
  return new WebhookError('invalid_option', message, { provider: 'smallest-ai' })
}
