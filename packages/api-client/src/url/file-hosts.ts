import { WebhookError } from '@stt-webhooks/core/provider'
import { publicUrl } from './public-url.ts'
import { UnsafeUrl } from './unsafe-url.ts'

const pattern = /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/

/**
 * Gives the check for URLs found in payloads: public, https, and on a listed host.
 * @throws WebhookError `invalid_option` for a pattern that would list more or less than was meant
 */
export function fileHosts(provider: string, patterns: readonly string[]): (url: string) => URL {
  const wrong = patterns.find((one) => !pattern.test(one))
  if (wrong !== undefined) {
    throw new WebhookError(
      'invalid_option',
      `\`files\` lists "${wrong}". Write a host in lower case, or \`*.\` and the end of one.`,
      { provider },
    )
  }
  return (text) => {
    const url = publicUrl(text)
    if (patterns.some((one) => matches(url.hostname, one))) return url
    throw new UnsafeUrl(`${url.hostname} is not one of the hosts of the service`)
  }
}

/** The dot of `*.example.com` is compared too, so that `evilexample.com` does not match. */
function matches(hostname: string, one: string): boolean {
  return one.startsWith('*.') ? hostname.endsWith(one.slice(1)) : hostname === one
}
