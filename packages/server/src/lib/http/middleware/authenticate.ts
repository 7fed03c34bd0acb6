import type { MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { toAddressBlock } from '../../accounts/client-address.ts'
import type { AppEnv, ServerContext } from '../../context.ts'
import { rateLimited } from '../../limits/request-rate.ts'
import type { RequestResources } from '../request-resources.ts'
import { takeTurn } from './share-resources.ts'

/** Authenticates the API key, sets `principal` and enforces the requests per minute of the key. */
export function authenticate({
  keyGuard,
  requestRate,
}: Pick<ServerContext, 'keyGuard' | 'requestRate'>): MiddlewareHandler<AppEnv> {
  return createMiddleware<AppEnv>(async (c, next) => {
    const principal = await keyGuard.authenticate(c.req.header('authorization'), c.get('clientAddress'))
    c.set('principal', principal)
    await requestRate.count(principal.keyId)
    await next()
  })
}

/** Creates the middleware of an authenticated endpoint without a body, which no plan limits. */
export function freeEndpoint(context: Pick<ServerContext, 'keyGuard' | 'requestRate'>): MiddlewareHandler<AppEnv>[] {
  const count = createMiddleware<AppEnv>(async (c, next) => {
    countFreeCall(c.get('resources'), c.get('principal').userId)
    await next()
  })
  return [authenticate(context), count, takeTurn]
}

/** Middleware of an endpoint that needs no API key: its callers are limited by address. */
export const publicEndpoint = createMiddleware<AppEnv>(async (c, next) => {
  const caller = `address ${toAddressBlock(c.get('clientAddress'))}`
  const { traffic, hold } = c.get('resources')
  countFreeCall(c.get('resources'), caller)
  await hold(traffic.turns, caller)
  await next()
})

function countFreeCall({ traffic }: RequestResources, caller: string): void {
  const seconds = traffic.freeCalls.count(caller)
  if (seconds !== undefined) throw rateLimited('too many calls', seconds)
}
