import type { MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { AppEnv, ServerContext } from '../../context.ts'
import { authenticate } from './authenticate.ts'
import { deadline } from './deadline.ts'
import { formBody, isForm } from './form-body.ts'
import { idempotency } from './idempotency.ts'
import { jsonBody } from './json-body.ts'
import { uncompressedBody } from './uncompressed-body.ts'

/** Maximum images per request: four references and a mask. */
const maxImageFiles = 5

/** Creates the middleware of an authenticated JSON endpoint, outermost first. */
export function jsonEndpoint(
  context: Pick<ServerContext, 'idempotentRuns' | 'keyGuard' | 'limits' | 'requestRate'>,
): MiddlewareHandler<AppEnv>[] {
  return jsonEndpointWithin(context, context.limits.maxBodyBytes)
}

/** Creates the middleware of an authenticated JSON endpoint whose body may contain images. */
export function imageEndpoint(
  context: Pick<ServerContext, 'idempotentRuns' | 'keyGuard' | 'limits' | 'requestRate'>,
): MiddlewareHandler<AppEnv>[] {
  return jsonEndpointWithin(context, context.limits.maxImageBodyBytes)
}

function jsonEndpointWithin(
  context: Pick<ServerContext, 'idempotentRuns' | 'keyGuard' | 'limits' | 'requestRate'>,
  maxBodyBytes: number,
): MiddlewareHandler<AppEnv>[] {
  const { limits } = context
  const body = jsonBody({ ...limits, maxBodyBytes })
  return [deadline(limits.requestTimeoutMs), authenticate(context), uncompressedBody, body, idempotency(context)]
}

/** Creates the middleware of an authenticated endpoint that accepts images in JSON or in a multipart form. */
export function imageFormEndpoint(
  context: Pick<ServerContext, 'idempotentRuns' | 'keyGuard' | 'limits' | 'requestRate'>,
): MiddlewareHandler<AppEnv>[] {
  const { limits } = context
  const maxBodyBytes = limits.maxImageBodyBytes
  const [json, form] = [
    jsonBody({ ...limits, maxBodyBytes }),
    formBody({ maxBytes: maxBodyBytes, maxFiles: maxImageFiles }),
  ]
  const body = createMiddleware<AppEnv>((c, next) =>
    isForm(c.req.header('content-type')) ? form(c, next) : json(c, next),
  )
  return [deadline(limits.requestTimeoutMs), authenticate(context), uncompressedBody, body, idempotency(context)]
}

/**
 * Creates the middleware of an authenticated endpoint that accepts a file in a multipart form. The timeout starts when
 * the upload is complete.
 */
export function uploadEndpoint(
  context: Pick<ServerContext, 'idempotentRuns' | 'keyGuard' | 'limits' | 'requestRate'>,
): MiddlewareHandler<AppEnv>[] {
  const { limits } = context
  const body = formBody({ maxBytes: limits.maxUploadBytes, maxFiles: 1 })
  return [authenticate(context), uncompressedBody, body, deadline(limits.requestTimeoutMs), idempotency(context)]
}
