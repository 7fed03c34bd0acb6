import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { Call } from '../../call.ts'
import type { AppEnv, ServerContext } from '../../context.ts'
import { collectAnswer } from '../../inference/collect-answer.ts'
import { startGeneration } from '../../inference/generation.ts'
import { transcribeParts } from '../../inference/transcribe-parts.ts'
import { runMusicToolCalls } from '../../jobs/run-music-tool-calls.ts'
import {
  ChatCompletionChunkSchema,
  ChatCompletionSchema,
  type CompletionHead,
  encodeCompletion,
} from '../../wire/chat-completion.ts'
import { chatRequestSchema, toChatRequest } from '../../wire/chat-request.ts'
import { encodeChatStream } from '../../wire/chat-stream.ts'
import { newId } from '../../wire/ids.ts'
import { toFunctionChunk, toFunctionCompletion, usesFunctions } from '../../wire/legacy-functions.ts'
import { musicToolName } from '../../wire/music-tool.ts'
import { bearerSecurity, jsonEndpointErrors, jsonRequest } from '../../wire/openapi.ts'
import { jsonResponseOf } from '../json-response.ts'
import { imageEndpoint } from '../middleware/endpoint.ts'
import { toCall } from './call.ts'
import { streamResponse } from './stream-response.ts'

/** Creates the route `POST /v1/chat/completions`. */
export function chatCompletionRoutes(
  context: Pick<
    ServerContext,
    | 'admission'
    | 'audioDecoder'
    | 'catalog'
    | 'chatModerator'
    | 'emulator'
    | 'engines'
    | 'fetchPolicy'
    | 'idempotentRuns'
    | 'jobEvents'
    | 'jobOptions'
    | 'keepAliveMs'
    | 'keyGuard'
    | 'limits'
    | 'logger'
    | 'media'
    | 'mediaLinks'
    | 'moderator'
    | 'now'
    | 'pendingWork'
    | 'imageReader'
    | 'prices'
    | 'requestRate'
    | 'store'
    | 'streamSlots'
    | 'usageWriter'
  >,
): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>()
  app.openapi(chatCompletionRoute(context), async (c) => {
    const body = c.req.valid('json')
    const isStream = body.stream === true
    const start = async (call: Call) => {
      const { messages, charge } = await transcribeParts(context, call, body.messages)
      const request = toChatRequest({ ...body, messages: [...messages] })
      const { model, fingerprint, events: generated, close } = await startGeneration(context, call, request)
      const events = charge(generated)
      const head = newHead(model, fingerprint, context.now())
      if (request.tools?.every(({ name }) => name !== musicToolName) ?? true) return { head, events, close }
      const { origin } = new URL(c.req.url)
      return { head, events: runMusicToolCalls(context, { call, origin }, events), close }
    }
    if (isStream) {
      const includeUsage = body.stream_options?.include_usage === true
      return streamResponse(context, toCall(c, { isStream }), async (call, toError) => {
        const { head, events, close } = await start(call)
        const toForm = usesFunctions(body) ? toFunctionChunk : undefined
        return { events: encodeChatStream(head, events, { includeUsage, toForm, toError }), close }
      })
    }
    const { head, events } = await start(toCall(c))
    const completion = encodeCompletion(head, await collectAnswer(events))
    return jsonResponseOf(usesFunctions(body) ? toFunctionCompletion(completion) : completion)
  })
  return app
}

function chatCompletionRoute(
  context: Pick<ServerContext, 'admission' | 'idempotentRuns' | 'keyGuard' | 'limits' | 'requestRate'>,
) {
  return createRoute({
    method: 'post',
    path: '/v1/chat/completions',
    summary: 'Create a chat completion',
    security: bearerSecurity,
    middleware: imageEndpoint(context),
    request: { body: jsonRequest(chatRequestSchema(context.limits)) },
    responses: {
      200: {
        description: 'The completion; with `stream: true`, a stream of events that ends with `[DONE]`',
        content: {
          'application/json': { schema: ChatCompletionSchema },
          'text/event-stream': { schema: ChatCompletionChunkSchema },
        },
      },
      ...jsonEndpointErrors,
    },
  })
}

function newHead(model: string, fingerprint: string, nowMs: number): CompletionHead {
  return { id: newId('chatcmpl-'), created: Math.floor(nowMs / 1_000), model, system_fingerprint: fingerprint }
}
