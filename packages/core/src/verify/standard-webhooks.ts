import { Buffer } from 'node:buffer'
import { WebhookError } from '../error.ts'
import { decode, matchesHmac } from './hmac.ts'
import { textMessage } from './message.ts'
import { type Secret, secretSource } from './secret.ts'
import { isTimely } from './timestamped-hmac.ts'
import { refused, type Verifier } from './verification.ts'

export interface StandardWebhooksOptions {
  /** For error texts. */
  readonly provider: string
  /** Which option of the provider holds the secret, for error texts. Default: `'secret'`. */
  readonly option?: string
  /** `whsec_` and base64, as the specification writes it. */
  readonly secret: Secret | undefined
  /** Older senders write `svix-` headers. Default: `['webhook', 'svix']`. */
  readonly prefixes?: readonly string[]
  /** In seconds, to the past and to the future. Default: 300. */
  readonly toleranceSeconds?: number
}

/**
 * Symmetric signatures (`v1`) of the Standard Webhooks specification.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function standardWebhooks(options: StandardWebhooksOptions): Verifier {
  const {
    provider,
    option = 'secret',
    secret,
    prefixes = ['webhook', 'svix'],
    toleranceSeconds = 300,
  } = options
  const source = secretSource(provider, option, secret)
  if (typeof secret !== 'function') for (const one of [secret].flat()) keyOf(one ?? '', provider, option)
  return async (delivery, { now }) => {
    const prefix = prefixes.find((candidate) => delivery.header(`${candidate}-signature`) !== undefined)
    if (prefix === undefined) return refused(`the header ${prefixes[0]}-signature is missing`)
    const id = delivery.header(`${prefix}-id`) ?? ''
    const time = delivery.header(`${prefix}-timestamp`) ?? ''
    if (id === '' || !/^\d{1,12}$/.test(time))
      return refused(`the headers ${prefix}-id and ${prefix}-timestamp are missing or malformed`)
    if (!isTimely(Number(time), now, toleranceSeconds)) {
      return refused(
        `the time in ${prefix}-timestamp is more than ${toleranceSeconds} s away from ours: check the clock of this machine`,
      )
    }
    const keys = (await source(delivery, now)).map((one) => keyOf(one, provider, option))
    const message = textMessage(`${id}.${time}.`, delivery.exactBytes())
    const signatures = (delivery.header(`${prefix}-signature`) ?? '').split(' ')
    const genuine = signatures
      .filter((signature) => signature.startsWith('v1,'))
      .map((signature) => ({ given: signature.slice(3), ...format }))
      .some((signature) => matchesHmac(signature, message, keys))
    return genuine
      ? { verified: true, by: 'signature' }
      : refused(`no v1 signature in ${prefix}-signature matches`)
  }
}

const format = { encoding: 'base64', algorithm: 'sha256' } as const

function keyOf(secret: string, provider: string, option: string): Uint8Array {
  const key = decode(secret.replace(/^whsec_/, ''), 'base64')
  if (key === undefined) {
    throw new WebhookError(
      'invalid_option',
      `\`${option}\` is not a Standard Webhooks secret: expected \`whsec_\` and base64.`,
      {
        provider,
      },
    )
  }
  return Buffer.from(key)
}
