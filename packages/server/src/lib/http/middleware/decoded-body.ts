import { createMiddleware } from 'hono/factory'
import { ApiError } from '../../api-error.ts'

/** Rejects compressed bodies, whose decompressed size is unbounded. */
export const uncompressedBody = createMiddleware(async (c, next) => {
  const encoding = c.req.header('content-encoding') ?? 'identity'
  if (encoding.toLowerCase() !== 'identity') {
    throw new ApiError(415, `Content-Encoding ${encoding} is not supported: send the body uncompressed`)
  }
  await next()
})
