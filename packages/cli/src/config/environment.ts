import { isWebhookError, type Provider } from '@stt-webhooks/core'
import { Failure } from '../failure.ts'
import { type KnownProvider, knownProviders } from '../providers.ts'

/** A provider that listens, and whether it verifies what it gets. */
export interface Configured {
  readonly provider: Provider
  readonly verified: boolean
}

/**
 * Every provider whose variable is set; with `unsafe` the others too, unverified.
 * @throws Failure if none is left, or if a secret cannot work
 */
export function configure(environment: NodeJS.ProcessEnv, unsafe: boolean): readonly Configured[] {
  const configured = knownProviders.flatMap((known): Configured[] => {
    const secret = secretsOf(known, environment)
    if (secret.length > 0) return [{ provider: verified(known, secret, environment), verified: true }]
    return unsafe ? [{ provider: known.unverified(), verified: false }] : []
  })
  if (configured.length > 0) return configured
  throw new Failure(
    2,
    'No provider is configured. Set the secret that you gave the service, or a list separated by commas:\n' +
      knownProviders.map(({ variable, id }) => `  ${variable.padEnd(24)} ${id}\n`).join('') +
      'or accept deliveries from anyone with --unsafe-allow-unauthenticated.',
  )
}

/** The secrets in a provider's variable, the current one first. Everything but a comma belongs to a secret, blanks too. */
export function secretsOf({ variable }: KnownProvider, environment: NodeJS.ProcessEnv): readonly string[] {
  const value = environment[variable] ?? ''
  return value === '' ? [] : value.split(',')
}

function verified(known: KnownProvider, secret: readonly string[], environment: NodeJS.ProcessEnv): Provider {
  const { variable, keyVariable } = known
  const apiKey = environment[keyVariable] || undefined
  try {
    return known.verified({ secret, apiKey }, environment)
  } catch (error) {
    if (!isWebhookError(error)) throw error
    const names = apiKey === undefined ? variable : `${variable} or ${keyVariable}`
    throw new Failure(2, `${names} cannot be used. ${error.message}`, error)
  }
}
