import { getConnInfo } from '@hono/node-server/conninfo'
import { createMiddleware } from 'hono/factory'
import type { AppEnv, ServerContext } from '../../context.ts'

/** Lets only a valid key through, within its requests per minute. */
export function authenticate({ keyGuard, requestRate }: Pick<ServerContext, 'keyGuard' | 'requestRate'>) {
  return createMiddleware<AppEnv>(async (c, next) => {
    // Never a forwarded address: whoever guesses keys would write that header too.
    const { address = '' } = getConnInfo(c).remote
    const principal = await keyGuard.authenticate(c.req.header('authorization'), address)
    c.set('principal', principal)
    await requestRate.count(principal.keyId)
    await next()
  })
}
