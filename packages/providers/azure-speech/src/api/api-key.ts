import { WebhookError } from '@stt-webhooks/core/provider'
import { invalidOption } from './invalid-option.ts'

/**
 * The header that carries the key of the Speech resource.
 * @throws WebhookError `invalid_option` for a key that cannot work
 */
export function authorization(apiKey: string): Readonly<Record<string, string>> {
  if (apiKey.trim() === '')
    throw invalidOption(
      '`apiKey` is empty or blank. Set it to a key of the Speech resource, or leave it out.',
    )
  return { 'ocp-apim-subscription-key': apiKey }
}

/** For what cannot be done without a key. */
export function missingKey(what: string): WebhookError {
  return new WebhookError('api_key_missing', `${what} Set \`apiKey\` to a key of the Speech resource.`, {
    provider: 'azure-speech',
  })
}
