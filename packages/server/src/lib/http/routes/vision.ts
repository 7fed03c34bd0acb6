import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnv, ServerContext } from '../../context.ts'
import { locate } from '../../inference/vision.ts'
import { encodeLocation, LocateRequestSchema, LocationSchema, readImageSource, readTarget } from '../../wire/locate.ts'
import { bearerSecurity, jsonEndpointErrors, jsonRequest, jsonResponse } from '../../wire/openapi.ts'
import { jsonResponseOf } from '../json-response.ts'
import { imageEndpoint } from '../middleware/endpoint.ts'
import { toCall } from './call.ts'

/** Creates the route `POST /v1/vision/locate`. */
export function visionRoutes(
  context: Pick<
    ServerContext,
    | 'admission'
    | 'catalog'
    | 'engines'
    | 'idempotentRuns'
    | 'keyGuard'
    | 'limits'
    | 'now'
    | 'pendingWork'
    | 'imageReader'
    | 'usageWriter'
    | 'requestRate'
    | 'store'
  >,
): OpenAPIHono<AppEnv> {
  const route = createRoute({
    method: 'post',
    path: '/v1/vision/locate',
    summary: 'Locate objects in an image by a description',
    security: bearerSecurity,
    middleware: imageEndpoint(context),
    request: { body: jsonRequest(LocateRequestSchema) },
    responses: {
      200: jsonResponse(LocationSchema, 'The located objects, best match first; `found` is false if there are none'),
      ...jsonEndpointErrors,
    },
  })

  const app = new OpenAPIHono<AppEnv>()
  app.openapi(route, async (c) => {
    const body = c.req.valid('json')
    const wanted = { model: body.model ?? undefined, image: readImageSource(body), target: readTarget(body) }
    return jsonResponseOf(encodeLocation(await locate(context, toCall(c), wanted), body))
  })
  return app
}
