import { createEndpointMatcher } from './endpoints.ts'
import { createHostRule, createOriginRule } from './origin.ts'
import type { ProxyOptions } from './proxy-options.ts'
import { refuse } from './refusal.ts'
import { createVisitorCounter } from './visitor-counter.ts'

/** A request that may be forwarded. */
export interface Admission {
  readonly visitor: string
  /** Path of the API, such as `/v1/chat/completions`. */
  readonly path: string
  /** Path prefix of the proxy, such as `/api/mira`. */
  readonly basePath: string
}

/** Decides which requests are forwarded. */
export interface Gate {
  /**
   * Checks host, origin, path, visitor and rate limit, in this order.
   *
   * @returns The response to send instead, if the request is not forwarded.
   */
  admit(request: Request): Promise<Admission | Response>
  /**
   * Acquires a slot for a socket.
   *
   * @returns A function that releases the slot, or the error response.
   */
  takeSocket(visitor: string): (() => void) | Response
  /** Returns the CORS headers of the response. */
  corsHeaders(request: Request): Record<string, string>
}

/**
 * Creates a gate.
 *
 * @throws {TypeError | RangeError} when an option is invalid.
 */
export function createGate({
  allow,
  authorize,
  basePath,
  allowedOrigins = [],
  allowedHosts,
  limits,
}: ProxyOptions): Gate {
  const isOpen = createEndpointMatcher(allow)
  const origins = createOriginRule(allowedOrigins)
  const isHostAllowed = createHostRule(allowedHosts)
  const counter = createVisitorCounter(limits)

  return {
    corsHeaders: origins.corsHeaders,
    async admit(request) {
      const route = splitPath(new URL(request.url).pathname, basePath)
      const path = route?.path ?? ''
      if (!isHostAllowed(request)) return refuse(403, 'This host is not allowed; the owner can add it to allowedHosts')
      if (!origins.isAllowed(request)) return refuse(403, wrongOrigin)
      if (request.method === 'OPTIONS') return new Response(null, { status: 204 })
      if (route === undefined || !isOpen(request.method, path)) {
        return refuse(404, `${request.method} ${path || 'this path'} is not open here; the owner can add it to allow`)
      }
      const visitor = await authorize(request)
      if (visitor instanceof Response) return visitor
      if (visitor === null || visitor === undefined) return refuse(401, 'Sign in to use this')
      const seconds = counter.call(visitor)
      if (seconds === undefined) return { visitor, ...route }
      return refuse(429, `Rate limit exceeded. Retry after ${seconds} seconds`, { 'retry-after': String(seconds) })
    },
    takeSocket(visitor) {
      return counter.socket(visitor) ?? refuse(429, 'Too many sockets are open already', { 'retry-after': '5' })
    },
  }
}

/** A server in front may have replaced the Host header, with which the page's origin is compared. */
const wrongOrigin =
  'This page may not call here: its origin is not allowed; the owner can add it to allowedOrigins, or forward the Host header'

/** Splits a path into that of the API and the prefix of the proxy; undefined if the path is not below the prefix. */
export function splitPath(
  pathname: string,
  basePath: string | undefined,
): { path: string; basePath: string } | undefined {
  const start = basePath === undefined ? pathname.search(/\/(?:v1|media)\//) : basePath.replace(/\/+$/, '').length
  const isBelow = start >= 0 && (basePath === undefined || pathname.startsWith(`${basePath.replace(/\/+$/, '')}/`))
  return isBelow ? { path: pathname.slice(start), basePath: pathname.slice(0, start) } : undefined
}
