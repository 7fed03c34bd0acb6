import type { IncomingMessage } from 'node:http'
import { BlockList, isIPv6, type Socket } from 'node:net'

/** Host names under which the page is served. */
export const loopbackHosts: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

/** Headers that proxies add. */
const forwardingHeaders = /^(?:forwarded|via|x-real-ip|x-forwarded-.+|cf-.+|true-client-ip)$/

/**
 * Returns whether a program on this machine has sent a request, without a proxy in between: the page acts for the owner of
 * the server without a key.
 */
export function isSentLocally({
  socket,
  headers,
}: {
  readonly socket: Pick<Socket, 'remoteAddress'>
  readonly headers: IncomingMessage['headers']
}): boolean {
  const address = socket.remoteAddress ?? ''
  const isLoopback = address !== '' && loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
  return isLoopback && !Object.keys(headers).some((name) => forwardingHeaders.test(name))
}

/** Returns whether a request names this machine, so that no page of another site has made its own name point here. */
export function namesLoopback({ headers }: IncomingMessage): boolean {
  const url = URL.parse(`http://${headers.host ?? ''}`)
  return url !== null && loopbackHosts.includes(url.hostname)
}

/** Returns the origin under which a server on this machine has received a connection. */
export function originOf({
  localAddress = '127.0.0.1',
  localPort,
}: Pick<Socket, 'localAddress' | 'localPort'>): string {
  const address = localAddress.replace(/^::ffff:/, '')
  return `http://${isIPv6(address) ? `[${address}]` : address}:${localPort}`
}
