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
const tokenPrefix = 'cb1.'

/** The query parameter of the query form. */
export const tokenParameter = 'callback'

export function isToken(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith(tokenPrefix)
}

/**
 * True for a URL that carries one token of ours, as `receiver.callbackUrl()` makes them; whether it is valid is found out when a delivery
 * comes.
 */
export function isCallbackUrl(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { pathname, searchParams } = new URL(url)
  const places = [pathname.slice(pathname.lastIndexOf('/') + 1), ...searchParams.getAll(tokenParameter)]
  return places.filter(isToken).length === 1
}

/** Takes our tokens out of a text, such as a callback URL that a service repeats. */
export function withoutTokens(text: string): string {
  return text.includes(tokenPrefix) ? text.replace(/cb1\.[\w-]+\.[\w-]+/g, '***') : text
}

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
      const expires = Math.floor(now / 1000 + expiresIn)
      // A date ends in the year 275760, and must be written when the token comes back.
      if (!(expiresIn > 0) || Number.isNaN(new Date(expires * 1000).getTime()))
        throw new WebhookError('invalid_option', '`expiresIn` must be a positive number of seconds.')
      const claims = JSON.stringify({ expires, metadata })
      const payload = Buffer.from(claims).toString('base64url')
      const signature = createHmac('sha256', current).update(messageOf(endpoint, payload)).digest('base64url')
      return `${tokenPrefix}${payload}.${signature}`
    },

    check(token, endpoint, now) {
      if (current === undefined)
        return {
          reason: 'the callback URL is signed, and the receiver has no option `callbackSecrets` to check it',
        }
      const [payload = '', signature = '', ...more] = token.slice(tokenPrefix.length).split('.')
      const given = { given: signature, encoding: 'base64url', algorithm: 'sha256' } as const
      if (more.length > 0 || !matchesHmac(given, messageOf(endpoint, payload), secrets)) {
        return { reason: 'the token of the callback URL is not one of ours, or belongs to another endpoint' }
      }
      const callback = callbackOf(payload)
      if (callback === undefined) return { reason: 'the token of the callback URL says nothing that we know' }
      return Date.parse(callback.expiresAt) <= now
        ? { reason: `the callback URL expired at ${callback.expiresAt}` }
        : { callback }
    },
  }
}

/** Undefined for what this version would not have signed: the secret may be in use elsewhere. */
function callbackOf(payload: string): Callback | undefined {
  const claims = parsed(Buffer.from(payload, 'base64url').toString('utf8'))
  if (!isRecord(claims) || !isRecord(claims['metadata'])) return undefined
  const expires = new Date((numberAt(claims, 'expires') ?? Number.NaN) * 1000)
  if (Number.isNaN(expires.getTime())) return undefined
  return { metadata: metadataFrom(claims['metadata']), expiresAt: expires.toISOString() }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/** The endpoint is signed too, so that a URL given to one service is worth nothing at another's. */
function messageOf(endpoint: string, payload: string): string {
  return `stt-webhooks callback\n${endpoint}\n${payload}`
}
