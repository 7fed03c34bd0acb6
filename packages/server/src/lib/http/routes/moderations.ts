import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnv, ServerContext } from '../../context.ts'
import { moderate, moderationModel } from '../../inference/moderate.ts'
import { newId } from '../../wire/ids.ts'
import {
  encodeModeration,
  ModerationSchema,
  moderationRequestSchema,
  toModerationInputs,
} from '../../wire/moderation.ts'
import {
  bearerSecurity,
  errorResponses,
  freeJsonEndpointErrors,
  jsonRequest,
  jsonResponse,
} from '../../wire/openapi.ts'
import { jsonResponseOf } from '../json-response.ts'
import { freeImageEndpoint } from '../middleware/endpoint.ts'
import { toCall } from './call.ts'

/** Creates the route `POST /v1/moderations`. */
export function moderationRoutes(
  context: Pick<
    ServerContext,
    'admission' | 'catalog' | 'engines' | 'idempotentRuns' | 'imageReader' | 'keyGuard' | 'limits' | 'requestRate'
  >,
): OpenAPIHono<AppEnv> {
  const route = createRoute({
    method: 'post',
    path: '/v1/moderations',
    summary: 'Classify texts and images as harmful or harmless, free of charge',
    security: bearerSecurity,
    middleware: freeImageEndpoint(context),
    request: { body: jsonRequest(moderationRequestSchema(context.limits)) },
    responses: {
      200: jsonResponse(ModerationSchema, 'One result per text, in the order of the input; one for content parts'),
      ...freeJsonEndpointErrors,
      ...errorResponses(402),
    },
  })

  const app = new OpenAPIHono<AppEnv>()
  app.openapi(route, async (c) => {
    const { model, input } = c.req.valid('json')
    const inputs = toModerationInputs(input)
    const results = await moderate(context, toCall(c), { model: model ?? undefined, inputs })
    return jsonResponseOf({ id: newId('modr-'), model: moderationModel, results: results.map(encodeModeration) })
  })
  return app
}
