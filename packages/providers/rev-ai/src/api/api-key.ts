import { WebhookError } from '@stt-webhooks/core/provider'
import { invalidOption } from './invalid-option.ts'

/**
 * The header that carries the key.
 * @throws WebhookError `invalid_option` for a key that cannot work
 */
export function authorization(apiKey: string): Readonly<Record<string, string>> {
  if (apiKey.trim() === '')
    throw invalidOption('`apiKey` is empty or blank. Set it to an access token, or leave it out.')
  if (/^bearer\s/i.test(apiKey)) throw invalidOption('`apiKey` starts with "Bearer ". Give the token alone.')
  return { authorization: `Bearer ${apiKey}` }
}

/** What `fetch` rejects with where no key is configured. */
export function missingKey(jobId: string): WebhookError {
  return new WebhookError(
    'api_key_missing',
    `The notice of job ${jobId} does not hold its transcript. Set \`apiKey\` to have it fetched.`,
    { provider: 'rev-ai' },
  )
}
