import { Buffer } from 'node:buffer'
import { createHmac } from 'node:crypto'
import { WebhookError } from './error.ts'
import type { Metadata } from './event.ts'
import { isRecord, metadataFrom, numberAt } from './read/json.ts'
import { matchesHmac } from './verify/hmac.ts'

/** What our own signed callback URL carried. It proves that the URL is ours, not that the body is genuine. */
export interface Callback {
  readonly metadata: Metadata
  /** ISO 8601 in UTC. */
  readonly expiresAt: string
}

export interface CallbackOptions {
  /** Comes back as `event.callback.metadata`. Signed, not encrypted; at most 1,000 bytes as JSON. */
  readonly metadata?: Metadata | undefined
  /** Seconds. Default: 30 days. */
  readonly expiresIn?: number | undefined
  /** Where the token stands: the last path segment, or the query parameter `callback`. Default: `'path'`. */
  readonly form?: 'path' | 'query' | undefined
}

/** What a token says, or why it is refused. */
export type CallbackCheck = { readonly callback: Callback } | { readonly reason: string }

/** Signs and checks callback tokens. */
export interface Callbacks {
  /** @throws WebhookError `invalid_option` */
  sign(endpoint: string, options: CallbackOptions, now: number): string
  check(token: string, endpoint: string, now: number): CallbackCheck
}

/** Tells our tokens from others', such as a service's shared secret in the same place. */
export const tokenPrefix = 'cb1.'

/** The query parameter of the query form. */
export const tokenParameter = 'callback'

const thirtyDays = 30 * 24 * 60 * 60
const metadataLimit = 1_000

/** The first secret signs; all of them are accepted, so that a rotation leaves the URLs of running jobs valid. */
export function createCallbacks(secrets: readonly string[]): Callbacks {
  const [current] = secrets

  return {
    sign(endpoint, { metadata = {}, expiresIn = thirtyDays }, now) {
      if (current === undefined) {
        throw new WebhookError(
          'invalid_option',
          'Callback URLs need the option `callbackSecrets` of the receiver.',
        )
      }
      const json = JSON.stringify(metadata)
      if (Buffer.byteLength(json) > metadataLimit) {
        throw new WebhookError(
          'invalid_option',
          `The metadata of a callback URL has more than ${metadataLimit} bytes. Carry an id instead.`,
        )
      }
      if (!(expiresIn > 0))
        throw new WebhookError('invalid_option', '`expiresIn` must be a positive number of seconds.')
      const claims = JSON.stringify({ expires: Math.floor(now / 1000 + expiresIn), metadata })
      const payload = Buffer.from(claims).toString('base64url')
      const signature = createHmac('sha256', current).update(messageOf(endpoint, payload)).digest('base64url')
      return `${tokenPrefix}${payload}.${signature}`
    },

    check(token, endpoint, now) {
      const [payload = '', signature = '', ...more] = token.slice(tokenPrefix.length).split('.')
      const given = Buffer.from(signature, 'base64url')
      // What the decoder skips silently would let one token be written in many ways.
      const isWellFormed = more.length === 0 && given.toString('base64url') === signature
      if (!isWellFormed || !matchesHmac(given, messageOf(endpoint, payload), 'sha256', secrets)) {
        return { reason: 'the token of the callback URL is not one of ours, or belongs to another endpoint' }
      }
      const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
      const expires = isRecord(claims) ? (numberAt(claims, 'expires') ?? 0) : 0
      if (expires * 1000 <= now)
        return { reason: `the callback URL expired at ${new Date(expires * 1000).toISOString()}` }
      const metadata = isRecord(claims) && isRecord(claims['metadata']) ? claims['metadata'] : {}
      return {
        callback: { metadata: metadataFrom(metadata), expiresAt: new Date(expires * 1000).toISOString() },
      }
    },
  }
}

/** The endpoint is signed too, so that a URL given to one service is worth nothing at another's. */
function messageOf(endpoint: string, payload: string): string {
  return `stt-webhooks callback\n${endpoint}\n${payload}`
}
