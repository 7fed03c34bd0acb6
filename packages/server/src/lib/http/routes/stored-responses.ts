import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { ApiError } from '../../api-error.ts'
import type { AppEnv, ServerContext } from '../../context.ts'
import { bearerSecurity, errorResponses, jsonResponse } from '../../wire/openapi.ts'
import { type ResponseBody, ResponseSchema } from '../../wire/response.ts'
import { freeEndpoint } from '../middleware/authenticate.ts'

const DeletedSchema = z.object({ id: z.string(), object: z.literal('response'), deleted: z.boolean() })

/** Creates the routes `GET` and `DELETE /v1/responses/{id}`: the stored responses of an API key. */
export function storedResponseRoutes(
  context: Pick<ServerContext, 'keyGuard' | 'requestRate' | 'store'>,
): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>()
  const byId = { params: z.object({ id: z.string() }) }
  const security = { security: bearerSecurity, middleware: freeEndpoint(context) }
  const getResponse = createRoute({
    method: 'get',
    path: '/v1/responses/{id}',
    summary: 'Get a stored response',
    ...security,
    request: byId,
    responses: { 200: jsonResponse(ResponseSchema, 'The response'), ...errorResponses(401, 404) },
  })
  app.openapi(getResponse, async (c) => {
    const { id } = c.req.valid('param')
    const stored = await context.store.responses.find(id, c.get('principal').keyId)
    if (stored === undefined) throw notFound(id)
    return c.json(JSON.parse(stored.body) as ResponseBody, 200)
  })

  const deleteResponse = createRoute({
    method: 'delete',
    path: '/v1/responses/{id}',
    summary: 'Delete a stored response',
    ...security,
    request: byId,
    responses: {
      200: jsonResponse(DeletedSchema, 'The response is deleted'),
      ...errorResponses(401, 404),
    },
  })
  app.openapi(deleteResponse, async (c) => {
    const { id } = c.req.valid('param')
    if (!(await context.store.responses.remove(id, c.get('principal').keyId))) throw notFound(id)
    return c.json({ id, object: 'response' as const, deleted: true }, 200)
  })
  return app
}

function notFound(id: string): ApiError {
  return new ApiError(404, `Response ${JSON.stringify(id)} not found`)
}
