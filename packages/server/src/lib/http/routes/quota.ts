import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { readQuota } from '../../billing/quota.ts'
import type { AppEnv, ServerContext } from '../../context.ts'
import { bearerSecurity, errorAnswers, jsonAnswer } from '../../wire/openapi.ts'
import { encodeQuota, QuotaSchema } from '../../wire/quota.ts'
import { authenticate } from '../middleware/authenticate.ts'

/** Creates the route `GET /v1/quota`. */
export function quotaRoutes(
  context: Pick<ServerContext, 'keyGuard' | 'now' | 'requestRate' | 'store'>,
): OpenAPIHono<AppEnv> {
  const route = createRoute({
    method: 'get',
    path: '/v1/quota',
    summary: 'What the plan leaves of its windows',
    security: bearerSecurity,
    middleware: authenticate(context),
    responses: { 200: jsonAnswer(QuotaSchema, 'The quota'), ...errorAnswers(401, 429) },
  })
  const app = new OpenAPIHono<AppEnv>()
  app.openapi(route, async (c) => {
    const quota = await readQuota(context.store, c.get('principal').user, context.now())
    return c.json(encodeQuota(quota), 200)
  })
  return app
}
