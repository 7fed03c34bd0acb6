import { getConnInfo } from '@hono/node-server/conninfo'
import { createMiddleware } from 'hono/factory'
import type { AppEnv, ServerContext } from '../../context.ts'

/** Authenticates the API key, sets `principal` and enforces the requests per minute of the key. */
export function authenticate({ keyGuard, requestRate }: Pick<ServerContext, 'keyGuard' | 'requestRate'>) {
  return createMiddleware<AppEnv>(async (c, next) => {
    // Never a forwarded address: a client that guesses keys could forge that header too.
    const { address = '' } = getConnInfo(c).remote
    const principal = await keyGuard.authenticate(c.req.header('authorization'), address)
    c.set('principal', principal)
    await requestRate.count(principal.keyId)
    await next()
  })
}
