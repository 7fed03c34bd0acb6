import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from '../../context.ts'
import { controlPath } from '../../control-path.ts'
import { type FindFault, toHeaderRecord } from '../fault-plan.ts'
import { damageResponse, injectBefore, isDamaging } from '../inject-fault.ts'

/** Injects the faults of requests, before authentication and validation. */
export function injectFaults(findFault: FindFault) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const { method, path, raw } = c.req
    if (path.startsWith(controlPath)) return next()
    const headers = c.get('scope')?.headers ?? toHeaderRecord(raw.headers)
    const fault = findFault({ requestId: c.get('requestId'), method, path, headers })
    if (fault === undefined) return next()
    const { incoming, outgoing } = c.env as HttpBindings
    const connection = { socket: incoming.socket, signal: raw.signal, isWritten: () => outgoing.headersSent }
    if (!(await injectBefore(fault, connection))) return RESPONSE_ALREADY_SENT
    await next()
    if (!isDamaging(fault)) return undefined
    c.set('isSentAsIs', true)
    const damaged = damageResponse(c.res, fault, connection)
    // Hono would otherwise add the headers of the previous response again.
    ;(c as { res: Response | undefined }).res = undefined
    c.res = damaged
    return undefined
  })
}
