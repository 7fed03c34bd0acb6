import { isIP } from 'node:net'

/** Returns whether only programs on this machine can connect to an address or host name. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}
