import { createMiddleware } from 'hono/factory'
import { ApiError } from '../../api-error.ts'
import type { FaultPlan } from '../fault-plan.ts'

/** Fails requests according to a fault plan, before authentication and validation. */
export function injectFaults(plan: FaultPlan) {
  const attempts = new Map<string, number>()
  return createMiddleware(async (c, next) => {
    const { method, path } = c.req
    const attempt = (attempts.get(`${method} ${path}`) ?? 0) + 1
    attempts.set(`${method} ${path}`, attempt)
    const fault = plan({ method, path, attempt })
    if (fault === undefined) return next()
    const { status, detail = `Injected fault ${status}`, retryAfterSeconds } = fault
    // Set here because an ApiError has no `Retry-After` below 1, which tests of clients may want.
    if (retryAfterSeconds !== undefined) c.header('retry-after', String(retryAfterSeconds))
    throw new ApiError(status, detail)
  })
}
