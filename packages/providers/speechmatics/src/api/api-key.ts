import { WebhookError } from '@stt-webhooks/core/provider'
import { invalidOption } from './invalid-option.ts'

/**
 * The header that carries the key, or a temporary key of it.
 * @throws WebhookError `invalid_option` for a key that cannot work
 * @see https://docs.speechmatics.com/get-started/authentication
 */
export function authorization(apiKey: string): Readonly<Record<string, string>> {
  if (apiKey.trim() === '')
    throw invalidOption('`apiKey` is empty or blank. Set it to an API key, or leave it out.')
  if (/^bearer\s/i.test(apiKey)) throw invalidOption('`apiKey` starts with "Bearer ". Give the key alone.')
  return { authorization: `Bearer ${apiKey}` }
}

/** What `fetch` rejects with where no key is configured. */
export function missingKey(jobId: string): WebhookError {
  return new WebhookError(
    'api_key_missing',
    `The notice of job ${jobId} does not hold its transcript. Set \`apiKey\` to have it fetched, or submit with contents ["transcript"].`,
    { provider: 'speechmatics' },
  )
}
