import type { buildConnector } from 'undici'

/** How a connection is opened once everything about its URL has been checked. */
type Connect = buildConnector.connector

/**
 * Leads the connections of a client elsewhere. Only this package's testing entry makes one, and the private field tells it from anything that
 * merely looks like one: no configuration can lead a client to another server by accident.
 */
export class Transport {
  readonly #connect: Connect

  constructor(connect: Connect) {
    this.#connect = connect
  }

  /** `undefined` for everything that is not a transport. */
  static connectOf(value: unknown): Connect | undefined {
    return typeof value === 'object' && value !== null && #connect in value ? value.#connect : undefined
  }
}
