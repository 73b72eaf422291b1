import { randomUUID } from 'node:crypto'
import type { Provider } from '@stt-webhooks/core'
import { secretsOf } from '../config/environment.ts'
import type { KnownProvider } from '../providers.ts'
import { error, type Found, note, ok, warning } from './finding.ts'
import { bareDelivery, probeDelivery } from './probe-delivery.ts'
import { checkForm, placeholders, whiteSpace } from './secret-form.ts'
import type { Trial } from './trial.ts'

export interface SecretCheck {
  readonly found: readonly Found[]
  /** Those of the environment that the provider takes, the current one first; one that means nothing where it takes everything. */
  readonly secrets: readonly string[]
}

const newSecret = 'Make one with: openssl rand -hex 32. Give it to the service and to the configuration.'

export interface SecretParts {
  readonly trial: Trial
  /** The path of the configuration. */
  readonly path: string
  readonly environment: NodeJS.ProcessEnv
}

/**
 * A provider does not show its secret, so it is asked: which deliveries does it take? Those signed with the secrets of the environment, with
 * what people leave in place of a secret, or with anything.
 */
export async function checkSecrets(
  { endpoint }: Provider,
  known: KnownProvider | undefined,
  { trial, path, environment }: SecretParts,
): Promise<SecretCheck> {
  const url = `${path}/${endpoint}`
  if ((await trial(bareDelivery(url)))?.events[0]?.verifiedBy === 'none') {
    const fix = 'Give it a secret, unless nobody but the service can reach it.'
    const message = 'It accepts deliveries from anyone: `unsafeAllowUnauthenticated` is set.'
    return { found: [warning('unauthenticated', message, fix)], secrets: [randomUUID()] }
  }
  if (known === undefined) {
    const message = 'Its secret cannot be seen, and no simulator of it is known here.'
    return { found: [note('secret_unseen', message)], secrets: [] }
  }

  /** Why it refuses what is signed with a secret; undefined if it does not. */
  async function refusal(secret: string): Promise<string | undefined> {
    const simulator = await known?.simulator({ secret, url }, environment)
    const receipt = simulator && (await trial(probeDelivery(simulator, url, 0)))
    return receipt?.outcome === 'refused' ? (receipt.reason ?? 'no reason') : undefined
  }
  // Whatever else is wrong with our delivery, such as its address, is wrong with a right secret too.
  const forged = await refusal(randomUUID())

  for (const guess of placeholders) {
    if ((await refusal(guess)) === forged) continue
    const message = 'Its secret is a placeholder that anyone can guess.'
    return { found: [error('secret_placeholder', message, newSecret)], secrets: [guess] }
  }
  const given = secretsOf(known, environment)
  return given.length === 0 ? unseen(known) : await judge(known, given, refusal, forged)
}

function unseen({ variable }: KnownProvider): SecretCheck {
  const message = 'Its secret cannot be seen. It is none of the usual placeholders, and no more is known.'
  const fix = `Set ${variable} to the same secret to have its form checked.`
  return { found: [note('secret_unseen', message, fix)], secrets: [] }
}

async function judge(
  { variable }: KnownProvider,
  given: readonly string[],
  refusal: (secret: string) => Promise<string | undefined>,
  forged: string | undefined,
): Promise<SecretCheck> {
  const secrets: string[] = []
  const found: Found[] = []
  for (const secret of given) {
    const reason = await refusal(secret)
    if (reason !== undefined && reason === forged) {
      const message = `A secret of ${variable} is not one of the configuration: ${reason}.`
      found.push(
        warning('secret_differs', message, 'Set the variable as it is set where the application runs.'),
      )
    } else {
      found.push(...(await hasWhiteSpace(secret, reason, refusal)), ...checkForm(secret, newSecret))
      secrets.push(secret)
    }
  }
  return {
    found: found.length === 0 ? [ok('Its secret is long enough, and no placeholder.')] : found,
    secrets: secrets.filter((secret) => secret.trim() !== ''),
  }
}

/** Where the configuration has white space around the secret, and the environment has not. */
async function hasWhiteSpace(
  secret: string,
  reason: string | undefined,
  refusal: (secret: string) => Promise<string | undefined>,
): Promise<readonly Found[]> {
  if (reason === undefined) return []
  for (const variant of [`${secret}\n`, `${secret}\r\n`, `${secret} `, ` ${secret}`])
    if ((await refusal(variant)) === undefined) return [whiteSpace]
  return []
}

/** Secrets by endpoint: who knows one of them could forge the deliveries of another service. */
export function checkSharing(secrets: ReadonlyMap<string, readonly string[]>): readonly Found[] {
  const users = new Map<string, string[]>()
  for (const [endpoint, own] of secrets)
    for (const secret of new Set(own)) users.set(secret, [...(users.get(secret) ?? []), endpoint])
  return [...users.values()]
    .filter((endpoints) => endpoints.length > 1)
    .map((endpoints) =>
      warning(
        'secret_shared',
        `${endpoints.join(' and ')} have the same secret: each service could forge deliveries of the other.`,
        newSecret,
      ),
    )
}
