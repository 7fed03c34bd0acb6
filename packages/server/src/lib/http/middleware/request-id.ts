import { randomUUID } from 'node:crypto'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from '../../context.ts'
import type { Logger } from '../../logger.ts'

/** Assigns a server-generated id to every request and logs its outcome, but not its content. */
export function identifyRequest(logger: Logger) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const startedAt = performance.now()
    const requestId = randomUUID()
    c.set('requestId', requestId)
    await next()
    c.res.headers.set('x-request-id', requestId)
    const { method, path } = c.req
    const durationMs = Math.round(performance.now() - startedAt)
    const key = c.get('principal')?.keyPrefix
    logger.info({ requestId, method, path, status: c.res.status, durationMs, key }, 'request')
  })
}
