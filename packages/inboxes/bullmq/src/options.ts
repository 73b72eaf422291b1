import { positive, type Retention, WebhookError } from '@stt-webhooks/core/inbox'
import type { RedisOptions } from 'ioredis'

export interface BullmqInboxOptions extends Retention {
  /** Where Redis is: `redis://user:password@host:6379/0`, or `rediss:` for TLS. Either this or `connection`. */
  readonly url?: string | undefined
  /** Where Redis is, as options of ioredis: host, port, password, tls, sentinels. Either this or `url`. */
  readonly connection?: RedisOptions | undefined
  /** What every key begins with. The braces keep all keys on one node of a cluster. Default: `'{stt-webhooks}'`. */
  readonly prefix?: string | undefined
  /** Name of the BullMQ queue, without a colon. Inboxes with the same prefix and queue share everything. Default: `'inbox'`. */
  readonly queue?: string | undefined
  /** Events that may wait to be worked on; beyond it deliveries are answered 503. Default: 1,000,000. */
  readonly maxPending?: number | undefined
  /** Milliseconds after which the events of a process that died are worked on by another. Default: 30,000. */
  readonly leaseMs?: number | undefined
  /** The clock, in milliseconds since 1970, by which events are due, leased and expire. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
  /** For crash tests: called between the steps of `accept`. */
  readonly onStep?: ((step: AcceptStep) => void) | undefined
  /** Hears what the start-up check found. Default: `console.warn`. */
  readonly onWarning?: ((message: string) => void) | undefined
}

/**
 * `checked`: there is room, nothing is sent · `sent`: the transaction is on its way to Redis, its answer is not here yet ·
 * `read`: a stored event was read, what it becomes is not sent · `stored`: all is stored, the caller does not know yet.
 */
export type AcceptStep = 'checked' | 'sent' | 'read' | 'stored'

/** Where Redis is: an address, or options of ioredis. */
export interface Address {
  readonly url?: string
  readonly options?: RedisOptions
}

/** The options with their defaults. */
export interface Settings {
  readonly address: Address
  readonly prefix: string
  readonly queue: string
  readonly maxPending: number
  readonly keepBodiesMs: number
  readonly keepIdsMs: number
  readonly leaseMs: number
  now(): number
  onStep(step: AcceptStep): void
  onWarning(message: string): void
}

const day = 24 * 60 * 60 * 1000

/** @throws WebhookError `invalid_option` */
export function toSettings(options: BullmqInboxOptions): Settings {
  const { prefix = '{stt-webhooks}', queue = 'inbox' } = options
  if (queue === '' || queue.includes(':'))
    throw new WebhookError('invalid_option', '`queue` must be a name without a colon.')
  if (prefix === '') throw new WebhookError('invalid_option', '`prefix` must not be empty.')
  return {
    ...{ address: whereIs(options), prefix, queue },
    maxPending: positive('maxPending', options.maxPending, 1_000_000),
    keepBodiesMs: positive('keepBodiesMs', options.keepBodiesMs, 7 * day),
    keepIdsMs: positive('keepIdsMs', options.keepIdsMs, 30 * day),
    leaseMs: positive('leaseMs', options.leaseMs, 30_000),
    now: options.now ?? Date.now,
    onStep: options.onStep ?? (() => {}),
    onWarning: options.onWarning ?? ((message) => console.warn(message)),
  }
}

function whereIs({ url, connection }: BullmqInboxOptions): Address {
  if ((url === undefined) === (connection === undefined))
    throw new WebhookError('invalid_option', 'Give either `url` or `connection`, so that Redis can be found.')
  if (connection?.keyPrefix !== undefined)
    throw new WebhookError('invalid_option', 'BullMQ cannot work with a `keyPrefix`. Use `prefix` instead.')
  if (connection !== undefined) return { options: connection }
  // It may hold a password, so it is not repeated.
  if (url === undefined || !/^rediss?:\/\//.test(url) || !URL.canParse(url))
    throw new WebhookError('invalid_option', '`url` must be an address such as redis://localhost:6379.')
  return { url }
}
