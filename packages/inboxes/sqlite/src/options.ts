import { resolve } from 'node:path'
import { positive, type Retention, WebhookError } from '@stt-webhooks/core/inbox'

export interface SqliteInboxOptions extends Retention {
  /** The database file. It is made if there is none; its folder must exist, on a disk of this machine. */
  readonly file: string
  /** Events that may wait to be worked on; beyond it deliveries are answered 503. Default: 1,000,000. */
  readonly maxPending?: number | undefined
  /** Milliseconds after which another process takes over the work of one that gives no sign of life. Default: 15,000. */
  readonly leaseMs?: number | undefined
  /** Milliseconds that a write waits for another process that holds the file locked. Default: 5,000. */
  readonly busyMs?: number | undefined
  /** The clock, in milliseconds since 1970. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
  /** Hears what should be changed or known, such as a file on a network. Default: `process.emitWarning`. */
  readonly onWarning?: ((message: string) => void) | undefined
  /** For crash tests: called between the steps of accept, with the name of the step that was made. */
  readonly onStep?: ((step: string) => void) | undefined
}

/** The options with every default filled in. */
export interface Settings {
  readonly file: string
  readonly maxPending: number
  readonly keepBodiesMs: number
  readonly keepIdsMs: number
  readonly leaseMs: number
  readonly busyMs: number
  now(): number
  onWarning(message: string): void
  onStep(step: string): void
}

const day = 24 * 60 * 60 * 1000

/** @throws WebhookError `invalid_option` */
export function toSettings(options: SqliteInboxOptions): Settings {
  const { now = Date.now, onWarning = warn, onStep = ignore } = options
  return {
    file: checkFile(options.file),
    maxPending: positive('maxPending', options.maxPending, 1_000_000),
    keepBodiesMs: positive('keepBodiesMs', options.keepBodiesMs, 7 * day),
    keepIdsMs: positive('keepIdsMs', options.keepIdsMs, 30 * day),
    leaseMs: positive('leaseMs', options.leaseMs, 15_000),
    busyMs: positive('busyMs', options.busyMs, 5_000),
    now,
    onWarning,
    onStep,
  }
}

/** Made absolute, since it may be opened again later. SQLite has names for databases that end with the process; nothing is safe in those. */
function checkFile(file: string): string {
  if (file !== '' && !file.startsWith(':memory:') && !file.startsWith('file:')) return resolve(file)
  throw new WebhookError(
    'invalid_option',
    `The option \`file\` must be the path of a file on disk, not ${JSON.stringify(file)}. For an inbox in memory use inboxMemory().`,
  )
}

function warn(message: string): void {
  process.emitWarning(message)
}

function ignore(): void {}
