import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { AppEnv, ServerContext } from '../../context.ts'
import { jsonResponse } from '../../wire/openapi.ts'

const ReadinessSchema = z.object({ status: z.enum(['ready', 'draining', 'store_unavailable']) }).openapi('Readiness')

/** Creates the route `GET /ready`, the readiness check for load balancers. */
export function readinessRoutes({ drain, store }: Pick<ServerContext, 'drain' | 'store'>): OpenAPIHono<AppEnv> {
  const route = createRoute({
    method: 'get',
    path: '/ready',
    summary: 'Readiness of this process for requests',
    responses: {
      200: jsonResponse(ReadinessSchema, 'The process is ready'),
      503: jsonResponse(ReadinessSchema, 'The process is draining or its database is not available'),
    },
  })
  const app = new OpenAPIHono<AppEnv>()
  app.openapi(route, async (c) => {
    if (drain.isDraining) return c.json({ status: 'draining' as const }, 503)
    const isStoreHealthy = await store.settings.get('health').then(
      () => true,
      () => false,
    )
    return isStoreHealthy
      ? c.json({ status: 'ready' as const }, 200)
      : c.json({ status: 'store_unavailable' as const }, 503)
  })
  return app
}
