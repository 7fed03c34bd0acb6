import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { type ApiError, toApiError } from '../../api-error.ts'
import type { AppEnv, ServerContext } from '../../context.ts'
import { countInputTokens } from '../../inference/count-input-tokens.ts'
import { respond } from '../../inference/respond.ts'
import { startBackgroundResponse } from '../../inference/start-background-response.ts'
import { bearerSecurity, jsonEndpointErrors, jsonRequest, jsonResponse } from '../../wire/openapi.ts'
import { type ResponseEvent, ResponseEventSchema, ResponseSchema } from '../../wire/response.ts'
import {
  inputTokensRequestSchema,
  type ResponseRequestBody,
  responseRequestSchema,
} from '../../wire/response-request.ts'
import type { ResponseWriter } from '../../wire/response-writer.ts'
import { encodeEvent, sseResponse } from '../../wire/sse.ts'
import { encodeTypedEvents } from '../../wire/typed-events.ts'
import { jsonResponseOf } from '../json-response.ts'
import { freeImageEndpoint, imageEndpoint } from '../middleware/endpoint.ts'
import { toCall } from './call.ts'
import { streamResponse } from './stream-response.ts'

type RouteContext = Pick<
  ServerContext,
  | 'admission'
  | 'backgroundResponses'
  | 'catalog'
  | 'chatModerator'
  | 'engines'
  | 'idempotentRuns'
  | 'keepAliveMs'
  | 'keyGuard'
  | 'limits'
  | 'logger'
  | 'now'
  | 'pendingWork'
  | 'imageReader'
  | 'usageWriter'
  | 'requestRate'
  | 'store'
  | 'streamSlots'
>

/** Creates the routes `POST /v1/responses` and `POST /v1/responses/input_tokens`. */
export function responseRoutes(context: RouteContext): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>()
  app.openapi(createResponseRoute(context), async (c) => {
    const body = c.req.valid('json')
    const isStream = body.stream === true
    if (body.background === true) return respondInBackground(context, c, body)
    if (isStream) {
      return streamResponse(context, toCall(c, { isStream }), async (call, toError) => {
        const { writer, events, close } = await respond(context, call, body)
        return { events: encodeStream(writer, events, toError), close }
      })
    }
    const { writer, events } = await respond(context, toCall(c), body)
    for await (const _event of events) {
      // The writer accumulates the response.
    }
    return jsonResponseOf(writer.response)
  })
  app.openapi(inputTokensRoute(context), async (c) => {
    const input_tokens = await countInputTokens(context, toCall(c), c.req.valid('json'))
    return jsonResponseOf({ object: 'response.input_tokens' as const, input_tokens })
  })
  return app
}

function createResponseRoute(context: RouteContext) {
  return createRoute({
    method: 'post',
    path: '/v1/responses',
    summary: 'Create a response, optionally continuing from a previous one',
    security: bearerSecurity,
    middleware: imageEndpoint(context),
    request: { body: jsonRequest(responseRequestSchema(context.limits)) },
    responses: {
      200: {
        description:
          'The response, with `background: true` the queued one; with `stream: true`, a stream of events that ends with its final status',
        content: {
          'application/json': { schema: ResponseSchema },
          'text/event-stream': { schema: ResponseEventSchema },
        },
      },
      ...jsonEndpointErrors,
    },
  })
}

const InputTokensSchema = z
  .object({ object: z.literal('response.input_tokens'), input_tokens: z.int() })
  .openapi('InputTokens')

function inputTokensRoute(context: RouteContext) {
  return createRoute({
    method: 'post',
    path: '/v1/responses/input_tokens',
    summary: 'Count the input tokens that a response would use',
    security: bearerSecurity,
    middleware: freeImageEndpoint(context),
    request: { body: jsonRequest(inputTokensRequestSchema(context.limits)) },
    responses: { 200: jsonResponse(InputTokensSchema, 'The number of tokens'), ...jsonEndpointErrors },
  })
}

/** Starts a background response, and sends it as it is queued or follows its events; it outlives the connection. */
async function respondInBackground(
  context: RouteContext,
  c: Context<AppEnv>,
  body: ResponseRequestBody,
): Promise<Response> {
  const call = toCall(c)
  const { queued, events } = await startBackgroundResponse(context, call, body)
  if (body.stream !== true) return jsonResponseOf(queued)
  // The response itself is the open stream of the key; this connection lasts no longer.
  return sseResponse(encodeTypedEvents(events.follow(0, call.signal), toApiError), { keepAliveMs: context.keepAliveMs })
}

async function* encodeStream(
  writer: ResponseWriter,
  events: AsyncIterable<ResponseEvent>,
  toError: (error: unknown) => ApiError,
): AsyncGenerator<string> {
  try {
    for await (const event of events) yield encodeEvent(JSON.stringify(event), event.type)
  } catch (error) {
    for (const event of writer.fail(toError(error))) yield encodeEvent(JSON.stringify(event), event.type)
  }
}
