import { WebhookError } from '@stt-webhooks/core'

/**
 * Checks the option `url`.
 * @throws WebhookError `invalid_option`, whose message holds nothing of the URL but its origin
 */
export function targetUrl(text: string, allowsHttp: boolean): URL {
  if (!URL.canParse(text)) {
    throw wrong(
      'is missing or no absolute URL. Set it to the https address where the other system takes events.',
    )
  }
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') {
    throw wrong('has a user name or a password. Send them as a header: `headers: { authorization: … }`.')
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw wrong(`has the scheme ${url.protocol.slice(0, -1)}. Only https can be posted to.`)
  }
  if (url.protocol === 'http:' && !allowsHttp && !isLocal(url)) {
    throw wrong(
      `is ${url.origin}, where everybody on the way could read transcripts. Use https, or write \`unsafeAllowHttp: true\`.`,
    )
  }
  return url
}

/** The parser has written every spelling of an IPv4 address as four numbers. */
function isLocal({ hostname }: URL): boolean {
  return /^(.+\.)?localhost$/.test(hostname) || /^127(\.\d+){3}$/.test(hostname) || hostname === '[::1]'
}

function wrong(what: string): WebhookError {
  return new WebhookError('invalid_option', `The option \`url\` of forward() ${what}`)
}
