import { timingSafeEqual } from 'node:crypto'
import { BlockList, isIPv6 } from 'node:net'
import type { HttpBindings } from '@hono/node-server'
import { createMiddleware } from 'hono/factory'
import { ApiError } from '../api-error.ts'
import type { AppEnv } from '../context.ts'

/** Options of {@link controlAccess}. */
export interface ControlAccessOptions {
  readonly token: string
  readonly isExposed: boolean
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

/** Headers of a proxy, whose client may be on another machine. */
const proxyHeaders = ['forwarded', 'x-forwarded-for', 'x-real-ip']

/** Admits the callers of the control API: from this machine unless it is exposed, with its token. */
export function controlAccess({ token, isExposed }: ControlAccessOptions) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const { remoteAddress = '' } = (c.env as HttpBindings).incoming.socket
    const isLocal = isLoopback(remoteAddress) && proxyHeaders.every((name) => c.req.header(name) === undefined)
    if (!isExposed && !isLocal) throw new ApiError(403, 'The control API can be used from this machine only')
    const [, given = ''] = /^Bearer\s+(\S+)$/i.exec(c.req.header('authorization') ?? '') ?? []
    if (!isSame(given, token)) {
      throw new ApiError(401, 'The control API requires its token: send it as Authorization: Bearer …')
    }
    // Its callers are on this machine, where compression costs more than it saves.
    c.set('isSentAsIs', true)
    await next()
  })
}

function isLoopback(address: string): boolean {
  // An IPv4 client of a server that listens on IPv6.
  const plain = address.replace(/^::ffff:/i, '')
  // The usual address, without an object for each request.
  if (plain === '127.0.0.1') return true
  return plain !== '' && loopback.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4')
}

/** Compares in constant time. */
function isSame(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)]
  return one.length === other.length && timingSafeEqual(one, other)
}
