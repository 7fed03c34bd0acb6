import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { ApiError } from '../../api-error.ts'
import type { AppEnv, ServerContext } from '../../context.ts'
import {
  encodeLegacyModels,
  encodeModel,
  LegacyModelListSchema,
  ModelListSchema,
  ModelSchema,
} from '../../wire/model.ts'
import { errorResponses, jsonResponse } from '../../wire/openapi.ts'
import { publicEndpoint } from '../middleware/authenticate.ts'

const listRoute = createRoute({
  method: 'get',
  path: '/v1/models',
  middleware: publicEndpoint,
  summary: 'List models with the engine that serves each',
  responses: { 200: jsonResponse(ModelListSchema, 'The models'), ...errorResponses(429, 503) },
})

const getRoute = createRoute({
  method: 'get',
  path: '/v1/models/{id}',
  middleware: publicEndpoint,
  summary: 'Get a model',
  request: { params: z.object({ id: z.string() }) },
  responses: { 200: jsonResponse(ModelSchema, 'The model'), ...errorResponses(404, 429, 503) },
})

const legacyRoute = createRoute({
  method: 'get',
  path: '/api/v1/models',
  middleware: publicEndpoint,
  summary: 'List models in the format of the first public API version',
  deprecated: true,
  responses: { 200: jsonResponse(LegacyModelListSchema, 'The models'), ...errorResponses(429, 503) },
})

/** Creates the routes of the model catalog, which is the same for all callers and needs no API key. */
export function modelRoutes({ catalog }: Pick<ServerContext, 'catalog'>): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>()
  app.openapi(listRoute, async (c) => {
    const models = await catalog.list()
    return c.json({ object: 'list' as const, data: models.map(encodeModel) }, 200)
  })
  app.openapi(getRoute, async (c) => {
    const { id } = c.req.valid('param')
    const model = await catalog.find(id)
    if (model === undefined) throw new ApiError(404, `Model ${JSON.stringify(id)} not found`)
    return c.json(encodeModel(model), 200)
  })
  app.openapi(legacyRoute, async (c) => c.json(encodeLegacyModels(await catalog.list()), 200))
  return app
}
