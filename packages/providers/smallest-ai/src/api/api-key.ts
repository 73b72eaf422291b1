import { invalidOption } from '../index/invalid-option.ts'

/**
 * The header that carries the key.
 * @throws WebhookError `invalid_option` for a key that cannot work
 */
export function authorization(apiKey: string): Readonly<Record<string, string>> {
  if (apiKey.trim() === '')
    throw invalidOption('`apiKey` is empty or blank. Set it to an API key, or leave it out.')
  if (/^bearer\s/i.test(apiKey)) throw invalidOption('`apiKey` starts with "Bearer ". Give the key alone.')
  return { authorization: `Bearer ${apiKey}` }
}
