import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { ApiError } from '../../api-error.ts'
import { readUsage } from '../../billing/usage-report.ts'
import type { AppEnv, ServerContext } from '../../context.ts'
import { bearerSecurity, errorResponses, jsonResponse } from '../../wire/openapi.ts'
import { encodeUsageReport, UsageQuerySchema, UsageSchema } from '../../wire/usage.ts'
import { jsonResponseOf } from '../json-response.ts'
import { freeEndpoint } from '../middleware/authenticate.ts'

/** Creates the route `GET /v1/usage`. */
export function usageRoutes(
  context: Pick<ServerContext, 'keyGuard' | 'now' | 'requestRate' | 'store'>,
): OpenAPIHono<AppEnv> {
  const route = createRoute({
    method: 'get',
    path: '/v1/usage',
    summary: 'Get the usage of today, this month and an optional range of days',
    security: bearerSecurity,
    middleware: freeEndpoint(context),
    request: { query: UsageQuerySchema },
    responses: { 200: jsonResponse(UsageSchema, 'The usage report'), ...errorResponses(400, 401, 429) },
  })
  const app = new OpenAPIHono<AppEnv>()
  app.openapi(route, async (c) => {
    const { start, end, group_by: groupBy } = c.req.valid('query')
    if (start !== undefined && end !== undefined && start > end) throw new ApiError(400, 'start: must not be after end')
    const isRange = start !== undefined || end !== undefined || groupBy !== undefined
    const range = isRange ? { start, end, groupBy } : undefined
    const report = await readUsage(context.store, c.get('principal').user, { at: context.now(), range })
    return jsonResponseOf(encodeUsageReport(report))
  })
  return app
}
