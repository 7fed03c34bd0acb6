import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { readQuota } from '../../billing/quota.ts'
import type { AppEnv, ServerContext } from '../../context.ts'
import { bearerSecurity, errorResponses, jsonResponse } from '../../wire/openapi.ts'
import { encodeQuota, QuotaSchema } from '../../wire/quota.ts'
import { jsonResponseOf } from '../json-response.ts'
import { freeEndpoint } from '../middleware/authenticate.ts'

/** Creates the route `GET /v1/quota`. */
export function quotaRoutes(
  context: Pick<ServerContext, 'keyGuard' | 'now' | 'requestRate' | 'store'>,
): OpenAPIHono<AppEnv> {
  const route = createRoute({
    method: 'get',
    path: '/v1/quota',
    summary: 'Get the rate limits of the plan and their usage',
    security: bearerSecurity,
    middleware: freeEndpoint(context),
    responses: { 200: jsonResponse(QuotaSchema, 'The quota'), ...errorResponses(401, 429) },
  })
  const app = new OpenAPIHono<AppEnv>()
  app.openapi(route, async (c) => {
    const quota = await readQuota(context.store, c.get('principal').user, context.now())
    return jsonResponseOf(encodeQuota(quota))
  })
  return app
}
