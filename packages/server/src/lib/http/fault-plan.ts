import type { ErrorStyle } from '../wire/error-style.ts'

/** Request passed to a fault plan. */
export interface FaultRequest {
  /** Id of the request, as in the response header `x-request-id`. */
  readonly requestId: string
  readonly method: string
  readonly path: string
  /** Number of requests with this method and path so far, from 1. */
  readonly attempt: number
  /** Request headers, with lowercase names. */
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Fault to inject: an error response, a delay, or damage to the response of the server. Positions are in bytes of the
 * response body, or of what a realtime socket sends after the handshake; 0 is before the response head.
 */
export interface Fault {
  /** HTTP status of an error response, 400 to 599. Without it, the request is served. */
  readonly status?: number | undefined
  /** Error message. Defaults to `Injected fault <status>`. */
  readonly detail?: string | undefined
  /** Value of the `Retry-After` header: seconds, which may be 0, or an HTTP date. */
  readonly retryAfterSeconds?: number | string | undefined
  /** Headers of the error response. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Format of the error body. Defaults to the server's `errorStyle`. */
  readonly style?: ErrorStyle | undefined
  /** Delay before the request is handled, in milliseconds. */
  readonly delayMs?: number | undefined
  /**
   * Accepts the request and neither answers it nor closes the connection, even if the client does, until the server is
   * closed.
   */
  readonly halfOpen?: true | undefined
  /** Sends nothing more after this many bytes, but keeps the connection open. */
  readonly stallAfterBytes?: number | undefined
  /** Ends the response properly after this many bytes, so that it looks complete. */
  readonly endAfterBytes?: number | undefined
  /** Drops the connection after this many bytes; 0 resets it before the response. */
  readonly dropAfterBytes?: number | undefined
  /** Inserts bytes that are neither UTF-8 nor JSON after this many bytes. */
  readonly garbageAfterBytes?: number | undefined
  /** Sends the body in chunks of this many bytes, which tears characters and events. */
  readonly chunkBytes?: number | undefined
  /** Ends a realtime session after this many server events. */
  readonly disconnectAfterEvents?: number | undefined
  /** Close code of `disconnectAfterEvents`. Without it, the connection is dropped without a close frame. */
  readonly closeCode?: number | undefined
}

/** Returns the fault to inject into a request, or undefined to serve it normally. */
export type FaultPlan = (request: FaultRequest) => Fault | undefined

/** Finds the fault of a request; called once per request. */
export type FindFault = (request: Omit<FaultRequest, 'attempt'>) => Fault | undefined

/** Combines fault plans: the first that returns a fault applies. Returns undefined without plans. */
export function combineFaultPlans(plans: readonly (FaultPlan | undefined)[]): FindFault | undefined {
  const active = plans.filter((plan) => plan !== undefined)
  if (active.length === 0) return undefined
  const attempts = new Map<string, number>()
  return (request) => {
    const key = `${request.method} ${request.path}`
    const attempt = (attempts.get(key) ?? 0) + 1
    attempts.set(key, attempt)
    for (const plan of active) {
      const fault = plan({ ...request, attempt })
      if (fault !== undefined) return fault
    }
    return undefined
  }
}

/** Collects headers with lowercase names, as a fault plan receives them. */
export function toHeaderRecord(
  headers: Iterable<[string, string]> | NodeJS.Dict<string | string[]>,
): Record<string, string> {
  const entries = Symbol.iterator in headers ? [...headers] : Object.entries(headers)
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (value === undefined ? [] : [[name.toLowerCase(), [value].flat().join(', ')]])),
  )
}
