import { createMiddleware } from 'hono/factory'
import type { AppEnv, ServerContext } from '../context.ts'

/** Lets only a valid key through, within its requests per minute. */
export function authenticate({ apiKeys, requestRate }: ServerContext) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const principal = await apiKeys.authenticate(c.req.header('authorization'))
    c.set('principal', principal)
    await requestRate.count(principal.keyId)
    await next()
  })
}
