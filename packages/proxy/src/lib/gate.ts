import { createEndpointMatcher } from './endpoints.ts'
import { createOriginRule } from './origin.ts'
import type { ProxyOptions } from './proxy-options.ts'
import { refuse } from './refusal.ts'
import { createVisitorCounter } from './visitor-counter.ts'

/** A call that may be passed on. */
export interface Admission {
  readonly visitor: string
  /** Path at the API, such as `/v1/chat/completions`. */
  readonly path: string
  /** What stands before that path here, such as `/api/mira`. */
  readonly basePath: string
}

/** Decides which calls are passed on. */
export interface Gate {
  /** Checks path, origin, visitor and rate, in this order. */
  admit(request: Request): Promise<Admission | Response>
  /** Takes a place for a socket. @returns What gives it back, or the refusal. */
  takeSocket(visitor: string): (() => void) | Response
  corsHeaders(request: Request): Record<string, string>
}

/** @throws {TypeError | RangeError} for options that cannot work. */
export function createGate({ allow, authorize, basePath, allowedOrigins = [], limits }: ProxyOptions): Gate {
  const isOpen = createEndpointMatcher(allow)
  const origins = createOriginRule(allowedOrigins)
  const counter = createVisitorCounter(limits)

  return {
    corsHeaders: origins.corsHeaders,
    async admit(request) {
      const place = splitPath(new URL(request.url).pathname, basePath)
      const path = place?.path ?? ''
      if (!origins.isAllowed(request)) return refuse(403, 'This page may not call here: its origin is not allowed')
      if (request.method === 'OPTIONS') return new Response(null, { status: 204 })
      if (place === undefined || !isOpen(request.method, path)) {
        return refuse(404, `${request.method} ${path || 'this path'} is not open here; the owner can add it to allow`)
      }
      const visitor = await authorize(request)
      if (visitor instanceof Response) return visitor
      if (visitor === null || visitor === undefined) return refuse(401, 'Sign in to use this')
      const seconds = counter.call(visitor)
      if (seconds === undefined) return { visitor, ...place }
      return refuse(429, `Rate limit exceeded. Retry after ${seconds} seconds`, { 'retry-after': String(seconds) })
    },
    takeSocket(visitor) {
      return counter.socket(visitor) ?? refuse(429, 'Too many sockets are open already', { 'retry-after': '5' })
    },
  }
}

function splitPath(pathname: string, basePath: string | undefined): { path: string; basePath: string } | undefined {
  const start = basePath === undefined ? pathname.search(/\/(?:v1|media)\//) : basePath.replace(/\/+$/, '').length
  const isBelow = start >= 0 && (basePath === undefined || pathname.startsWith(`${basePath.replace(/\/+$/, '')}/`))
  return isBelow ? { path: pathname.slice(start), basePath: pathname.slice(0, start) } : undefined
}
