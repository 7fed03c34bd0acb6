import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnv, ServerContext } from '../../context.ts'
import { createEmbeddings } from '../../inference/embeddings.ts'
import { EmbeddingListSchema, embeddingRequestSchema, encodeEmbeddings } from '../../wire/embedding.ts'
import { bearerSecurity, jsonEndpointErrors, jsonRequest, jsonResponse } from '../../wire/openapi.ts'
import { jsonResponseOf } from '../json-response.ts'
import { jsonEndpoint } from '../middleware/endpoint.ts'
import { toCall } from './call.ts'

/** Creates the route `POST /v1/embeddings`. */
export function embeddingRoutes(
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
    | 'usageWriter'
    | 'requestRate'
    | 'store'
  >,
): OpenAPIHono<AppEnv> {
  const route = createRoute({
    method: 'post',
    path: '/v1/embeddings',
    summary: 'Create embeddings',
    security: bearerSecurity,
    middleware: jsonEndpoint(context),
    request: { body: jsonRequest(embeddingRequestSchema(context.limits)) },
    responses: {
      200: jsonResponse(EmbeddingListSchema, 'One embedding per text, in the order of the input'),
      ...jsonEndpointErrors,
    },
  })

  const app = new OpenAPIHono<AppEnv>()
  app.openapi(route, async (c) => {
    const { model, input, dimensions, encoding_format: format } = c.req.valid('json')
    const texts = typeof input === 'string' ? [input] : input
    const embeddings = await createEmbeddings(context, toCall(c), { model, texts, dimensions: dimensions ?? undefined })
    return jsonResponseOf(encodeEmbeddings(embeddings, format ?? 'float'))
  })
  return app
}
