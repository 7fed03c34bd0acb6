import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { AppEnv, ServerContext } from '../../context.ts'
import type { Store } from '../../store/store.ts'
import { jsonResponse } from '../../wire/openapi.ts'
import { jsonResponseOf } from '../json-response.ts'

const probeBytes = 128 * 1024

const ReadinessSchema = z
  .object({
    status: z.enum([
      'ready',
      'draining',
      'store_unavailable',
      'disk_full',
      'write_failed',
      'engine_loading',
      'engine_failed',
    ]),
  })
  .openapi('Readiness')

/** Creates the route `GET /ready`, the readiness check for load balancers. */
export function readinessRoutes({
  chosenEngines,
  diskHealth,
  drain,
  engines,
  store,
}: Pick<ServerContext, 'chosenEngines' | 'diskHealth' | 'drain' | 'engines' | 'store'>): OpenAPIHono<AppEnv> {
  const route = createRoute({
    method: 'get',
    path: '/ready',
    summary: 'Readiness of this process for requests',
    responses: {
      200: jsonResponse(ReadinessSchema, 'The process is ready'),
      503: jsonResponse(
        ReadinessSchema,
        'The process is draining, its database or disk is not available, or a chosen engine is not loaded',
      ),
    },
  })
  const app = new OpenAPIHono<AppEnv>()
  app.openapi(route, async () => {
    if (drain.isDraining) return jsonResponseOf({ status: 'draining' as const }, 503)
    const isStoreHealthy = await store.settings.get('health').then(
      () => true,
      () => false,
    )
    if (!isStoreHealthy) return jsonResponseOf({ status: 'store_unavailable' as const }, 503)
    const disk = await diskHealth.check(() => tryToWrite(store))
    if (disk !== 'ok') return jsonResponseOf({ status: disk }, 503)
    const states = [...chosenEngines].map((name) => engines[name].state)
    if (states.includes('failed')) return jsonResponseOf({ status: 'engine_failed' as const }, 503)
    const isLoading = states.includes('loading') || states.includes('downloading')
    return isLoading
      ? jsonResponseOf({ status: 'engine_loading' as const }, 503)
      : jsonResponseOf({ status: 'ready' as const })
  })
  return app
}

/** Writes more than a request does: on a full disk, a smaller write may still fit. */
async function tryToWrite({ settings }: Store): Promise<void> {
  await settings.set('health', 'x'.repeat(probeBytes))
  await settings.set('health', '')
}
