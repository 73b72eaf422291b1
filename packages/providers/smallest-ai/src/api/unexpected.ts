import { WebhookError } from '@stt-webhooks/core/provider'

/** @throws WebhookError `api_answer` */
export function unexpected(what: string): never {
  throw new WebhookError('api_answer', `${what} Check whether its API has changed.`, {
    provider: 'smallest-ai',
  })
}
