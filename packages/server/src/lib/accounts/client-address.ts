import ipaddr from 'ipaddr.js'

/** Connection of a request, with the headers that proxies add to it. */
export interface Connection {
  /** Remote address of the connection. */
  readonly remoteAddress: string | undefined
  readonly headers: {
    readonly forwarded?: string | undefined
    readonly 'x-forwarded-for'?: string | readonly string[] | undefined
  }
}

/**
 * Returns the address of the client behind the trusted proxies of a connection, in its canonical form; an empty string
 * if the connection is closed.
 */
export type FindClientAddress = (connection: Connection) => string

type Address = ReturnType<typeof ipaddr.parse>

/**
 * Creates a function that finds the address of a client. It reads `X-Forwarded-For` and `Forwarded` (RFC 7239) from the
 * right and skips trusted proxies only, so the parts that a client wrote itself are never reached.
 *
 * @param trustedProxies - Addresses or CIDR blocks of proxies. Without any, the headers are ignored.
 * @throws {RangeError} when an entry is neither an address nor a CIDR block.
 */
export function createClientAddress(trustedProxies: readonly string[]): FindClientAddress {
  const blocks = trustedProxies.map(parseBlock)
  const isTrusted = (address: Address) =>
    blocks.some(([network, bits]) => network.kind() === address.kind() && address.match(network as never, bits))

  /** Returns the first hop from the right that is not trusted; a hop that is not an address ends the walk. */
  function walk(first: Address, hops: readonly string[]): Address {
    let current = first
    for (const hop of hops.toReversed()) {
      if (!isTrusted(current)) return current
      const next = parseHop(hop)
      if (next === undefined) return current
      current = next
    }
    return current
  }

  /** Last remote address, which most requests share with the one before, and its canonical form. */
  let last = { remoteAddress: '', address: '' }

  return ({ remoteAddress = '', headers }) => {
    if (blocks.length === 0 && remoteAddress === last.remoteAddress) return last.address
    const remote = parseHop(remoteAddress)
    if (remote === undefined) return remoteAddress
    if (!isTrusted(remote)) {
      last = { remoteAddress, address: remote.toString() }
      return last.address
    }
    const candidates = [readForwardedFor(headers['x-forwarded-for']), readForwarded(headers.forwarded)]
      .filter((hops) => hops.length > 0)
      .map((hops) => walk(remote, hops).toString())
    // A proxy sets one of the headers and may pass on the client's own version of the other: if they disagree, neither
    // is reliable.
    const [address = remote.toString(), ...others] = new Set(candidates)
    return others.length === 0 ? address : remote.toString()
  }
}

/**
 * Returns the key under which failures of an address are counted: the address, or for IPv6 its /64 block, all of which
 * belongs to one client.
 */
export function toAddressBlock(address: string): string {
  const parsed = parseHop(address)
  if (!(parsed instanceof ipaddr.IPv6)) return parsed?.toString() ?? address
  return `${new ipaddr.IPv6([...parsed.parts.slice(0, 4), 0, 0, 0, 0])}/64`
}

function parseBlock(text: string): [network: Address, bits: number] {
  try {
    if (text.includes('/')) return ipaddr.parseCIDR(text)
    const address = ipaddr.process(text)
    return [address, address.kind() === 'ipv4' ? 32 : 128]
  } catch (cause) {
    throw new RangeError(
      `Trusted proxy ${JSON.stringify(text)} is invalid: expected an address or a CIDR block such as 10.0.0.0/8`,
      { cause },
    )
  }
}

/** Parses an address with an optional port, in brackets if it is IPv6; an IPv4-mapped address becomes IPv4. */
function parseHop(text: string): Address | undefined {
  const [, bracketed, plain = text] = /^(?:\[([^\]]+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)$/.exec(text) ?? []
  const address = bracketed ?? plain
  // Abbreviated and octal IPv4 forms are valid to the parser but never written by a proxy.
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address)
  return isAddress ? ipaddr.process(address) : undefined
}

function readForwardedFor(header: string | readonly string[] = ''): readonly string[] {
  const text = typeof header === 'string' ? header : header.join(',')
  return text === '' ? [] : text.split(',').map((hop) => hop.trim())
}

/** Reads the `for` parameters of `Forwarded`, one per hop; a hop without one is an empty string. */
function readForwarded(header: string | undefined): readonly string[] {
  if (header === undefined || header === '') return []
  return header.split(',').map((hop) => /(?:^|;)\s*for=(?:"([^"]*)"|([^;\s]*))/i.exec(hop)?.slice(1).join('') ?? '')
}
