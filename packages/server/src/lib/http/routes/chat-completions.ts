import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnv, Call, ServerContext } from '../../context.ts'
import { collectMessage } from '../../inference/collect-message.ts'
import { startGeneration } from '../../inference/generation.ts'
import { carryOutMusicCalls } from '../../jobs/carry-out-music-calls.ts'
import {
  ChatCompletionChunkSchema,
  ChatCompletionSchema,
  type CompletionHead,
  encodeCompletion,
} from '../../wire/chat-completion.ts'
import { chatRequestSchema, toChatRequest } from '../../wire/chat-request.ts'
import { encodeChatStream } from '../../wire/chat-stream.ts'
import { newId } from '../../wire/ids.ts'
import { musicToolName } from '../../wire/music-tool.ts'
import { bearerSecurity, jsonEndpointErrors, jsonRequest } from '../../wire/openapi.ts'
import { pictureEndpoint } from '../middleware/endpoint.ts'
import { toCall } from './call.ts'
import { streamAnswer } from './stream-answer.ts'

/** Creates the route `POST /v1/chat/completions`. */
export function chatCompletionRoutes(
  context: Pick<
    ServerContext,
    | 'admission'
    | 'catalogue'
    | 'chatModerator'
    | 'engines'
    | 'fetchPolicy'
    | 'idempotentRuns'
    | 'jobNews'
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
    | 'pictures'
    | 'prices'
    | 'requestRate'
    | 'store'
    | 'streamSlots'
  >,
): OpenAPIHono<AppEnv> {
  const route = createRoute({
    method: 'post',
    path: '/v1/chat/completions',
    summary: 'Continue a conversation',
    security: bearerSecurity,
    middleware: pictureEndpoint(context),
    request: { body: jsonRequest(chatRequestSchema(context.limits)) },
    responses: {
      200: {
        description: 'The answer; with `stream: true` as events, the last of which is `[DONE]`',
        content: {
          'application/json': { schema: ChatCompletionSchema },
          'text/event-stream': { schema: ChatCompletionChunkSchema },
        },
      },
      ...jsonEndpointErrors,
    },
  })

  const app = new OpenAPIHono<AppEnv>()
  app.openapi(route, async (c) => {
    const body = c.req.valid('json')
    const isStream = body.stream === true
    const start = async (call: Call) => {
      const request = toChatRequest(body)
      const { fingerprint, events, close } = await startGeneration(context, call, request)
      const head = newHead(body.model, fingerprint, context.now())
      if (request.tools?.every(({ name }) => name !== musicToolName) ?? true) return { head, events, close }
      const { origin } = new URL(c.req.url)
      return { head, events: carryOutMusicCalls(context, { call, origin }, events), close }
    }
    if (isStream) {
      const includeUsage = body.stream_options?.include_usage === true
      return streamAnswer(context, toCall(c, { isStream }), async (call, toError) => {
        const { head, events, close } = await start(call)
        return { events: encodeChatStream(head, events, { includeUsage, toError }), close }
      })
    }
    const { head, events } = await start(toCall(c))
    return c.json(encodeCompletion(head, await collectMessage(events)), 200)
  })
  return app
}

function newHead(model: string, fingerprint: string, nowMs: number): CompletionHead {
  return { id: newId('chatcmpl-'), created: Math.floor(nowMs / 1_000), model, system_fingerprint: fingerprint }
}
