import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnv, ServerContext } from '../../context.ts'
import { bearerSecurity, errorResponses, jsonResponse } from '../../wire/openapi.ts'
import { VoiceListSchema } from '../../wire/speech.ts'
import { jsonResponseOf } from '../json-response.ts'
import { freeEndpoint } from '../middleware/authenticate.ts'

/** Creates the route `GET /v1/audio/voices`. */
export function voiceRoutes(context: Pick<ServerContext, 'engines' | 'keyGuard' | 'requestRate'>): OpenAPIHono<AppEnv> {
  const route = createRoute({
    method: 'get',
    path: '/v1/audio/voices',
    summary: 'List voices',
    security: bearerSecurity,
    middleware: freeEndpoint(context),
    responses: { 200: jsonResponse(VoiceListSchema, 'The voices'), ...errorResponses(401, 429) },
  })

  const app = new OpenAPIHono<AppEnv>()
  app.openapi(route, async () => {
    const engine = await context.engines.speech.get()
    const data = engine.voices().map(({ languages, ...voice }) => ({
      object: 'voice' as const,
      ...voice,
      language: languages[0] ?? '',
      languages: [...languages],
    }))
    return jsonResponseOf({ object: 'list' as const, data })
  })
  return app
}
