import { createMiddleware } from 'hono/factory'
import { ApiError } from '../../api-error.ts'

/** Request passed to a fault plan. */
export interface FaultRequest {
  readonly method: string
  readonly path: string
  /** Number of requests with this method and path so far, from 1. */
  readonly attempt: number
}

/** Fault to inject. */
export interface Fault {
  /** HTTP status of the response. */
  readonly status: number
  /** Error message. Defaults to `Injected fault <status>`. */
  readonly detail?: string | undefined
  /** Value of the `Retry-After` header, in seconds. */
  readonly retryAfterSeconds?: number | undefined
}

/** Returns the fault to inject into a request, or undefined to serve it normally. */
export type FaultPlan = (request: FaultRequest) => Fault | undefined

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
    throw new ApiError(status, detail, { retryAfterSeconds })
  })
}
