import { type Delivery, type Metadata, metadataFrom, type WebhookResponse } from '@stt-webhooks/core/provider'
import { eventNameOf } from './event-name.ts'

const parameter = 'validationToken'

/** What may be sent back: nothing that a browser could take for a page, should someone lead one here. */
const harmlessToken = /^[\w.~-]{1,256}$/

/**
 * Does the delivery ask who owns the URL? Verifying, answering and reading all ask here: were two of them to disagree,
 * a signature over a token would pass off any body as an event.
 */
export function isChallenge(delivery: Delivery): boolean {
  const name = eventNameOf(delivery)
  // The header decides. Without one the parameter does, as in other receivers: whether a challenge always has the header is not documented.
  return name === undefined ? delivery.query.has(parameter) : name === 'challenge'
}

/**
 * A challenge has no body: its token is signed. A challenge without exactly one token is held against its body,
 * so that a signature over one of two tokens is worth nothing.
 * @throws WebhookError `body_already_parsed`
 */
export function signedMessage(delivery: Delivery): Uint8Array | string {
  return tokenOf(delivery) ?? delivery.exactBytes()
}

/** The token as the whole body, as the service wants it. A token of another form is not sent back. */
export function answerChallenge(delivery: Delivery): WebhookResponse | undefined {
  const token = tokenOf(delivery)
  if (token === undefined || !harmlessToken.test(token)) return undefined
  return {
    status: 200,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
    body: token,
  }
}

/** What the callback URL carries besides the service's own parameter. */
export function callerMetadata(delivery: Delivery): Metadata {
  if (!delivery.url.includes('?')) return {}
  const query = new URLSearchParams(delivery.query)
  query.delete(parameter)
  return metadataFrom(query)
}

function tokenOf(delivery: Delivery): string | undefined {
  if (!isChallenge(delivery)) return undefined
  const [token, ...more] = delivery.query.getAll(parameter)
  return token === '' || more.length > 0 ? undefined : token
}
