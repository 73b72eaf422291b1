import type { Secret } from '@stt-webhooks/core/provider'
import { invalidOption } from './invalid-option.ts'

/**
 * The secret that a hook is to sign with; `undefined` if deliveries are not verified.
 * @throws WebhookError `invalid_option` for a secret with which every delivery would be refused
 */
export function secretOfHook(configured: Secret | undefined, given: string | undefined): string | undefined {
  const secret = given ?? firstOf(configured)
  if (secret === undefined) return undefined
  if (secret.trim() === '') throw invalidOption('`secret` is empty or blank. Leave it out, or set it.')
  if (isNoneOf(configured, secret)) {
    throw invalidOption(
      '`secret` is none of the secrets of the provider, so its deliveries would be refused. Leave it out, or add it there.',
    )
  }
  return secret
}

function firstOf(secret: Secret | undefined): string | undefined {
  if (typeof secret === 'function')
    throw invalidOption('The provider has a function for its secrets. Give the `secret` of this hook.')
  return typeof secret === 'string' ? secret : secret?.[0]
}

function isNoneOf(configured: Secret | undefined, secret: string): boolean {
  if (configured === undefined || typeof configured === 'function') return false
  return ![configured].flat().includes(secret)
}
