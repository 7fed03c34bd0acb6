import { createMiddleware } from 'hono/factory'

/** Keeps answers out of caches and browsers from guessing their type. */
export const securityHeaders = createMiddleware(async (c, next) => {
  await next()
  c.res.headers.set('cache-control', 'no-store')
  c.res.headers.set('x-content-type-options', 'nosniff')
})
