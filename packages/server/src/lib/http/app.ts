import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { cors } from 'hono/cors'
import { METHOD_NAME_ALL } from 'hono/router'
import { ApiError, toApiError } from '../api-error.ts'
import type { AppEnv, ServerContext } from '../context.ts'
import { observeRequests } from '../observability/observe-requests.ts'
import type { ServerOptions } from '../options.ts'
import { invalidRequest } from '../wire/describe-issues.ts'
import { encodeError } from '../wire/error-body.ts'
import type { ErrorStyle } from '../wire/error-style.ts'
import { bodyResponseOf } from './json-response.ts'
import { compressJson } from './middleware/compress-json.ts'
import { injectFaults } from './middleware/faults.ts'
import { rateLimitHeaderNames, rateLimitHeaders } from './middleware/rate-limit-headers.ts'
import { identifyRequest } from './middleware/request-id.ts'
import { securityHeaders } from './middleware/security-headers.ts'
import { shareResources } from './middleware/share-resources.ts'
import { readPath } from './request-path.ts'
import { createFieldCheck, unknownFieldsHeader } from './unknown-fields.ts'

/** Options of {@link createApp}. */
export type AppOptions = Pick<ServerOptions, 'allowedOrigins' | 'errorStyle' | 'strictFields'>

/** Creates the routes of a resource. */
export type Resource = (context: ServerContext) => OpenAPIHono<AppEnv>

const exposedHeaders = [
  'x-request-id',
  'retry-after',
  'location',
  'preference-applied',
  'idempotency-key',
  'idempotency-replayed',
  unknownFieldsHeader,
  'openai-processing-ms',
  ...rateLimitHeaderNames,
]

/** Response headers that a page needs to resume a download. */
const mediaHeaders = ['accept-ranges', 'content-length', 'content-range', 'etag']

/** Creates an HTTP application: the routes of some resources behind the global middleware. */
export function createApp(
  context: ServerContext,
  options: AppOptions,
  resources: readonly Resource[],
): OpenAPIHono<AppEnv> {
  const { allowedOrigins = [], errorStyle = 'both', strictFields = false } = options
  const { emulator, findFault } = context
  const app = new OpenAPIHono<AppEnv>({ getPath: readPath })
  if (emulator !== undefined) app.use(emulator.restoreHeaders)
  app.use(identifyRequest(context), observeRequests(context), securityHeaders)
  app.use(rateLimitHeaders(context), compressJson)
  // Signed URLs are credentials by themselves, and are read by pages whose proxy is at another origin.
  app.use('/media/*', cors({ origin: '*', exposeHeaders: mediaHeaders, maxAge: 600 }))
  if (allowedOrigins.length > 0) {
    // In a list, hono compares `*` like an origin.
    const origin = allowedOrigins.includes('*') ? '*' : [...allowedOrigins]
    app.use(cors({ origin, exposeHeaders: exposedHeaders, maxAge: 600 }))
  }
  if (emulator !== undefined) app.use(emulator.middleware)
  if (findFault !== undefined) app.use(injectFaults(findFault))
  if (emulator !== undefined) app.use(emulator.answerExchanges(context))

  app.use(shareResources(context.traffic))

  const checkFields = createFieldCheck(app, { isStrict: strictFields, logger: context.logger })
  app.defaultHook = async (result, c) => {
    if (!result.success) {
      const isQuery = result.target === 'query'
      throw invalidRequest(isQuery ? 400 : 422, result.error.issues, isQuery ? c.req.query() : await c.req.json())
    }
    if (result.target === 'json') checkFields(c, result.data)
  }
  app.onError((error, c) => {
    const apiError = toApiError(error)
    if (apiError.status >= 500) logFailure(context, c, apiError)
    return respond(apiError, errorStyle)
  })
  app.notFound((c) => {
    const allowed = listMethods(app, c.req.path)
    if (allowed.length === 0) return respond(new ApiError(404, describeUnknownPath(c.req.path)), errorStyle)
    const allow = allowed.join(', ')
    return respond(new ApiError(405, `${c.req.method} is not allowed here; use ${allow}`), errorStyle, { allow })
  })

  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' })
  for (const routes of resources) app.route('/', routes(context))
  emulator?.addRoutes(app, context)
  return app
}

/** A path with two versions comes from a base URL that contains an endpoint. */
function describeUnknownPath(path: string): string {
  const isRepeated = path.lastIndexOf('/v1/') > 0
  return `No such path: ${path}${isRepeated ? '; the base URL must not contain an endpoint' : ''}`
}

/** Returns the methods that a path supports. */
function listMethods(app: OpenAPIHono<AppEnv>, path: string): string[] {
  return ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((method) =>
    app.router.match(method, path)[0].some(([[, route]]) => route.method !== METHOD_NAME_ALL),
  )
}

/** Creates the response of an error. */
function respond(error: ApiError, style: ErrorStyle, more: Readonly<Record<string, string>> = {}): Response {
  const { contentType, body } = encodeError(error, style)
  const headers = new Headers(more)
  if (contentType !== null) headers.set('content-type', contentType)
  if (error.status === 401) headers.set('www-authenticate', 'Bearer')
  if (error.retryAfterSeconds !== undefined) headers.set('retry-after', String(error.retryAfterSeconds))
  for (const [name, value] of Object.entries(error.reply?.headers ?? {})) headers.set(name, value)
  if (body === null) return new Response(null, { status: error.status, headers })
  headers.set('content-length', String(Buffer.byteLength(body)))
  return bodyResponseOf(body, { status: error.status, headers })
}

function logFailure({ logger }: ServerContext, c: Context<AppEnv>, error: ApiError): void {
  if (c.get('signal')?.aborted === true) return
  logger.error({ requestId: c.get('requestId'), path: c.req.path, err: error.cause ?? error }, 'request failed')
}
