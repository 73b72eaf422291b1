import ipaddr from 'ipaddr.js'

/** Of IPv6 only this range is given to public hosts. */
const globalUnicast = ipaddr.IPv6.parse('2000::')
const globalUnicastBits = 3

/** Azure serves its virtual machines from here, credentials included; it is the only such address in a public range. */
const azureWireServer = '168.63.129.16'

/**
 * True for an address of the open internet. Not for private, loopback, link-local, carrier-grade NAT, unique-local, multicast and reserved
 * ranges, where other machines of the user and the metadata services of the clouds are.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.parse(text)
  if (address instanceof ipaddr.IPv4) return isPublicV4(address)
  // Networks without IPv4 reach it through this prefix (NAT64): the IPv4 address inside is the one that is reached.
  if (address.range() === 'rfc6052') return isPublicV4(new ipaddr.IPv4(address.toByteArray().slice(12)))
  return address.range() === 'unicast' && address.match(globalUnicast, globalUnicastBits)
}

function isPublicV4(address: ipaddr.IPv4): boolean {
  return address.range() === 'unicast' && address.toString() !== azureWireServer
}
