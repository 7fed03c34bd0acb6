import { createMiddleware } from 'hono/factory'
import { ApiError } from '../../api-error.ts'

/** A request as a fault plan sees it. */
export interface FaultRequest {
  readonly method: string
  readonly path: string
  /** How many requests of this method and path came, this one counted. */
  readonly attempt: number
}

/** A failure to answer with. */
export interface Fault {
  readonly status: number
  readonly detail?: string | undefined
  readonly retryAfterSeconds?: number | undefined
}

/** Says which requests fail, and how; undefined serves the request. */
export type FaultPlan = (request: FaultRequest) => Fault | undefined

/** Fails the requests that the plan names, before anything else looks at them. */
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
