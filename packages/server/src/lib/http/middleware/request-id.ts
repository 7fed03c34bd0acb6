import { randomUUID } from 'node:crypto'
import type { HttpBindings } from '@hono/node-server'
import { createMiddleware } from 'hono/factory'
import type { AppEnv, ServerContext } from '../../context.ts'
import { unknownFieldsHeader } from '../unknown-fields.ts'

/** Assigns a server-generated id and the client's address to every request and logs its outcome, but not its content. */
export function identifyRequest({ findClientAddress, logger }: Pick<ServerContext, 'findClientAddress' | 'logger'>) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const startedAt = performance.now()
    const requestId = randomUUID()
    c.set('requestId', requestId)
    const { incoming } = c.env as HttpBindings
    const { remoteAddress } = incoming.socket
    const address = findClientAddress({ remoteAddress, headers: incoming.headers })
    c.set('clientAddress', address)
    await next()
    c.res.headers.set('x-request-id', requestId)
    const durationMs = Math.round(performance.now() - startedAt)
    c.res.headers.set('openai-processing-ms', String(durationMs))
    const unknownFields = c.get('unknownFields')
    if (unknownFields !== undefined) c.res.headers.set(unknownFieldsHeader, unknownFields)
    const { method, path } = c.req
    const key = c.get('principal')?.keyPrefix
    logger.info({ requestId, method, path, status: c.res.status, durationMs, address, key }, 'request')
  })
}
