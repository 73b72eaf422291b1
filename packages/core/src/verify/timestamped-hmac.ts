import { type HmacOptions, matchesHmac } from './hmac.ts'
import { textMessage } from './message.ts'
import { secretSource } from './secret.ts'
import { refused, type Verifier } from './verification.ts'

export interface TimestampedHmacOptions extends Omit<HmacOptions, 'message' | 'prefix'> {
  /** Finds the time and the signatures in the header's value; `undefined` if it has another form. */
  parse(value: string): { readonly timestamp: number; readonly signatures: readonly string[] } | undefined
  /** How far the clocks may differ, in seconds, to the past and to the future. Default: 300. */
  readonly toleranceSeconds?: number
}

/**
 * Reads `t=<unix seconds>,v1=<signature>`, the form that Stripe made common.
 * @see https://docs.stripe.com/webhooks#verify-manually
 */
export function parseTimestampedHeader(
  value: string,
): { timestamp: number; signatures: string[] } | undefined {
  const parts = value.split(',').map((part) => part.trim())
  const time = parts.find((part) => part.startsWith('t='))?.slice(2) ?? ''
  const signatures = parts.filter((part) => part.startsWith('v1=')).map((part) => part.slice(3))
  return /^\d{1,12}$/.test(time) && signatures.length > 0
    ? { timestamp: Number(time), signatures }
    : undefined
}

/** True if the times, in seconds, are no further apart than allowed, whichever is the later one. */
export function isTimely(timestamp: number, nowMs: number, toleranceSeconds: number): boolean {
  return Math.abs(nowMs / 1000 - timestamp) <= toleranceSeconds
}

/** A keyed hash over `<timestamp>.<body>`, with the time checked in both directions. */
export function timestampedHmac(options: TimestampedHmacOptions): Verifier {
  const source = secretSource(options.provider, options.option ?? 'secret', options.secret)
  const { header, encoding, algorithm = 'sha256', toleranceSeconds = 300 } = options
  return async (delivery, { now }) => {
    const value = delivery.header(header)
    if (value === undefined || value === '') return refused(`the header ${header} is missing`)
    const parsed = options.parse(value)
    if (parsed === undefined) return refused(`the header ${header} is not of the form that the service uses`)
    if (!isTimely(parsed.timestamp, now, toleranceSeconds)) {
      return refused(
        `the time in ${header} is more than ${toleranceSeconds} s away from ours: check the clock of this machine`,
      )
    }
    const keys = await source(delivery, now)
    const message = textMessage(`${parsed.timestamp}.`, delivery.exactBytes())
    const genuine = parsed.signatures.some((given) =>
      matchesHmac({ given, encoding, algorithm }, message, keys),
    )
    return genuine ? { verified: true, by: 'signature' } : refused(`no signature in ${header} matches`)
  }
}
