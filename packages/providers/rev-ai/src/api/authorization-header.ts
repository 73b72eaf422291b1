import type { Secret } from '@stt-webhooks/core/provider'
import { invalidOption } from './invalid-option.ts'

export interface BearerCredentials {
  /** Missing where deliveries are not verified. */
  readonly secret?: Secret | undefined
  readonly scheme?: string | undefined
}

/**
 * The only header that Rev AI can be told to send; its value must be a scheme and a token. `undefined` if there is no secret at all.
 * @throws WebhookError `invalid_option` for a secret that Rev AI refuses, or with which every delivery would be refused
 */
export function authorizationHeader(
  { secret: configured, scheme = 'Bearer' }: BearerCredentials,
  given: string | undefined,
): string | undefined {
  const token = given ?? firstOf(configured)
  if (token === undefined) return undefined
  if (isNoneOf(configured, token)) {
    throw invalidOption(
      '`secret` is none of the secrets of the provider, so its deliveries would be refused. Leave it out, or add it there.',
    )
  }
  if (!/^[!-~]+$/.test(token)) {
    throw invalidOption(
      'The secret cannot be sent in a header as the token after the scheme. Use letters, digits and punctuation of ASCII, without white space.',
    )
  }
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(scheme)) {
    throw invalidOption('`scheme` is not the name of an authentication scheme. Give one such as `Bearer`.')
  }
  return `${scheme} ${token}`
}

function firstOf(secret: Secret | undefined): string | undefined {
  if (typeof secret === 'function') {
    throw invalidOption('The provider has a function for its secrets. Give the `secret` of this job.')
  }
  return typeof secret === 'string' ? secret : secret?.[0]
}

function isNoneOf(configured: Secret | undefined, token: string): boolean {
  if (configured === undefined || typeof configured === 'function') return false
  return ![configured].flat().includes(token)
}
