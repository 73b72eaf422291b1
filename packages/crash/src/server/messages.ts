import type { Address } from '../inboxes/open.ts'

/** What a server process is told to be. */
export interface ServerSettings {
  readonly inbox: Address
  /** The file to which the handler appends the id of every event that it has handled. */
  readonly handled: string
  /**
   * `prompt`: handles at once · `slow`: takes a few milliseconds · `stuck`: does not end before it is released.
   * Default: `prompt`.
   */
  readonly handler?: 'prompt' | 'slow' | 'stuck'
  /** The step of accept at which the process kills itself, when it makes it for this time. */
  readonly dieAt?: { readonly step: string; readonly time: number }
  /** Events worked on at once. Default: that of the receiver. */
  readonly concurrency?: number
  /** Default: that of the receiver. */
  readonly maxInFlightBytes?: number
  /** How long `stop()` waits for handlers, in milliseconds. Default: that of the receiver. */
  readonly stopMs?: number
}

export type Command =
  | { readonly kind: 'serve'; readonly settings: ServerSettings }
  | { readonly kind: 'release' }
  | { readonly kind: 'measure' }

/** What a server process says, mostly as the answer to a command. */
export type Notice =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'serving'; readonly port: number }
  | { readonly kind: 'released' }
  /** Said once for each step of accept. */
  | { readonly kind: 'step'; readonly step: string }
  | Measured
  | Stopped

/** Resident set now and at most until now, in bytes, and how many handlers have begun. */
export interface Measured {
  readonly kind: 'measured'
  readonly now: number
  readonly most: number
  readonly begun: number
}

/** Said after SIGTERM: requests that were begun, and answers that left whole. */
export interface Stopped {
  readonly kind: 'stopped'
  readonly requests: number
  readonly answers: number
}

export type NoticeOf<Kind extends Notice['kind']> = Extract<Notice, { kind: Kind }>
