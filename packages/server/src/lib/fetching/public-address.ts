import ipaddr from 'ipaddr.js'

/** Global unicast addresses, 2000::/3; everything else in IPv6 is local, special or maps to IPv4. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Returns whether an address is on the public internet: not of this machine, a private network, a carrier-grade NAT or
 * a multicast group, and not one that embeds another address (IPv4-mapped, NAT64, 6to4, Teredo).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  return parsed instanceof ipaddr.IPv4 || parsed.match(globalUnicast)
}
