import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnv, ServerContext } from '../context.ts'
import { jsonEndpoint } from '../middleware/endpoint.ts'
import { collectMessage } from '../services/collect-message.ts'
import { startGeneration } from '../services/generation.ts'
import {
  ChatCompletionChunkSchema,
  ChatCompletionSchema,
  type CompletionHead,
  encodeCompletion,
} from '../wire/chat-completion.ts'
import { chatRequestSchema, toChatRequest } from '../wire/chat-request.ts'
import { encodeChatStream } from '../wire/chat-stream.ts'
import { newId } from '../wire/ids.ts'
import { bearerSecurity, jsonEndpointErrors, jsonRequest } from '../wire/openapi.ts'
import { toCall } from './call.ts'
import { streamAnswer } from './stream-answer.ts'

/** `POST /v1/chat/completions`. */
export function chatCompletionRoutes(context: ServerContext): OpenAPIHono<AppEnv> {
  const route = createRoute({
    method: 'post',
    path: '/v1/chat/completions',
    summary: 'Continue a conversation',
    security: bearerSecurity,
    middleware: jsonEndpoint(context),
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
    const call = toCall(c)
    const start = async () => {
      const { fingerprint, events } = await startGeneration(context, call, toChatRequest(body))
      return { head: newHead(body.model, fingerprint, context.now()), events }
    }
    if (body.stream === true) {
      const includeUsage = body.stream_options?.include_usage === true
      return streamAnswer(context, call, async (toError) => {
        const { head, events } = await start()
        return encodeChatStream(head, events, { includeUsage, toError })
      })
    }
    const { head, events } = await start()
    return c.json(encodeCompletion(head, await collectMessage(events)), 200)
  })
  return app
}

function newHead(model: string, fingerprint: string, nowMs: number): CompletionHead {
  return { id: newId('chatcmpl-'), created: Math.floor(nowMs / 1_000), model, system_fingerprint: fingerprint }
}
