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
import { jsonResponseOf } from '../json-response.ts'
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
  app.openapi(listRoute, async () => {
    const models = await catalog.list()
    return jsonResponseOf({ object: 'list' as const, data: models.map(encodeModel) })
  })
  app.openapi(getRoute, async (c) => {
    const { id } = c.req.valid('param')
    const model = await catalog.find(id)
    if (model === undefined) throw new ApiError(404, `Model ${JSON.stringify(id)} not found`)
    return jsonResponseOf(encodeModel(model))
  })
  app.openapi(legacyRoute, async () => jsonResponseOf(encodeLegacyModels(await catalog.list())))
  return app
}
