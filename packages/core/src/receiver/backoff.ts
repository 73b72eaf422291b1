import { positive } from './options.ts'

/** How often and when a handler that failed runs again. Needs an inbox. */
export interface RetryOptions {
  /** How often a handler runs before the event is kept as dead. Default: 20, about five hours. */
  readonly attempts?: number | undefined
  /** Milliseconds that double with each attempt; a random part of the product is waited. Default: 2,000. */
  readonly baseMs?: number | undefined
  /** Milliseconds that are waited at most. Default: one hour. */
  readonly maxMs?: number | undefined
}

export interface Backoff {
  readonly attempts: number
  /** Milliseconds to wait after this many attempts: exponential, with full jitter, so that what failed together does not come together again. */
  delay(attempts: number): number
}

/** @throws WebhookError `invalid_option` */
export function createBackoff(options: RetryOptions = {}): Backoff {
  const attempts = positive('retry.attempts', options.attempts, 20)
  const baseMs = positive('retry.baseMs', options.baseMs, 2_000)
  const maxMs = positive('retry.maxMs', options.maxMs, 60 * 60 * 1000)
  return {
    attempts,
    delay: (done) => Math.ceil(Math.random() * Math.min(maxMs, baseMs * 2 ** (done - 1))),
  }
}
