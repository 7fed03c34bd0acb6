import { BlockList, isIP } from 'node:net'
import { InputError } from '../input-error.ts'

/** Names that resolve within a machine or a local network. */
const localName = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|test|invalid|onion|home\.arpa)$/

/** Networks that are not the public internet (IANA special-purpose registries). Public IPv6 addresses are in 2000::/3. */
const localNetworks = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
  ['::', 3],
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['4000::', 2],
  ['8000::', 1],
] as const

/**
 * Checks a URL that the API is asked to fetch. Its host must be a public name or address, so that a prompt cannot reach a
 * service of this machine or of its network, if the API runs here. The API checks the addresses that names resolve to.
 *
 * @throws {InputError} when it must not be fetched.
 */
export function checkPublicUrl(text: string): string {
  const url = parseUrl(text)
  if (url.username !== '' || url.password !== '') throw refuse(url, 'contains credentials')
  const host = url.hostname.replace(/\.$/, '')
  if (localName.test(host) || !/[.:]/.test(host)) throw refuse(url, 'is not on the public internet')
  if (isLocalAddress(host)) throw refuse(url, 'is not on the public internet')
  return url.href
}

function parseUrl(text: string): URL {
  if (!URL.canParse(text)) throw new InputError(`"${text.slice(0, 80)}" is not a URL`)
  return new URL(text)
}

function isLocalAddress(host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '')
  const version = isIP(address)
  if (version === 0) return false
  const family = version === 4 ? 'ipv4' : 'ipv6'
  const list = new BlockList()
  // Of one family only: the list would compare IPv4 addresses with networks of IPv6, too.
  for (const [network, bits] of localNetworks) if (isIP(network) === version) list.addSubnet(network, bits, family)
  return list.check(address, family)
}

function refuse(url: URL, reason: string): InputError {
  return new InputError(`The URL at ${url.host} ${reason}; use a file or a public https URL`)
}
