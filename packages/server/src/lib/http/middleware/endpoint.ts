import type { MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { AppEnv, ServerContext } from '../../context.ts'
import { authenticate } from './authenticate.ts'
import { checkAllowance } from './check-allowance.ts'
import { deadline } from './deadline.ts'
import { formBody, isForm } from './form-body.ts'
import { idempotency } from './idempotency.ts'
import { jsonBody } from './json-body.ts'
import { takeTurn } from './share-resources.ts'
import { uncompressedBody } from './uncompressed-body.ts'

/** Components that an authenticated endpoint with a body requires. */
type EndpointContext = Pick<ServerContext, 'idempotentRuns' | 'keyGuard' | 'limits' | 'requestRate'>

/** Maximum images per request: four references and a mask. */
const maxImageFiles = 5

/** Creates the middleware of an authenticated JSON endpoint, outermost first. */
export function jsonEndpoint(context: EndpointContext): MiddlewareHandler<AppEnv>[] {
  const { limits } = context
  return [
    deadline(limits.requestTimeoutMs),
    authenticate(context),
    uncompressedBody,
    jsonBody(limits),
    takeTurn,
    idempotency(context),
  ]
}

/** Creates the middleware of an authenticated JSON endpoint whose body may contain images. */
export function imageEndpoint(
  context: EndpointContext & Pick<ServerContext, 'admission'>,
): MiddlewareHandler<AppEnv>[] {
  const { limits } = context
  return largeBodyEndpoint(context, jsonBody({ ...limits, maxBodyBytes: limits.maxImageBodyBytes }))
}

/** Creates the middleware of an authenticated endpoint that accepts images in JSON or in a multipart form. */
export function imageFormEndpoint(
  context: EndpointContext & Pick<ServerContext, 'admission'>,
): MiddlewareHandler<AppEnv>[] {
  const { limits } = context
  const { maxImageBodyBytes } = limits
  const json = jsonBody({ ...limits, maxBodyBytes: maxImageBodyBytes })
  const form = formBody({ ...limits, maxBytes: maxImageBodyBytes, maxFiles: maxImageFiles })
  const body = createMiddleware<AppEnv>((c, next) =>
    isForm(c.req.header('content-type')) ? form(c, next) : json(c, next),
  )
  return largeBodyEndpoint(context, body)
}

function largeBodyEndpoint(
  context: EndpointContext & Pick<ServerContext, 'admission'>,
  body: MiddlewareHandler<AppEnv>,
): MiddlewareHandler<AppEnv>[] {
  return [
    deadline(context.limits.requestTimeoutMs),
    authenticate(context),
    uncompressedBody,
    checkAllowance(context),
    body,
    takeTurn,
    idempotency(context),
  ]
}

/**
 * Creates the middleware of an authenticated endpoint that accepts a file in a multipart form. The timeout starts when
 * the upload is complete.
 */
export function uploadEndpoint(
  context: EndpointContext & Pick<ServerContext, 'admission'>,
): MiddlewareHandler<AppEnv>[] {
  const { limits } = context
  const body = formBody({ ...limits, maxBytes: limits.maxUploadBytes, maxFiles: 1 })
  return [
    authenticate(context),
    uncompressedBody,
    checkAllowance(context),
    body,
    takeTurn,
    deadline(limits.requestTimeoutMs),
    idempotency(context),
  ]
}
