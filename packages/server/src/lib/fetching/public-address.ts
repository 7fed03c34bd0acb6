import ipaddr from 'ipaddr.js'

/** Global unicast addresses, 2000::/3; everything else in IPv6 is local, special or leads back to IPv4. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Whether an address is one of the open internet: not of this machine, its network, a carrier's, a group of machines,
 * or one that stands for another (IPv4-mapped, NAT64, 6to4, Teredo).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  return parsed instanceof ipaddr.IPv4 || parsed.match(globalUnicast)
}
