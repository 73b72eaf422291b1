import { positive, type Retention, WebhookError } from '@stt-webhooks/core/inbox'
import type { Pool } from 'pg'

interface PostgresInboxSettings extends Retention {
  /** The schema of our tables; the queue of pg-boss has `<schema>_queue`. Made if there is none. Default: `stt_webhooks`. */
  readonly schema?: string | undefined
  /** Events that may wait to be worked on; beyond it deliveries are answered 503. Default: 1,000,000. */
  readonly maxPending?: number | undefined
  /** Milliseconds after which others take over the work of an instance that gives no sign of life. Default: 30,000. */
  readonly leaseMs?: number | undefined
  /**
   * Milliseconds between two looks at the tables for what no notice told of. Default: 10,000; at most 500 while the connection that
   * hears notices is down.
   */
  readonly pollMs?: number | undefined
  /** The clock, in milliseconds since 1970. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
  /** For crash tests: called between the steps of accept, with the name of the step that was made. */
  readonly onStep?: ((step: string) => void) | undefined
}

export interface ConnectionStringOption {
  /** `postgres://user@host:5432/database`, with the options that `pg` knows. */
  readonly connectionString: string
  readonly pool?: undefined
}

export interface PoolOption {
  /** The application's own pool, which is left open by `close()`. One connection more is opened beside it, to be woken by. */
  readonly pool: Pool
  readonly connectionString?: undefined
}

export type PostgresInboxOptions = PostgresInboxSettings & (ConnectionStringOption | PoolOption)

/** The options with every default filled in. */
export interface Settings {
  readonly connection: ConnectionStringOption | PoolOption
  readonly schema: string
  readonly maxPending: number
  readonly keepBodiesMs: number
  readonly keepIdsMs: number
  readonly leaseMs: number
  readonly pollMs: number
  now(): number
  onStep(step: string): void
}

const day = 24 * 60 * 60 * 1000

/** @throws WebhookError `invalid_option` */
export function toSettings(options: PostgresInboxOptions): Settings {
  const { now = Date.now, onStep = () => {} } = options
  return {
    connection: checkConnection(options),
    schema: checkSchema(options.schema),
    maxPending: positive('maxPending', options.maxPending, 1_000_000),
    keepBodiesMs: positive('keepBodiesMs', options.keepBodiesMs, 7 * day),
    keepIdsMs: positive('keepIdsMs', options.keepIdsMs, 30 * day),
    leaseMs: positive('leaseMs', options.leaseMs, 30_000),
    pollMs: positive('pollMs', options.pollMs, 10_000),
    now,
    onStep,
  }
}

function checkConnection(options: PostgresInboxOptions): ConnectionStringOption | PoolOption {
  const { connectionString, pool } = options
  if (pool !== undefined && connectionString === undefined) return { pool }
  if (pool === undefined && typeof connectionString === 'string' && connectionString !== '')
    return { connectionString }
  throw new WebhookError(
    'invalid_option',
    'inboxPostgres() needs either a `connectionString` or a `pool` of the package `pg`, and not both.',
  )
}

/** Names that need no quotes anywhere, and leave room for what pg-boss and Postgres add to them. */
function checkSchema(schema = 'stt_webhooks'): string {
  if (/^[a-z_][a-z0-9_]{0,39}$/.test(schema)) return schema
  throw new WebhookError(
    'invalid_option',
    `The option \`schema\` must be at most 40 lower-case letters, digits and underscores, not ${JSON.stringify(schema)}.`,
  )
}
