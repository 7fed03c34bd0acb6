import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { ApiError } from '../../api-error.ts'
import type { AppEnv, ServerContext } from '../../context.ts'
import { rateLimited } from '../../limits/request-rate.ts'
import {
  ApiKeyRequestSchema,
  ApiKeySchema,
  CreatedApiKeySchema,
  encodeApiKey,
  encodeCreatedApiKey,
} from '../../wire/api-key.ts'
import {
  bearerSecurity,
  errorResponses,
  freeJsonEndpointErrors,
  jsonRequest,
  jsonResponse,
} from '../../wire/openapi.ts'
import { jsonResponseOf } from '../json-response.ts'
import { freeEndpoint } from '../middleware/authenticate.ts'
import { ownLimitEndpoint } from '../middleware/endpoint.ts'

const uuidPattern = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** Creates the routes `GET` and `POST /v1/api-keys` and `DELETE /v1/api-keys/{id}`: the API keys of the caller. */
export function apiKeyRoutes(
  context: Pick<
    ServerContext,
    'apiKeys' | 'idempotentRuns' | 'keyGuard' | 'limits' | 'now' | 'requestRate' | 'store' | 'streamSlots'
  >,
): OpenAPIHono<AppEnv> {
  const { apiKeys, limits } = context
  const app = new OpenAPIHono<AppEnv>()

  const list = createRoute({
    method: 'get',
    path: '/v1/api-keys',
    summary: 'List active API keys, newest first',
    security: bearerSecurity,
    middleware: freeEndpoint(context),
    responses: { 200: jsonResponse(z.array(ApiKeySchema), 'The API keys'), ...errorResponses(401, 429) },
  })
  app.openapi(list, async (c) => {
    const records = await apiKeys.listActive(c.get('principal').userId)
    return jsonResponseOf(records.map(encodeApiKey))
  })

  const create = createRoute({
    method: 'post',
    path: '/v1/api-keys',
    summary: 'Create an API key; at most 10 can be active',
    security: bearerSecurity,
    middleware: ownLimitEndpoint(context),
    request: { body: jsonRequest(ApiKeyRequestSchema) },
    responses: {
      201: jsonResponse(CreatedApiKeySchema, 'The API key with its secret'),
      ...freeJsonEndpointErrors,
    },
  })
  app.openapi(create, async (c) => {
    const { name } = c.req.valid('json')
    const { userId } = c.get('principal')
    // Revoked keys stay in the store, because usage refers to them.
    const seconds = c.get('resources').traffic.createdKeys.count(userId)
    if (seconds !== undefined) throw rateLimited(`${limits.createdKeysPerDay} created API keys per day`, seconds)
    return jsonResponseOf(encodeCreatedApiKey(await apiKeys.issueWithinLimit(userId, name)), 201)
  })
  addRevocation(app, context)
  return app
}

function addRevocation(app: OpenAPIHono<AppEnv>, context: Parameters<typeof apiKeyRoutes>[0]): void {
  const { store, streamSlots, now } = context
  const revoke = createRoute({
    method: 'delete',
    path: '/v1/api-keys/{id}',
    summary: 'Revoke an API key; its open streams are aborted',
    security: bearerSecurity,
    middleware: freeEndpoint(context),
    request: { params: z.object({ id: z.string() }) },
    responses: { 204: { description: 'The API key is revoked' }, ...errorResponses(400, 401, 404, 429) },
  })
  app.openapi(revoke, async (c) => {
    const { id } = c.req.valid('param')
    if (!uuidPattern.test(id)) throw new ApiError(400, `id: ${JSON.stringify(id)} is not a UUID`)
    const exists = await store.apiKeys.revoke({ id: id.toLowerCase(), userId: c.get('principal').userId }, now())
    if (!exists) throw new ApiError(404, 'API key not found')
    streamSlots.abortKey(id.toLowerCase())
    return c.body(null, 204)
  })
}
