import { Buffer } from 'node:buffer'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { andThen } from '../maybe-promise.ts'
import type { Delivery } from '../request.ts'
import { type Secret, secretSource } from './secret.ts'
import { refused, type Verification, type Verified, type Verifier } from './verification.ts'

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
    const given = value.slice(prefix.length)
    const message = options.message?.(delivery) ?? delivery.exactBytes()
    return andThen(source(delivery, now), (secrets): Verification => {
      if (matchesHmac({ given, encoding, algorithm }, message, secrets)) return genuine
      if (decode(given, encoding) === undefined)
        return refused(`the header ${header} is not a signature in ${encoding}`)
      return refused(
        `the signature in ${header} does not match: another secret signed it, or a proxy or a body parser changed the body`,
      )
    })
  }
}

const genuine: Verified = { verified: true, by: 'signature' }

/** A signature as it was sent. */
export interface GivenSignature {
  readonly given: string
  /** Base64 must be written as Node writes it; hex in either case. */
  readonly encoding: 'hex' | 'base64' | 'base64url'
  readonly algorithm: string
}

/**
 * True if one of the keys gives the signature, compared in constant time. Compared as text, so that nothing depends on what a decoder
 * would skip silently, and one signature can be written in one way only.
 */
export function matchesHmac(
  { given, encoding, algorithm }: GivenSignature,
  message: Uint8Array | string,
  keys: readonly (string | Uint8Array)[],
): boolean {
  const text = Buffer.from(encoding === 'hex' ? given.toLowerCase() : given)
  let matches = false
  for (const key of keys) {
    const expected = Buffer.from(createHmac(algorithm, key).update(message).digest(encoding))
    if (expected.length === text.length && timingSafeEqual(expected, text)) matches = true
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
