import type { Provider } from '@stt-webhooks/core'
import { error, type Found } from './finding.ts'
import type { Answer } from './probe.ts'

/** What was sent, and what is known of it. */
export interface Sent {
  readonly provider: Provider
  /** Without query. */
  readonly url: string
  readonly bytes: number
  /** Where its credential is. */
  readonly credential: string
}

/** What is wrong with the way to us, by the answer to a genuine delivery; undefined if nothing is. */
export function diagnose(answer: Answer, sent: Sent): Found | undefined {
  if ('failure' in answer) return unanswered(answer.failure, sent)
  const { status, headers, body } = answer
  const { provider, credential, url, bytes } = sent
  const html = isHtml(headers['content-type'], body)
  if (status >= 300 && status < 400)
    return error(
      'redirect',
      `${status}: it redirects to ${whereTo(headers.location)}. Services do not follow redirects, or lose body and headers on the way.`,
      'Give the service the URL that is redirected to, mind http and https, www and a slash at the end.',
    )
  if (status === 413) return tooLarge(bytes)
  if (status === 401 && body.trim() === 'unauthorized')
    return error(
      'refused',
      `401: the receiver refused a genuine delivery. Its credential is in ${credential}: something on the way takes it away or changes the body, or the running application has another secret.`,
      `The receiver's log says which. If something "is missing", let the proxy pass ${credential} on; else give both the same secret, and let nothing rewrite bodies.`,
    )
  if (status === 401 || status === 403)
    return error(
      'foreign_refusal',
      `${status}, and not by the receiver: a gateway, a firewall or a login stands before it.`,
      `Let POST ${pathOf(url)} through without its credentials; the receiver verifies deliveries itself.`,
    )
  if (status === 405 && headers.allow !== undefined)
    return error(
      'wrong_method',
      `405: only ${headers.allow} is allowed there.`,
      'Look at what else listens at this path.',
    )
  if (status === 503 && !html)
    return error(
      'unavailable',
      '503: the application is there and cannot take deliveries: no handler is registered, a body parser ran first, the inbox is down, or it is stopping.',
      "The receiver's log says which.",
    )
  if (status >= 500)
    return error(
      'proxy_failed',
      `${status}, which the receiver never answers: what stands before it got no good answer from the application.`,
      'See that the application runs, and that the proxy knows its address and port.',
    )
  if (status >= 200 && status < 300)
    return html || (provider.answers.accepted.body === null && body !== '')
      ? error(
          'foreign_answer',
          `${status} with ${html ? 'a page of HTML' : 'a body'} that is not ours: something else takes the deliveries, and the service believes them to be delivered.`,
          `Lead ${pathOf(url)} to the application: a start page, a login or a tunnel's warning answers in its place.`,
        )
      : undefined
  return error(
    'unexpected',
    `${status}, which the receiver never answers.`,
    'Look at what stands between here and the application.',
  )
}

function unanswered(failure: string, { provider, bytes, url }: Sent): Found {
  const { host } = new URL(url)
  if (failure === 'late')
    return error(
      'too_slow',
      `No answer within ${provider.answers.timeoutMs} ms, which is how long the service waits.`,
      'Use an inbox, so that handlers run after the answer; see what holds requests up on the way.',
    )
  if (failure === 'ENOTFOUND' || failure === 'EAI_AGAIN')
    return error(
      'unknown_host',
      `The name ${host} is not known (${failure}).`,
      'Check the URL, and the DNS record.',
    )
  if (isTls(failure))
    return error(
      'tls',
      `The TLS connection to ${host} failed: ${failure}. Services do not connect either.`,
      'Use a certificate for this name that has not expired, from a public authority, with its whole chain.',
    )
  const isCut = failure === 'ECONNRESET' || failure === 'EPIPE'
  if (isCut && bytes > large) return tooLarge(bytes, failure)
  return isCut
    ? error(
        'cut',
        `The connection was cut (${failure}).`,
        'See that the application runs, and that http and https are not mixed up.',
      )
    : error(
        'unreachable',
        `${host} could not be reached: ${failure}.`,
        'See that something listens there, and that the firewall lets it through.',
      )
}

const large = 100_000

function tooLarge(bytes: number, failure?: string): Found {
  const what = failure === undefined ? '413: a body' : `The connection was cut (${failure}): a body`
  return error(
    'body_limit',
    `${what} of ${bytes} bytes is too large for what stands before the receiver. Transcripts of long recordings are larger.`,
    'Raise the limit of the proxy to 32 MB: `client_max_body_size 32m` in nginx; serverless gateways have limits of their own.',
  )
}

function isTls(code: string): boolean {
  return /CERT|TLS|SSL|EPROTO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH/.test(code)
}

function isHtml(contentType: string | undefined, body: string): boolean {
  return contentType?.startsWith('text/html') === true || /^\s*<(?:!doctype|html)/i.test(body)
}

/** Without its query, which may repeat a token. */
function whereTo(location: string | undefined): string {
  return location?.replace(/[?#].*$/s, '') ?? 'nowhere'
}

function pathOf(url: string): string {
  return new URL(url).pathname
}
