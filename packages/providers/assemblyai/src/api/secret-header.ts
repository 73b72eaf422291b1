import type { Secret } from '@stt-webhooks/core/provider'
import { invalidOption } from './invalid-option.ts'

/** The header that AssemblyAI is to send. */
export interface SecretHeader {
  readonly name: string
  readonly value: string
}

export interface HeaderCredentials {
  /** Missing where deliveries are not verified. */
  readonly secret?: Secret | undefined
  readonly header?: string | undefined
}

export const defaultHeader = 'x-webhook-secret'

/**
 * The header that makes the deliveries of one job pass; `undefined` if there is no secret at all.
 * @throws WebhookError `invalid_option` for a secret with which every delivery would be refused, for ever
 */
export function secretHeader(
  { secret: configured, header: name = defaultHeader }: HeaderCredentials,
  given: string | undefined,
): SecretHeader | undefined {
  const value = given ?? firstOf(configured)
  if (value === undefined) return undefined
  if (isNoneOf(configured, value)) {
    throw invalidOption(
      '`secret` is none of the secrets of the provider, so its deliveries would be refused. Leave it out, or add it there.',
    )
  }
  if (!/^[!-~](?:[ -~]*[!-~])?$/.test(value)) {
    throw invalidOption(
      'The secret cannot be sent in a header. Use letters, digits and punctuation of ASCII, without white space at its ends.',
    )
  }
  return { name, value }
}

function firstOf(secret: Secret | undefined): string | undefined {
  if (typeof secret === 'function') {
    throw invalidOption('The provider has a function for its secrets. Give the `secret` of this job.')
  }
  return typeof secret === 'string' ? secret : secret?.[0]
}

function isNoneOf(configured: Secret | undefined, value: string): boolean {
  if (configured === undefined || typeof configured === 'function') return false
  return ![configured].flat().includes(value)
}
