import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { AppEnv, ServerContext } from '../../context.ts'
import { jsonAnswer } from '../../wire/openapi.ts'

const ReadinessSchema = z.object({ status: z.enum(['ready', 'draining', 'store_unavailable']) }).openapi('Readiness')

/** Creates the route `GET /ready`, the readiness check for load balancers. */
export function readinessRoutes({ drain, store }: Pick<ServerContext, 'drain' | 'store'>): OpenAPIHono<AppEnv> {
  const route = createRoute({
    method: 'get',
    path: '/ready',
    summary: 'Whether this process should be sent requests',
    responses: {
      200: jsonAnswer(ReadinessSchema, 'It should'),
      503: jsonAnswer(ReadinessSchema, 'It is about to stop, or its store does not answer'),
    },
  })
  const app = new OpenAPIHono<AppEnv>()
  app.openapi(route, async (c) => {
    if (drain.isDraining) return c.json({ status: 'draining' as const }, 503)
    const isStoreWell = await store.settings.get('health').then(
      () => true,
      () => false,
    )
    return isStoreWell
      ? c.json({ status: 'ready' as const }, 200)
      : c.json({ status: 'store_unavailable' as const }, 503)
  })
  return app
}
