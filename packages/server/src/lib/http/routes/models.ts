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
import { errorAnswers, jsonAnswer } from '../../wire/openapi.ts'

const listRoute = createRoute({
  method: 'get',
  path: '/v1/models',
  summary: 'List models, each with the engine that stands behind it',
  responses: { 200: jsonAnswer(ModelListSchema, 'The catalogue'), ...errorAnswers(503) },
})

const getRoute = createRoute({
  method: 'get',
  path: '/v1/models/{id}',
  summary: 'One model of the catalogue',
  request: { params: z.object({ id: z.string() }) },
  responses: { 200: jsonAnswer(ModelSchema, 'The model'), ...errorAnswers(404, 503) },
})

const legacyRoute = createRoute({
  method: 'get',
  path: '/api/v1/models',
  summary: 'The catalogue in its first public form',
  deprecated: true,
  responses: { 200: jsonAnswer(LegacyModelListSchema, 'The catalogue'), ...errorAnswers(503) },
})

/** Creates the routes of the model catalog, which is the same for all callers and needs no API key. */
export function modelRoutes({ catalogue }: Pick<ServerContext, 'catalogue'>): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>()
  app.openapi(listRoute, async (c) => {
    const models = await catalogue.list()
    return c.json({ object: 'list' as const, data: models.map(encodeModel) }, 200)
  })
  app.openapi(getRoute, async (c) => {
    const { id } = c.req.valid('param')
    const model = (await catalogue.list()).find((candidate) => candidate.id === id)
    if (model === undefined) throw new ApiError(404, `Model ${JSON.stringify(id)} not found`)
    return c.json(encodeModel(model), 200)
  })
  app.openapi(legacyRoute, async (c) => c.json(encodeLegacyModels(await catalogue.list()), 200))
  return app
}
