import type { LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { isPublicAddress } from '../url/public-address.ts'
import { UnsafeUrl } from '../url/unsafe-url.ts'

/**
 * Resolves names to public addresses only. It is the look-up of the connection itself, so the address that is checked is the address that is
 * connected to, whatever the DNS says a moment later. One address that is not public refuses the name.
 */
export function guardedLookup(lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found, family) => {
      if (error !== null) return callback(error, [])
      const addresses = typeof found === 'string' ? [{ address: found, family: family ?? 0 }] : found
      const reason = refusal(hostname, addresses)
      if (reason !== undefined) return callback(new UnsafeUrl(reason), [])
      if (options.all) return callback(null, addresses)
      const [first] = addresses
      return callback(null, first?.address ?? '', first?.family)
    })
  }
}

function refusal(hostname: string, addresses: readonly LookupAddress[]): string | undefined {
  if (addresses.length === 0) return `${hostname} has no address`
  const unsafe = addresses.find(({ address }) => !isPublicAddress(address))
  return unsafe === undefined
    ? undefined
    : `${hostname} resolves to ${unsafe.address}, which is not a public address`
}
