import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { Call } from '../../call.ts'
import type { AppEnv, ServerContext } from '../../context.ts'
import { collectAnswer } from '../../inference/collect-answer.ts'
import { startGeneration } from '../../inference/generation.ts'
import { newId } from '../../wire/ids.ts'
import { bearerSecurity, jsonEndpointErrors, jsonRequest } from '../../wire/openapi.ts'
import {
  encodeTextCompletion,
  encodeTextStream,
  TextCompletionChunkSchema,
  TextCompletionSchema,
  textCompletionRequestSchema,
  toPromptRequest,
} from '../../wire/text-completion.ts'
import { jsonResponseOf } from '../json-response.ts'
import { jsonEndpoint } from '../middleware/endpoint.ts'
import { toCall } from './call.ts'
import { streamResponse } from './stream-response.ts'

/** Creates the route `POST /v1/completions`, the older form of a chat completion. */
export function completionRoutes(
  context: Pick<
    ServerContext,
    | 'admission'
    | 'catalog'
    | 'chatModerator'
    | 'engines'
    | 'idempotentRuns'
    | 'imageReader'
    | 'keepAliveMs'
    | 'keyGuard'
    | 'limits'
    | 'logger'
    | 'now'
    | 'pendingWork'
    | 'requestRate'
    | 'store'
    | 'streamSlots'
    | 'usageWriter'
  >,
): OpenAPIHono<AppEnv> {
  const route = createRoute({
    method: 'post',
    path: '/v1/completions',
    summary: 'Complete prompts; the older form of a chat completion',
    security: bearerSecurity,
    deprecated: true,
    middleware: jsonEndpoint(context),
    request: { body: jsonRequest(textCompletionRequestSchema(context.limits)) },
    responses: {
      200: {
        description: 'The completions; with `stream: true`, a stream of events that ends with `[DONE]`',
        content: {
          'application/json': { schema: TextCompletionSchema },
          'text/event-stream': { schema: TextCompletionChunkSchema },
        },
      },
      ...jsonEndpointErrors,
    },
  })

  const app = new OpenAPIHono<AppEnv>()
  app.openapi(route, async (c) => {
    const body = c.req.valid('json')
    const start = async (call: Call) => {
      const { model, fingerprint, events, close } = await startGeneration(context, call, toPromptRequest(body))
      const created = Math.floor(context.now() / 1_000)
      return { head: { id: newId('cmpl-'), created, model, system_fingerprint: fingerprint }, events, close }
    }
    if (body.stream === true) {
      return streamResponse(context, toCall(c, { isStream: true }), async (call, toError) => {
        const { head, events, close } = await start(call)
        return { events: encodeTextStream(head, events, { body, toError }), close }
      })
    }
    const { head, events } = await start(toCall(c))
    return jsonResponseOf(encodeTextCompletion(head, await collectAnswer(events), body))
  })
  return app
}
