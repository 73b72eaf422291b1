import { Buffer } from 'node:buffer'
import { WebhookError } from '@stt-webhooks/core'
import { Webhook } from 'standardwebhooks'

/** Gives the headers that identify and sign one attempt. */
type Sign = (id: string, time: Date, body: string) => readonly (readonly [name: string, value: string])[]

/** What the specification asks of a symmetric secret, in bytes. */
const leastBytes = 24
const mostBytes = 64

/**
 * Checks the option `secret`.
 * @throws WebhookError `invalid_option`, whose message holds nothing of the secret
 */
export function createSigner(secret: string | readonly string[]): Sign {
  const secrets = typeof secret === 'string' ? [secret] : secret
  if (!Array.isArray(secrets) || secrets.length === 0 || !secrets.every(isGiven)) {
    throw wrong('is missing, empty or blank')
  }
  const webhooks = secrets.map((one) => new Webhook(checked(one)))
  return (id, time, body) => [
    ['webhook-id', id],
    ['webhook-timestamp', String(Math.floor(time.getTime() / 1000))],
    ['webhook-signature', webhooks.map((webhook) => webhook.sign(id, time, body)).join(' ')],
  ]
}

function isGiven(secret: unknown): boolean {
  return typeof secret === 'string' && secret.trim() !== ''
}

/** Strict: what a decoder skips silently, a line break at the end for one, makes a key that the other side does not have. */
function checked(secret: string): string {
  const base64 = secret.replace(/^whsec_/, '')
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(base64)) {
    throw wrong('is no Standard Webhooks secret: expected `whsec_` and base64')
  }
  const { length } = Buffer.from(base64, 'base64')
  if (length < leastBytes || length > mostBytes) {
    throw wrong(`holds ${length} bytes; Standard Webhooks asks for ${leastBytes} to ${mostBytes}`)
  }
  return secret
}

function wrong(what: string): WebhookError {
  return new WebhookError(
    'invalid_option',
    `The option \`secret\` of forward() ${what}. Give both systems the same one, such as \`whsec_\` and what \`openssl rand -base64 32\` prints.`,
  )
}
