import { WebhookError } from '@stt-webhooks/core/provider'

/** For an answer whose status is right and whose content is not. */
export function unexpected(what: string): WebhookError {
  return new WebhookError('api_answer', `${what} Check whether the API of Rev AI has changed.`, {
    provider: 'rev-ai',
  })
}
