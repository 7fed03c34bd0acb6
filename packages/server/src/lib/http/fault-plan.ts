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
