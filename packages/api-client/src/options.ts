import { type MaybePromise, WebhookError } from '@stt-webhooks/core/provider'
import type { ApiAnswer } from './call/answer.ts'
import type { Clock } from './clock.ts'
import type { Transport } from './transport/transport.ts'

export interface ApiClientOptions {
  /** For error texts. */
  readonly provider: string
  /** Where the API lives: an https URL of a public host, with or without a path. Every path is put behind it. */
  readonly base: string
  /** The headers that carry the API key, asked for at each try. They go to the host of `base` and to no other. */
  readonly authorize: () => MaybePromise<Readonly<Record<string, string>>>
  /** The option of the provider that holds the API key, for error texts. Default: `'apiKey'`. */
  readonly keyOption?: string | undefined
  /** Calls at once, the pauses between their tries included: a service in trouble is not stormed. Default: 8. */
  readonly concurrency?: number | undefined
  /** Milliseconds for one try, from connecting to the last byte. Default: 10,000. */
  readonly timeoutMs?: number | undefined
  /** Milliseconds for all tries of a call, the pauses included. Time spent waiting for other calls does not count. Default: 60,000. */
  readonly deadlineMs?: number | undefined
  /** How often a call is tried when the service is in trouble. Default: 4. */
  readonly tries?: number | undefined
  /** Largest body of an answer, in bytes. Default: 64,000,000. */
  readonly maxBytes?: number | undefined
  /**
   * True for an answer that says "ask again later"; the call is then repeated until the deadline.
   * Not asked about 401, 403, 408, 429, 5xx and redirects. Default: 409 and 425.
   */
  readonly isNotReady?: ((answer: ApiAnswer) => boolean) | undefined
  /**
   * True for an answer that says that the service has it no longer. A young job may be unknown too, so all but 410 are believed only when
   * they come three times. Not asked about 401, 403, 408, 429, 5xx and redirects, nor where `isNotReady` is true. Default: 404 and 410.
   */
  readonly isGone?: ((answer: ApiAnswer) => boolean) | undefined
  /** Hosts that `follow()` may call: `files.example.com`, or `*.example.com` for all hosts below it. Default: none. */
  readonly files?: readonly string[] | undefined
  /** Leads to a fake service on this machine: made by `localTransport()` of `@stt-webhooks/api-client/testing`. */
  readonly transport?: Transport | undefined
  /** Default: the clock of the machine. */
  readonly clock?: Clock | undefined
}

/** Options of one call that follows a URL. */
export interface FileRequestOptions {
  /** Ends the call at once, whatever it is doing; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined
  /** Overrides the client's. */
  readonly deadlineMs?: number | undefined
}

/** Options of one call to the API. */
export interface ApiRequestOptions extends FileRequestOptions {
  /** Encoded for you; `undefined` leaves a parameter out. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined
  /** Headers beside those of `authorize`, which win. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Overrides the client's. */
  readonly isNotReady?: ((answer: ApiAnswer) => boolean) | undefined
  /** Overrides the client's; `() => false` where nothing can be gone, such as a list. */
  readonly isGone?: ((answer: ApiAnswer) => boolean) | undefined
}

/** Methods that change something. */
export type ApiMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Options of one request that changes something. */
export interface ApiSendOptions extends FileRequestOptions, Pick<ApiRequestOptions, 'query' | 'headers'> {
  /** Sent as JSON. Default: no body. */
  readonly body?: object | undefined
  /**
   * True: sent twice, it does what it does once, so that it is tried again as a question is. False: it is tried again only after a connection
   * that was never made and after 429. Default: true for PUT and DELETE, false for POST and PATCH.
   */
  readonly isRepeatable?: boolean | undefined
}

/** A longer timer would fire at once. */
const longest = 2 ** 31 - 1

/** @throws WebhookError `invalid_option` */
export function positive(
  provider: string,
  name: string,
  value: number | undefined,
  fallback: number,
): number {
  if (value === undefined) return fallback
  if (Number.isInteger(value) && value > 0 && value <= longest) return value
  throw new WebhookError(
    'invalid_option',
    `The option \`${name}\` must be a whole number from 1 to ${longest}, not ${String(value)}.`,
    { provider },
  )
}
