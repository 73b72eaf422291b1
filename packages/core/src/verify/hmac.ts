import { Buffer } from 'node:buffer'
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Delivery } from '../request.ts'
import { type Secret, secretSource } from './secret.ts'
import { refused, type Verification, type Verifier } from './verification.ts'

export interface HmacOptions {
  /** For error texts. */
  readonly provider: string
  /** Which option of the provider holds the key, for error texts. Default: `'secret'`. */
  readonly option?: string
  /** The key, as text; its UTF-8 bytes are used. */
  readonly secret: Secret | undefined
  /** The header that carries the signature. */
  readonly header: string
  readonly encoding: 'hex' | 'base64'
  readonly algorithm?: 'sha256' | 'sha512' | 'sha1'
  /** What stands before the signature in the header, such as `sha256=`. */
  readonly prefix?: string
  /** What is signed. Default: the exact bytes of the body. */
  message?(delivery: Delivery): Uint8Array | string
}

/** A keyed hash over the body or over a message that the service describes. */
export function hmac(options: HmacOptions): Verifier {
  const source = secretSource(options.provider, options.option ?? 'secret', options.secret)
  const { header, encoding, algorithm = 'sha256', prefix = '' } = options
  return (delivery, { now }) => {
    const value = delivery.header(header)
    if (value === undefined || value === '') return refused(`the header ${header} is missing`)
    if (!value.startsWith(prefix)) return refused(`the header ${header} does not start with ${prefix}`)
    const given = decode(value.slice(prefix.length), encoding)
    if (given === undefined) return refused(`the header ${header} is not a signature in ${encoding}`)
    const message = options.message?.(delivery) ?? delivery.exactBytes()
    const secrets = source(delivery, now)
    return secrets instanceof Promise
      ? secrets.then((loaded) => check(given, message, algorithm, loaded, header))
      : check(given, message, algorithm, secrets, header)
  }
}

function check(
  given: Uint8Array,
  message: Uint8Array | string,
  algorithm: string,
  keys: readonly string[],
  header: string,
): Verification {
  return matchesHmac(given, message, algorithm, keys)
    ? { verified: true, by: 'signature' }
    : refused(
        `the signature in ${header} does not match: another secret signed it, or a proxy or a body parser changed the body`,
      )
}

/** True if one of the keys gives the signature, compared in constant time. */
export function matchesHmac(
  given: Uint8Array,
  message: Uint8Array | string,
  algorithm: string,
  keys: readonly (string | Uint8Array)[],
): boolean {
  let matches = false
  for (const key of keys) {
    const expected = createHmac(algorithm, key).update(message).digest()
    if (expected.length === given.length && timingSafeEqual(expected, given)) matches = true
  }
  return matches
}

/** Strict: what Node's decoder would skip silently makes the signature malformed. */
export function decode(text: string, encoding: 'hex' | 'base64'): Uint8Array | undefined {
  const form =
    encoding === 'hex'
      ? /^(?:[0-9a-f]{2})+$/i
      : /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
  return text !== '' && form.test(text) ? Buffer.from(text, encoding) : undefined
}
