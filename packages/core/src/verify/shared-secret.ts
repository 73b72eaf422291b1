import { Buffer } from 'node:buffer'
import { isToken } from '../callback.ts'
import { WebhookError } from '../error.ts'
import { andThen } from '../maybe-promise.ts'
import type { Delivery } from '../request.ts'
import { decode } from './hmac.ts'
import { matchesSecret, type Secret, type SecretSource, secretSource } from './secret.ts'
import { refused, type Verification, type Verifier } from './verification.ts'

/** Where a shared secret is found in a delivery, and how that place is called in the log. */
interface SecretPlace {
  readonly description: string
  find(delivery: Delivery): string | undefined
}

function sharedSecret(source: SecretSource, place: SecretPlace): Verifier {
  return (delivery, { now }) => {
    const given = place.find(delivery)
    if (given === undefined || given === '') return refused(`${place.description} is missing`)
    return andThen(source(delivery, now), (secrets) => compare(given, secrets, place))
  }
}

function compare(given: string, secrets: readonly string[], place: SecretPlace): Verification {
  if (matchesSecret(given, secrets)) return { verified: true, by: 'secret' }
  if (secrets.length === 0) return refused('the secret function knows no secret for this request')
  // The usual causes of a 401 that nobody can explain, told without showing either value.
  if (
    matchesSecret(
      given.trim(),
      secrets.map((secret) => secret.trim()),
    )
  ) {
    return refused(`${place.description} differs from the configured secret only in white space`)
  }
  return refused(`${place.description} does not match any configured secret`)
}

export interface SharedSecretOptions {
  /** For error texts. */
  readonly provider: string
  /** Which option of the provider holds the secret, for error texts. Default: `'secret'`. */
  readonly option?: string
  readonly secret: Secret | undefined
}

function sourceOf(options: SharedSecretOptions): SecretSource {
  return secretSource(options.provider, options.option ?? 'secret', options.secret)
}

/**
 * The whole value of one header is the secret.
 * @throws WebhookError `invalid_option` for a name that no header can have
 */
export function headerSecret(options: SharedSecretOptions & { readonly header: string }): Verifier {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(options.header)) {
    throw new WebhookError('invalid_option', `"${options.header}" is not the name of a header.`, {
      provider: options.provider,
    })
  }
  const name = options.header.toLowerCase()
  return sharedSecret(sourceOf(options), {
    description: `the header ${name}`,
    find: (delivery) => delivery.header(name),
  })
}

/**
 * `Authorization: <scheme> <secret>`; the scheme is compared without case.
 * @throws WebhookError `invalid_option` if the secret starts with the scheme, a common mistake
 */
export function bearer(options: SharedSecretOptions & { readonly scheme?: string | undefined }): Verifier {
  const { scheme = 'Bearer', provider, option = 'secret', secret } = options
  const source = sourceOf(options)
  const start = `${scheme.toLowerCase()} `
  if (typeof secret !== 'function' && [secret].flat().some((one) => one?.toLowerCase().startsWith(start))) {
    throw new WebhookError(
      'invalid_option',
      `\`${option}\` starts with "${scheme} ". Give the token alone.`,
      {
        provider,
      },
    )
  }
  return sharedSecret(source, {
    description: `the ${scheme} token in the header authorization`,
    find(delivery) {
      const value = delivery.header('authorization')
      return value?.toLowerCase().startsWith(start) ? value.slice(start.length).trimStart() : undefined
    },
  })
}

/** `Authorization: Basic <base64>`; the secret is `user:password`. */
export function basic(options: SharedSecretOptions): Verifier {
  return sharedSecret(sourceOf(options), {
    description: 'the basic credential in the authorization header',
    find: (delivery) => {
      const encoded = /^basic +(.+)$/i.exec(delivery.header('authorization') ?? '')?.[1]
      const bytes = decode(encoded ?? '', 'base64')
      return bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8')
    },
  })
}

/**
 * An unguessable token in the callback URL: its last path segment, or the query parameter `parameter`.
 * A parameter that comes twice is refused.
 */
export function urlToken(options: SharedSecretOptions & { readonly parameter: string }): Verifier {
  return sharedSecret(sourceOf(options), {
    description: `the token in the URL (path segment or ?${options.parameter}=)`,
    find: (delivery) => {
      // Our own token in the path proves the URL and takes the place of no secret: that one is in the query then.
      if (delivery.token !== undefined && !isToken(delivery.token)) return delivery.token
      const values = delivery.query.getAll(options.parameter)
      return values.length === 1 ? values[0] : undefined
    },
  })
}
