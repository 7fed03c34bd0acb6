import { bodyLimit } from 'hono/body-limit'
import { every } from 'hono/combine'
import { createMiddleware } from 'hono/factory'
import { ApiError } from '../api-error.ts'
import type { AppEnv } from '../context.ts'
import type { ServerLimits } from '../options.ts'
import { guardJsonText } from '../wire/json-guard.ts'

const jsonMediaType = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i

/** Refuses a body that is not JSON, too large, nested too deep or holds a null character, before it is parsed. */
export function jsonBody({ maxBodyBytes, maxJsonDepth }: ServerLimits) {
  const limit = bodyLimit({
    maxSize: maxBodyBytes,
    onError() {
      throw new ApiError(413, `The body exceeds ${maxBodyBytes} bytes`)
    },
  })
  const guard = createMiddleware<AppEnv>(async (c, next) => {
    const contentType = c.req.header('content-type') ?? ''
    if (!jsonMediaType.test(contentType)) {
      throw new ApiError(
        415,
        `Content-Type must be application/json, not ${contentType === '' ? 'absent' : contentType}`,
      )
    }
    guardJsonText(await c.req.text(), maxJsonDepth)
    await next()
  })
  return every(limit, guard)
}
