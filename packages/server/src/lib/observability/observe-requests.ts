import type { HttpBindings } from '@hono/node-server'
import { context, propagation, SpanKind, SpanStatusCode, type Context as TraceContext, trace } from '@opentelemetry/api'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { matchedRoutes } from 'hono/route'
import { METHOD_NAME_ALL } from 'hono/router'
import type { AppEnv, ServerContext } from '../context.ts'
import { activate, getTracer } from './tracer.ts'

/** Measures every request and creates a span for it, which continues the trace in the `traceparent` header. */
export function observeRequests({ metrics }: Pick<ServerContext, 'metrics'>) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const { method } = c.req
    const startedAt = performance.now()
    const parent = findParent(c)
    const attributes = { 'http.request.method': method, 'mira.request_id': c.get('requestId') }
    const span = getTracer().startSpan(method, { kind: SpanKind.SERVER, attributes }, parent)
    metrics.requestStarted()
    onClose(c, () => {
      metrics.requestEnded()
      span.end()
    })
    await activate(span, next, parent)
    const { status } = c.res
    const route = findRoute(c)
    metrics.responseStarted({ method, route, status, seconds: (performance.now() - startedAt) / 1_000 })
    span.updateName(`${method} ${route}`)
    span.setAttributes({ 'http.route': route, 'http.response.status_code': status })
    if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
  })
}

/** Returns the active trace context, as when HTTP itself is instrumented, or else the one from the request headers. */
function findParent(c: Context<AppEnv>): TraceContext {
  const active = context.active()
  if (trace.getSpan(active) !== undefined) return active
  return propagation.extract(active, c.req, {
    get: (request, name) => request.header(name),
    keys: (request) => Object.keys(request.header()),
  })
}

/** Returns the pattern of the matched route, which has low cardinality. */
function findRoute(c: Context<AppEnv>): string {
  return matchedRoutes(c).findLast(({ method }) => method !== METHOD_NAME_ALL)?.path ?? 'none'
}

/** Calls the listener when the response has ended, which for a stream is after the handler returns. */
function onClose(c: Context<AppEnv>, listener: () => void): void {
  const { outgoing } = c.env as HttpBindings
  outgoing.once('close', listener)
}
