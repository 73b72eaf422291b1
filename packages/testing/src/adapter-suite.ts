import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Receiver } from '@stt-webhooks/core'
import { bodyChecks } from './adapter-suite/bodies.ts'
import { connectionChecks } from './adapter-suite/connections.ts'
import { deliveryChecks } from './adapter-suite/deliveries.ts'
import { limitChecks } from './adapter-suite/limits.ts'
import { parserChecks } from './adapter-suite/parsers.ts'
import { routingChecks } from './adapter-suite/routing.ts'
import { troubleChecks } from './adapter-suite/trouble.ts'
import type { Check } from './checks.ts'

/**
 * What a body parser leaves to a middleware behind it: the bytes as they came, their text, nothing but the parsed value of JSON,
 * or nothing at all.
 */
export type Leftover = 'bytes' | 'text' | 'value' | 'nothing'

/** How the suite wants the host application. */
export interface HostOptions {
  /** One of the subject's parsers, to run before the adapter's middleware; undefined: none runs. */
  readonly parser: string | undefined
  /** The path that the framework mounts the middleware under; undefined: it sees every path. */
  readonly mount: string | undefined
  /** To be called by a middleware right behind the adapter's, which then goes on to the next. */
  passed(): void
}

/** What `http.createServer` takes. */
export type HostListener = (request: IncomingMessage, response: ServerResponse) => unknown

/** An adapter as the suite needs it. */
export interface AdapterSubject {
  /** The body parsers that users of the framework have, by name. */
  readonly parsers: Readonly<Record<string, Leftover>>
  /** What the log must name when a parser left nothing to verify. */
  readonly remedy: string
  /**
   * A host application: the parser if there is one, the adapter's middleware with this receiver, a middleware that calls `passed()`, and a route
   * `POST /foreign` that reads its body by itself where no parser ran, and answers 200 with the same bytes. For all else the framework's own 404.
   */
  createListener(receiver: Receiver, host: HostOptions): HostListener | Promise<HostListener>
}

export interface AdapterSuiteOptions {
  /** Milliseconds after which an answer that does not come counts as a hang. Default: 4,000. */
  readonly patienceMs?: number
}

/** What every adapter promises, checked over real sockets: exact bytes in, exact answers out, and nothing taken that is not ours. */
export function adapterSuite(
  subject: AdapterSubject,
  { patienceMs = 4_000 }: AdapterSuiteOptions = {},
): readonly Check[] {
  const setting = { subject, patienceMs }
  return [
    ...deliveryChecks(setting),
    ...bodyChecks(setting),
    ...parserChecks(setting),
    ...routingChecks(setting),
    ...limitChecks(setting),
    ...troubleChecks(setting),
    ...connectionChecks(setting),
  ]
}
