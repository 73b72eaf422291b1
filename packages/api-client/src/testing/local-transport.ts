import type { LookupFunction } from 'node:net'
import { WebhookError } from '@stt-webhooks/core/provider'
import { buildConnector } from 'undici'
import { guardedLookup } from '../transport/guarded-lookup.ts'
import { Transport } from '../transport/transport.ts'
import { UnsafeUrl } from '../url/unsafe-url.ts'

export type { Transport }

export interface LocalTransportOptions {
  /** What the DNS is to say, by host name. Default: one public address for each host. */
  readonly addresses?: Readonly<Record<string, readonly string[]>> | undefined
}

/** Nothing is ever sent there; it only has to pass the check that real addresses must pass. */
const pretended = ['1.1.1.1']

/**
 * Leads a client to servers on this machine: `localTransport({ 'https://api.example.com': 'http://127.0.0.1:4711' })`.
 * All checks of URLs and addresses happen as ever, only the connection goes elsewhere. An origin that is not given is refused.
 * @throws WebhookError `invalid_option` for a server that is not on this machine
 */
export function localTransport(
  servers: Readonly<Record<string, string>>,
  options: LocalTransportOptions = {},
): Transport {
  const targets = new Map(
    Object.entries(servers).map(([origin, server]) => [originOf(origin), localServer(server)]),
  )
  const lookup = guardedLookup(pretendedLookup(options.addresses ?? {}))
  const connect = buildConnector({})
  return new Transport((asked, callback) => {
    lookup(asked.hostname, { all: true }, (error) => {
      const target = targets.get(`${asked.protocol}//${asked.hostname}`)
      if (error !== null) callback(error, null)
      else if (target === undefined)
        callback(new UnsafeUrl(`the local transport has no server for ${asked.hostname}`), null)
      else connect({ hostname: target.hostname, port: target.port, protocol: target.protocol }, callback)
    })
  })
}

function pretendedLookup(addresses: Readonly<Record<string, readonly string[]>>): LookupFunction {
  return (hostname, _options, callback) => {
    const found = addresses[hostname] ?? pretended
    callback(
      null,
      found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }
}

function originOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'https:' && url.href === `${url.origin}/`) return url.origin
  throw new WebhookError('invalid_option', `localTransport: "${text}" is not the origin of an https URL.`)
}

function localServer(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)) return url
  throw new WebhookError(
    'invalid_option',
    `localTransport: "${text}" is not an http server on this machine. Give one such as http://127.0.0.1:4711.`,
  )
}
