import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { AppEnv, ServerContext } from '../../context.ts'
import { listEngineSlots } from '../../inference/engines.ts'
import { version } from '../../version.ts'
import { jsonResponse } from '../../wire/openapi.ts'
import { jsonResponseOf } from '../json-response.ts'

const HealthSchema = z
  .object({
    status: z.enum(['ok', 'degraded']),
    service: z.literal('mira-api'),
    version: z.string(),
    uptime_seconds: z.int(),
    db: z.enum(['ok', 'failed']),
    engines: z.record(
      z.string(),
      z.object({
        state: z.enum(['absent', 'idle', 'downloading', 'loading', 'ready', 'failed']),
        name: z.string().optional(),
        kind: z.string().optional(),
        hint: z.string().optional().openapi({ description: 'Install hint for an absent engine' }),
        download: z
          .object({ done: z.int(), total: z.int() })
          .optional()
          .openapi({ description: 'Bytes of the model that have arrived' }),
      }),
    ),
  })
  .openapi('Health')

const healthRoute = createRoute({
  method: 'get',
  path: '/health',
  summary: 'Health of the server and state of its engines',
  responses: {
    200: jsonResponse(HealthSchema, 'The server is healthy'),
    503: jsonResponse(HealthSchema, 'The database is not available'),
  },
})

const IndexSchema = z.record(z.string(), z.string()).openapi('Index')

const indexRoute = createRoute({
  method: 'get',
  path: '/',
  summary: 'Index of the server',
  responses: { 200: jsonResponse(IndexSchema, 'Name of the server and paths of its main resources') },
})

async function sendApiPage(c: Context<AppEnv>): Promise<Response> {
  const { apiPage } = await import('../api-page.ts')
  return c.body(apiPage.html, 200, apiPage.headers)
}

/** Creates the routes `GET /`, an index or, for a browser, the page of the API at `GET /docs`, and `GET /health`. */
export function metaRoutes({
  store,
  engines,
  now,
}: Pick<ServerContext, 'engines' | 'now' | 'store'>): OpenAPIHono<AppEnv> {
  const startedAt = now()
  const app = new OpenAPIHono<AppEnv>()
  app.get('/', (c, next) => ((c.req.header('accept') ?? '').includes('text/html') ? sendApiPage(c) : next()))
  app.get('/docs', sendApiPage)
  app.openapi(indexRoute, () =>
    jsonResponseOf({
      service: `Local Mira server ${version}: the vMira API on your own machine`,
      api: '/v1',
      models: '/v1/models',
      openapi: '/openapi.json',
      health: '/health',
    }),
  )
  app.openapi(healthRoute, async () => {
    const isStoreHealthy = await store.settings.get('health').then(
      () => true,
      () => false,
    )
    const states = listEngineSlots(engines).map(([name, { state, info, hint, download }]) => {
      if (download !== undefined) return [name, { state, download }] as const
      if (hint !== undefined) return [name, { state, hint }] as const
      return [name, info === undefined ? { state } : { state, name: info.name, kind: info.kind }] as const
    })
    const health = {
      service: 'mira-api' as const,
      version,
      uptime_seconds: Math.floor((now() - startedAt) / 1_000),
      engines: Object.fromEntries(states),
    }
    if (!isStoreHealthy) return jsonResponseOf({ status: 'degraded' as const, db: 'failed' as const, ...health }, 503)
    return jsonResponseOf({ status: 'ok' as const, db: 'ok' as const, ...health })
  })
  return app
}
