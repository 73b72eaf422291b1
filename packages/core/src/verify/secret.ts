import type { Buffer } from 'node:buffer'
import { createHash, timingSafeEqual } from 'node:crypto'
import { WebhookError } from '../error.ts'
import type { MaybePromise } from '../maybe-promise.ts'
import type { Delivery } from '../request.ts'

/** The part of a request that a secret may depend on; nothing else, because it is also the key of the cache. */
export interface SecretRequest {
  /** The path, without the query. */
  readonly path: string
  /** The path segment after the endpoint, if there is one. */
  readonly token: string | undefined
  readonly query: URLSearchParams
}

/**
 * One secret, a list of them (during a rotation old jobs still carry the old one), or a function of the request (one secret per tenant).
 * The function's answer is kept for 60 s per path and query. `undefined` refuses the delivery; a throw answers 503, so that the service tries again.
 */
export type Secret =
  | string
  | readonly string[]
  | ((request: SecretRequest) => MaybePromise<string | readonly string[] | undefined>)

/** Gives the secrets that a delivery may carry; an empty list refuses it. */
export type SecretSource = (delivery: Delivery, now: number) => MaybePromise<readonly string[]>

const cacheMs = 60_000
const cacheSize = 1_000

/**
 * Checks a secret option once, at construction.
 * @throws WebhookError `invalid_option` if it is missing, empty or blank
 */
export function secretSource(provider: string, option: string, secret: Secret | undefined): SecretSource {
  if (typeof secret === 'function') return cachedSource(provider, option, secret)
  const secrets = typeof secret === 'string' ? [secret] : secret
  if (!Array.isArray(secrets) || secrets.length === 0 || !secrets.every(isUsable)) {
    throw new WebhookError(
      'invalid_option',
      `The option \`${option}\` is missing, empty or blank. Set it to the secret you gave the service (a string or a list of strings), ` +
        'or write `unsafeAllowUnauthenticated: true` to accept deliveries from anyone.',
      { provider },
    )
  }
  return () => secrets
}

export function isUsable(secret: unknown): secret is string {
  return typeof secret === 'string' && secret.trim() !== ''
}

function cachedSource(
  provider: string,
  option: string,
  load: (request: SecretRequest) => MaybePromise<string | readonly string[] | undefined>,
): SecretSource {
  const cache = new Map<string, { until: number; secrets: Promise<readonly string[]> }>()
  return (delivery, now) => {
    const known = cache.get(delivery.url)
    if (known !== undefined && known.until > now) return known.secrets
    const secrets = loadSecrets(provider, option, load, delivery)
    cache.delete(delivery.url)
    cache.set(delivery.url, { until: now + cacheMs, secrets })
    // A failed look-up is not remembered: the service's next try must be able to succeed.
    secrets.catch(() => cache.delete(delivery.url))
    if (cache.size > cacheSize) cache.delete(cache.keys().next().value ?? '')
    return secrets
  }
}

async function loadSecrets(
  provider: string,
  option: string,
  load: (request: SecretRequest) => MaybePromise<string | readonly string[] | undefined>,
  delivery: Delivery,
): Promise<readonly string[]> {
  try {
    const path = delivery.url.split('?', 1)[0] ?? ''
    const loaded = await load({ path, token: delivery.token, query: delivery.query })
    return (typeof loaded === 'string' ? [loaded] : (loaded ?? [])).filter(isUsable)
  } catch (cause) {
    throw new WebhookError(
      'internal',
      `The function given as \`${option}\` failed. The delivery was answered 503.`,
      {
        provider,
        cause,
      },
    )
  }
}

/** True if the given value is one of the secrets, in a time that does not tell how much of it was right. */
export function matchesSecret(given: string, secrets: readonly string[]): boolean {
  let matches = false
  const digest = sha256(given)
  // No early exit: the time must not tell which secret matched either.
  for (const secret of secrets) matches = timingSafeEqual(digest, sha256(secret)) || matches
  return matches
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
