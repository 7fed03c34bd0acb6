import type { MiddlewareHandler } from 'hono'
import type { AppEnv, ServerContext } from '../context.ts'
import { authenticate } from './authenticate.ts'
import { deadline } from './deadline.ts'
import { idempotency } from './idempotency.ts'
import { jsonBody } from './json-body.ts'

/** What stands before a handler that takes JSON under a key, outermost first. */
export function jsonEndpoint(context: ServerContext): MiddlewareHandler<AppEnv>[] {
  const { limits } = context
  return [deadline(limits.requestTimeoutMs), authenticate(context), jsonBody(limits), idempotency(context)]
}
