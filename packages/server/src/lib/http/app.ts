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
import { describeApi } from './describe-api.ts'
import { bodyResponseOf, jsonResponseOf } from './json-response.ts'
import { publicEndpoint } from './middleware/authenticate.ts'
import { compressJson } from './middleware/compress-json.ts'
import { injectFaults } from './middleware/faults.ts'
import { rateLimitHeaderNames, rateLimitHeaders } from './middleware/rate-limit-headers.ts'
import { identifyRequest } from './middleware/request-id.ts'
import { securityHeaders } from './middleware/security-headers.ts'
import { shareResources } from './middleware/share-resources.ts'
import { readPath } from './request-path.ts'
import { apiKeyRoutes } from './routes/api-keys.ts'
import { billingRoutes } from './routes/billing.ts'
import { chatCompletionRoutes } from './routes/chat-completions.ts'
import { completionRoutes } from './routes/completions.ts'
import { embeddingRoutes } from './routes/embeddings.ts'
import { imageRoutes } from './routes/images.ts'
import { jobRoutes } from './routes/jobs.ts'
import { mediaFileRoutes } from './routes/media-files.ts'
import { metaRoutes } from './routes/meta.ts'
import { modelRoutes } from './routes/models.ts'
import { moderationRoutes } from './routes/moderations.ts'
import { musicRoutes } from './routes/music.ts'
import { quotaRoutes } from './routes/quota.ts'
import { readinessRoutes } from './routes/readiness.ts'
import { realtimeRoutes } from './routes/realtime.ts'
import { responseRoutes } from './routes/responses.ts'
import { speechRoutes } from './routes/speech.ts'
import { storedResponseRoutes } from './routes/stored-responses.ts'
import { transcriptionRoutes } from './routes/transcription.ts'
import { usageRoutes } from './routes/usage.ts'
import { videoRoutes } from './routes/video.ts'
import { visionRoutes } from './routes/vision.ts'
import { voiceRoutes } from './routes/voices.ts'
import { createFieldCheck, unknownFieldsHeader } from './unknown-fields.ts'

/** Options of {@link createApp}. */
export type AppOptions = Pick<ServerOptions, 'allowedOrigins' | 'errorStyle' | 'strictFields'>

/** Routes of all resources. */
const resources = [
  metaRoutes,
  readinessRoutes,
  modelRoutes,
  chatCompletionRoutes,
  completionRoutes,
  responseRoutes,
  storedResponseRoutes,
  embeddingRoutes,
  moderationRoutes,
  imageRoutes,
  speechRoutes,
  transcriptionRoutes,
  voiceRoutes,
  visionRoutes,
  apiKeyRoutes,
  billingRoutes,
  usageRoutes,
  quotaRoutes,
  realtimeRoutes,
  mediaFileRoutes,
  musicRoutes,
  videoRoutes,
  jobRoutes,
]

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

/** Creates the HTTP application: all routes behind the global middleware. */
export function createApp(context: ServerContext, options: AppOptions): OpenAPIHono<AppEnv> {
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
  app.defaultHook = (result, c) => {
    if (!result.success) throw invalidRequest(result.target === 'query' ? 400 : 422, result.error.issues)
    if (result.target === 'json') checkFields(c, result.data)
  }
  app.onError((error, c) => {
    const apiError = toApiError(error)
    if (apiError.status >= 500) logFailure(context, c, apiError)
    return respond(apiError, errorStyle)
  })
  app.notFound((c) => {
    const allowed = listMethods(app, c.req.path)
    if (allowed.length === 0) return respond(new ApiError(404, `No such path: ${c.req.path}`), errorStyle)
    const allow = allowed.join(', ')
    return respond(new ApiError(405, `${c.req.method} is not allowed here; use ${allow}`), errorStyle, { allow })
  })

  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' })
  for (const routes of resources) app.route('/', routes(context))
  emulator?.addRoutes(app, context)
  addDescription(app)
  return app
}

/** Adds the API description, which is generated once. */
function addDescription(app: OpenAPIHono<AppEnv>): void {
  let description: object | undefined
  app.get('/openapi.json', publicEndpoint, (c) => {
    description ??= describeApi(app)
    return jsonResponseOf({ ...description, servers: [{ url: new URL(c.req.url).origin }] })
  })
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
