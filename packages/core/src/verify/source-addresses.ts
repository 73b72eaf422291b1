import { BlockList, isIP } from 'node:net'
import { WebhookError } from '../error.ts'
import type { Delivery } from '../request.ts'
import { refused, type Verification } from './verification.ts'

/** A second factor: it can refuse what a verifier accepted, and never accept anything by itself. */
export type SecondFactor = (delivery: Delivery) => Verification

/**
 * The client's address must be on the list (single addresses or CIDR ranges). It is the framework's address: behind a proxy
 * set the framework's trust-proxy option first, or every delivery comes from the proxy.
 */
export function sourceAddresses(provider: string, addresses: readonly string[]): SecondFactor {
  if (addresses.length === 0) {
    throw new WebhookError(
      'invalid_option',
      'The list of addresses is empty. Leave the option out to accept any.',
      { provider },
    )
  }
  const list = new BlockList()
  for (const entry of addresses) addAddress(list, provider, entry)
  return (delivery) => {
    const address = unmapped(delivery.remoteAddress ?? '')
    const family = isIP(address)
    if (family === 0) return refused('the address of the client is not known')
    return list.check(address, family === 6 ? 'ipv6' : 'ipv4')
      ? { verified: true, by: 'secret' }
      : refused(
          `the address ${address} is not one of the service's: is the framework told to trust the proxy?`,
        )
  }
}

function addAddress(list: BlockList, provider: string, entry: string): void {
  const [address = '', bits, ...more] = entry.split('/')
  const family = isIP(address)
  const widest = family === 6 ? 128 : 32
  if (
    family === 0 ||
    more.length > 0 ||
    (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= widest))
  ) {
    throw new WebhookError('invalid_option', `"${entry}" is not an IP address or a CIDR range.`, { provider })
  }
  const type = family === 6 ? 'ipv6' : 'ipv4'
  if (bits === undefined) list.addAddress(address, type)
  else list.addSubnet(address, Number(bits), type)
}

/** `::ffff:1.2.3.4` is how a dual-stack socket writes 1.2.3.4. */
function unmapped(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}
