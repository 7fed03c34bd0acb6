import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { ApiError, fieldError } from '../../api-error.ts'
import type { AppEnv, ServerContext } from '../../context.ts'
import {
  cancelResponse,
  deleteResponse,
  findResponse,
  followResponse,
  type ResponseOwner,
} from '../../inference/stored-responses.ts'
import {
  InputItemListSchema,
  InputItemsQuerySchema,
  pageItems,
  type ResponseInputItem,
} from '../../wire/input-items.ts'
import { bearerSecurity, errorResponses, jsonResponse } from '../../wire/openapi.ts'
import { queryInteger } from '../../wire/query-integer.ts'
import { type ResponseBody, ResponseEventSchema, ResponseSchema } from '../../wire/response.ts'
import { encodeTypedEvents } from '../../wire/typed-events.ts'
import { jsonResponseOf } from '../json-response.ts'
import { freeEndpoint } from '../middleware/authenticate.ts'
import { toCall } from './call.ts'
import { streamResponse } from './stream-response.ts'

type RouteContext = Pick<
  ServerContext,
  | 'backgroundResponses'
  | 'keepAliveMs'
  | 'keyGuard'
  | 'logger'
  | 'now'
  | 'pendingWork'
  | 'requestRate'
  | 'store'
  | 'streamSlots'
>

const DeletedSchema = z.object({ id: z.string(), object: z.literal('response'), deleted: z.boolean() })

/** Query of `GET /v1/responses/{id}`. */
const ResponseQuerySchema = z.object({
  stream: z.enum(['true', 'false']).optional(),
  starting_after: queryInteger(0, Number.MAX_SAFE_INTEGER).optional(),
})

const params = z.object({ id: z.string() })

/** Creates the routes of stored responses, below `/v1/responses/{id}`. An API key sees its own responses only. */
export function storedResponseRoutes(context: RouteContext): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>()
  const { getRoute, deleteRoute, cancelRoute, inputItemsRoute } = createRoutes(context)
  app.openapi(getRoute, async (c) => {
    const { stream, starting_after: after = -1 } = c.req.valid('query')
    if (stream === 'true') return follow(context, c, after)
    if (after >= 0) throw fieldError('starting_after', 'expected stream=true as well')
    return jsonResponseOf(JSON.parse((await findResponse(context, ownerOf(c))).body) as ResponseBody)
  })
  app.openapi(deleteRoute, async (c) => {
    const owner = ownerOf(c)
    await deleteResponse(context, owner)
    return jsonResponseOf({ id: owner.id, object: 'response' as const, deleted: true })
  })
  app.openapi(cancelRoute, async (c) => jsonResponseOf(await cancelResponse(context, ownerOf(c))))
  app.openapi(inputItemsRoute, async (c) => {
    const { id, input } = await findResponse(context, ownerOf(c))
    if (input === null) throw new ApiError(404, `The input of response ${JSON.stringify(id)} was not stored`)
    const query = c.req.valid('query')
    const page = pageItems(JSON.parse(input) as ResponseInputItem[], query)
    if (page === undefined) throw fieldError('after', `the response has no input item ${JSON.stringify(query.after)}`)
    return jsonResponseOf(page)
  })
  return app
}

function createRoutes(context: RouteContext) {
  const common = { security: bearerSecurity, middleware: freeEndpoint(context) }
  const path = '/v1/responses/{id}'
  const found = jsonResponse(ResponseSchema, 'The response')
  const notFound = errorResponses(400, 401, 404, 429)
  return {
    getRoute: createRoute({
      method: 'get',
      path,
      summary: 'Get a stored response, or stream the events of one that was created in the background',
      ...common,
      request: { params, query: ResponseQuerySchema },
      responses: {
        200: {
          description: 'The response; with `stream=true`, its events after `starting_after`',
          content: { ...found.content, 'text/event-stream': { schema: ResponseEventSchema } },
        },
        ...notFound,
      },
    }),
    deleteRoute: createRoute({
      method: 'delete',
      path,
      summary: 'Delete a stored response; one in progress is canceled',
      ...common,
      request: { params },
      responses: { 200: jsonResponse(DeletedSchema, 'The response is deleted'), ...errorResponses(401, 404, 429) },
    }),
    cancelRoute: createRoute({
      method: 'post',
      path: `${path}/cancel`,
      summary: 'Cancel a background response',
      ...common,
      request: { params },
      responses: { 200: jsonResponse(ResponseSchema, 'The response, canceled unless it had settled'), ...notFound },
    }),
    inputItemsRoute: createRoute({
      method: 'get',
      path: `${path}/input_items`,
      summary: 'List the input items of a stored response',
      ...common,
      request: { params, query: InputItemsQuerySchema },
      responses: { 200: jsonResponse(InputItemListSchema, 'A page of items, the last first by default'), ...notFound },
    }),
  }
}

function ownerOf(c: Context<AppEnv>): ResponseOwner {
  return { id: c.req.param('id') ?? '', keyId: c.get('principal').keyId }
}

function follow(context: RouteContext, c: Context<AppEnv>, after: number): Promise<Response> {
  const call = { ...toCall(c, { isStream: true }), signal: c.req.raw.signal }
  return streamResponse(context, call, async ({ signal }, toError) => {
    const events = await followResponse(context, ownerOf(c), { after, signal })
    return { events: encodeTypedEvents(events, toError), close: async () => undefined }
  })
}
