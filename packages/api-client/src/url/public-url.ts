import { isIP } from 'node:net'
import { isPublicAddress } from './public-address.ts'
import { UnsafeUrl } from './unsafe-url.ts'

/** Names that are resolved inside of a network, never in the public DNS. */
const privateName = /(^|\.)(localhost|local|internal|home\.arpa)$/

/**
 * Parses a URL whose host may be called, as far as that can be told before its name is resolved. Everything is decided on the parsed URL,
 * where `https://0x7f.1`, `https://LOCALHOST` and letters that look like others have become what would be connected to.
 * @throws UnsafeUrl whose message holds nothing of the URL but its host
 */
export function publicUrl(text: string): URL {
  if (!URL.canParse(text)) throw new UnsafeUrl('it is not an absolute URL')
  const url = new URL(text)
  if (url.protocol !== 'https:') throw new UnsafeUrl(`its scheme is ${url.protocol.slice(0, -1)}, not https`)
  if (url.username !== '' || url.password !== '') throw new UnsafeUrl('it has a user name or a password')
  if (url.port !== '') throw new UnsafeUrl(`its port is ${url.port}, not 443`)
  checkHost(url.hostname)
  url.hash = ''
  return url
}

function checkHost(hostname: string): void {
  const literal = hostname.replace(/^\[|\]$/g, '')
  // A connection to a literal address resolves nothing, so the guard of the look-up would never see it.
  if (isIP(literal) !== 0) {
    if (!isPublicAddress(literal)) throw new UnsafeUrl(`${literal} is not a public address`)
    return
  }
  if (!hostname.includes('.') || privateName.test(hostname)) {
    throw new UnsafeUrl(`${hostname} is a name of a private network`)
  }
  if (hostname.endsWith('.')) throw new UnsafeUrl('its host ends with a dot')
}
