import { createMiddleware } from 'hono/factory'

/** Keeps answers that do not say otherwise out of caches, and browsers from guessing their type. */
export const securityHeaders = createMiddleware(async (c, next) => {
  await next()
  if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store')
  c.res.headers.set('x-content-type-options', 'nosniff')
})
