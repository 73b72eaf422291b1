import type { Secret } from '@stt-webhooks/core/provider'
import type { SpeechmaticsAuthHeaders } from '../index/auth-headers.ts'
import { invalidOption } from './invalid-option.ts'

export interface SubmissionCredentials {
  /** Both are missing where deliveries are not verified. */
  readonly secret?: Secret | undefined
  readonly authHeaders?: SpeechmaticsAuthHeaders | undefined
}

/**
 * The lines of `auth_headers` that make the deliveries of one job pass; none if they are not verified.
 * @throws WebhookError `invalid_option` for a secret with which every delivery would be refused
 */
export function credentialLines(
  { secret: configured, authHeaders }: SubmissionCredentials,
  given: string | undefined,
): readonly string[] {
  if (authHeaders !== undefined) {
    if (given === undefined) return firstList(authHeaders)
    throw invalidOption(
      'The provider has `authHeaders`, of which the first list is used. Leave `secret` out.',
    )
  }
  const secret = given ?? firstOf(configured)
  if (secret === undefined) return []
  if (isNoneOf(configured, secret)) {
    throw invalidOption(
      '`secret` is none of the secrets of the provider, so its deliveries would be refused. Leave it out, or add it there.',
    )
  }
  if (!/^[!-~](?:[ -~]*[!-~])?$/.test(secret)) {
    throw invalidOption(
      'The secret cannot be sent in a header. Use letters, digits and punctuation of ASCII, without white space at its ends.',
    )
  }
  return [`Authorization: Bearer ${secret}`]
}

/** During a rotation the new one comes first. */
function firstList(authHeaders: SpeechmaticsAuthHeaders): readonly string[] {
  return authHeaders.flatMap((lines, index) => (typeof lines === 'string' || index === 0 ? lines : []))
}

function firstOf(secret: Secret | undefined): string | undefined {
  if (typeof secret === 'function') {
    throw invalidOption('The provider has a function for its secrets. Give the `secret` of this job.')
  }
  return typeof secret === 'string' ? secret : secret?.[0]
}

function isNoneOf(configured: Secret | undefined, secret: string): boolean {
  if (configured === undefined || typeof configured === 'function') return false
  return ![configured].flat().includes(secret)
}
