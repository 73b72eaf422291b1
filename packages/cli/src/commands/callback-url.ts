import { path } from '../door.ts'
import { Failure } from '../failure.ts'

/**
 * The address that the service was given. Without a path it is the one where `listen` expects the provider.
 * @throws Failure that does not repeat the text, which may hold a token
 */
export function callbackUrl(text: string, provider: string): string {
  if (!URL.canParse(text))
    throw new Failure(2, '--to must be an absolute URL, such as http://127.0.0.1:4711.')
  const url = new URL(text)
  if (!['http:', 'https:'].includes(url.protocol))
    throw new Failure(2, '--to must start with http:// or https://.')
  if (url.pathname === '/') url.pathname = `${path}/${provider}`
  url.hash = ''
  return url.href
}
