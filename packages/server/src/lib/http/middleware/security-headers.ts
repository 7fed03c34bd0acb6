import { createMiddleware } from 'hono/factory'

/** Disables caching unless the response sets `Cache-Control`, and disables content sniffing in browsers. */
export const securityHeaders = createMiddleware(async (c, next) => {
  await next()
  if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store')
  c.res.headers.set('x-content-type-options', 'nosniff')
})
