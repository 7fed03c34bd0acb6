import type { MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { AppEnv, ServerContext } from '../../context.ts'
import { authenticate, countFreeCall } from './authenticate.ts'
import { checkAllowance, checkLargeAllowance } from './check-allowance.ts'
import { deadline } from './deadline.ts'
import { decodedBody } from './decoded-body.ts'
import { formBody, isForm } from './form-body.ts'
import { idempotency } from './idempotency.ts'
import { jsonBody } from './json-body.ts'
import { planLimits } from './plan-limits.ts'
import { takeTurn } from './share-resources.ts'
import { runSteps, type Step } from './steps.ts'

/** Components that an authenticated endpoint with a body requires. */
type EndpointContext = Pick<ServerContext, 'idempotentRuns' | 'keyGuard' | 'limits' | 'requestRate'>

/** Maximum images per request: four references and a mask. */
const maxImageFiles = 5

/** Creates the middleware of an authenticated JSON endpoint that the plan of the caller limits, outermost first. */
export function jsonEndpoint(context: EndpointContext & Pick<ServerContext, 'admission'>): MiddlewareHandler<AppEnv>[] {
  return bodyEndpoint(context, planLimits(context), jsonBody(context.limits))
}

/** Creates the middleware of an authenticated JSON endpoint that is not charged: a call that no plan limits. */
export function freeJsonEndpoint(context: EndpointContext): MiddlewareHandler<AppEnv>[] {
  return bodyEndpoint(context, countFreeCall, jsonBody(context.limits))
}

/** Creates the middleware of such an endpoint whose body may contain images. */
export function freeImageEndpoint(
  context: EndpointContext & Pick<ServerContext, 'admission'>,
): MiddlewareHandler<AppEnv>[] {
  const { limits } = context
  const body = jsonBody({ ...limits, maxBodyBytes: limits.maxImageBodyBytes })
  return bodyEndpoint(context, countFreeCall, checkLargeAllowance(context), body)
}

/** Creates the middleware of an authenticated JSON endpoint whose handler limits its callers. */
export function ownLimitEndpoint(context: EndpointContext): MiddlewareHandler<AppEnv>[] {
  return bodyEndpoint(context, jsonBody(context.limits))
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
  const json = runSteps(jsonBody({ ...limits, maxBodyBytes: maxImageBodyBytes }))
  const form = formBody({ ...limits, maxBytes: maxImageBodyBytes, maxFiles: maxImageFiles })
  const body = createMiddleware<AppEnv>((c, next) =>
    isForm(c.req.header('content-type')) ? form(c, next) : json(c, next),
  )
  return [
    deadline(limits.requestTimeoutMs),
    runSteps(authenticate(context), decodedBody, planLimits(context), checkAllowance(context)),
    body,
    runSteps(takeTurn),
    idempotency(context),
  ]
}

function largeBodyEndpoint(
  context: EndpointContext & Pick<ServerContext, 'admission'>,
  body: Step,
): MiddlewareHandler<AppEnv>[] {
  return bodyEndpoint(context, planLimits(context), checkAllowance(context), body)
}

/** Puts the steps that receive a body into the middleware of an endpoint. */
function bodyEndpoint(context: EndpointContext, ...steps: readonly Step[]): MiddlewareHandler<AppEnv>[] {
  return [
    deadline(context.limits.requestTimeoutMs),
    runSteps(authenticate(context), decodedBody, ...steps, takeTurn),
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
  return [
    runSteps(authenticate(context), planLimits(context), decodedBody, checkAllowance(context)),
    formBody({ ...limits, maxBytes: limits.maxUploadBytes, maxFiles: 1 }),
    runSteps(takeTurn),
    deadline(limits.requestTimeoutMs),
    idempotency(context),
  ]
}
