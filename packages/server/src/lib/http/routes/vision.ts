import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnv, ServerContext } from '../../context.ts'
import { locate } from '../../inference/vision.ts'
import {
  encodeLocation,
  LocateRequestSchema,
  LocationSchema,
  readPictureSource,
  readTarget,
} from '../../wire/locate.ts'
import { bearerSecurity, jsonAnswer, jsonEndpointErrors, jsonRequest } from '../../wire/openapi.ts'
import { pictureEndpoint } from '../middleware/endpoint.ts'
import { toCall } from './call.ts'

/** Creates the route `POST /v1/vision/locate`. */
export function visionRoutes(
  context: Pick<
    ServerContext,
    | 'admission'
    | 'engines'
    | 'idempotentRuns'
    | 'keyGuard'
    | 'limits'
    | 'now'
    | 'pendingWork'
    | 'pictures'
    | 'prices'
    | 'requestRate'
    | 'store'
  >,
): OpenAPIHono<AppEnv> {
  const route = createRoute({
    method: 'post',
    path: '/v1/vision/locate',
    summary: 'Find something in a picture by plain words',
    security: bearerSecurity,
    middleware: pictureEndpoint(context),
    request: { body: jsonRequest(LocateRequestSchema) },
    responses: {
      200: jsonAnswer(LocationSchema, 'Where it is, best match first; `found` is false when it is not there'),
      ...jsonEndpointErrors,
    },
  })

  const app = new OpenAPIHono<AppEnv>()
  app.openapi(route, async (c) => {
    const body = c.req.valid('json')
    const wanted = { model: body.model ?? undefined, image: readPictureSource(body), target: readTarget(body) }
    return c.json(encodeLocation(await locate(context, toCall(c), wanted), body), 200)
  })
  return app
}
