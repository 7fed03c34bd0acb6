import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { ChatMessage } from '@mira/engine'
import type { ApiError } from '../../api-error.ts'
import type { Call } from '../../call.ts'
import type { AppEnv, ServerContext } from '../../context.ts'
import { continueConversation, storeResponse } from '../../inference/conversations.ts'
import { startGeneration } from '../../inference/generation.ts'
import { resolveReferences } from '../../inference/item-references.ts'
import { bearerSecurity, jsonEndpointErrors, jsonRequest } from '../../wire/openapi.ts'
import {
  newResponse,
  type ResponseBody,
  type ResponseEvent,
  ResponseEventSchema,
  ResponseSchema,
} from '../../wire/response.ts'
import {
  type ResponseRequestBody,
  responseRequestSchema,
  toMessages,
  toResponseChatRequest,
} from '../../wire/response-request.ts'
import { ResponseWriter } from '../../wire/response-writer.ts'
import { encodeEvent } from '../../wire/sse.ts'
import { jsonResponseOf } from '../json-response.ts'
import { imageEndpoint } from '../middleware/endpoint.ts'
import { toCall } from './call.ts'
import { streamResponse } from './stream-response.ts'

/** Creates the route `POST /v1/responses`. */
export function responseRoutes(
  context: Pick<
    ServerContext,
    | 'admission'
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
  >,
): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>()
  const createResponse = createRoute({
    method: 'post',
    path: '/v1/responses',
    summary: 'Create a response, optionally continuing from a previous one',
    security: bearerSecurity,
    middleware: imageEndpoint(context),
    request: { body: jsonRequest(responseRequestSchema(context.limits)) },
    responses: {
      200: {
        description: 'The response; with `stream: true`, a stream of events that ends with its final status',
        content: {
          'application/json': { schema: ResponseSchema },
          'text/event-stream': { schema: ResponseEventSchema },
        },
      },
      ...jsonEndpointErrors,
    },
  })
  app.openapi(createResponse, async (c) => {
    const body = c.req.valid('json')
    const isStream = body.stream === true
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
  return app
}

/** Response in progress; reading its events to the end completes and stores it. */
interface RespondingCall {
  readonly writer: ResponseWriter
  readonly events: AsyncIterable<ResponseEvent>
  close(): Promise<void>
}

async function respond(
  context: Pick<
    ServerContext,
    | 'admission'
    | 'catalog'
    | 'chatModerator'
    | 'engines'
    | 'limits'
    | 'logger'
    | 'now'
    | 'pendingWork'
    | 'imageReader'
    | 'usageWriter'
    | 'store'
  >,
  call: Call,
  body: ResponseRequestBody,
): Promise<RespondingCall> {
  const previousId = body.previous_response_id ?? undefined
  const input = await resolveReferences(context, call, body.input)
  const conversation = await continueConversation(context, call, { previousId, messages: toMessages(input) })
  const generation = await startGeneration(context, call, toResponseChatRequest(body, conversation))
  const writer = new ResponseWriter(newResponse(body, generation, context.now()), context.now)
  return { writer, events: write(), close: generation.close }

  async function* write(): AsyncGenerator<ResponseEvent> {
    yield* writer.start()
    for await (const event of generation.events) {
      // Only several choices have it.
      if (event.type === 'choice_end') continue
      const responseEvents = writer.write(event)
      if (event.type === 'finish' && body.store !== false) {
        // Stored before the final event is sent, so that the client can continue from it immediately.
        const { response } = writer
        const messages = [...conversation, toAssistantMessage(response)]
        await storeResponse(context, call, { id: response.id, body: JSON.stringify(response), conversation: messages })
      }
      yield* responseEvents
    }
  }
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

type ContentPart = Extract<ResponseBody['output'][number], { readonly type: 'message' }>['content'][number]

function textOf(part: ContentPart): string {
  return part.type === 'refusal' ? part.refusal : part.text
}

function toAssistantMessage({ output }: ResponseBody): ChatMessage {
  const text = output.flatMap((item) => (item.type === 'message' ? item.content.map(textOf) : [])).join('')
  const toolCalls = output.flatMap((item) => {
    return item.type === 'function_call' ? [{ id: item.call_id, name: item.name, arguments: item.arguments }] : []
  })
  return toolCalls.length === 0
    ? { role: 'assistant', content: text }
    : { role: 'assistant', content: text === '' ? null : text, toolCalls }
}
