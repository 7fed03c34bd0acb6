import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { ApiError } from '../../api-error.ts'
import type { AppEnv, ServerContext } from '../../context.ts'
import { realtimePath } from '../../realtime/realtime-path.ts'
import { bearerSecurity, errorResponses, jsonResponse } from '../../wire/openapi.ts'
import { RealtimePreflightSchema } from '../../wire/realtime-preflight.ts'
import { freeEndpoint } from '../middleware/authenticate.ts'
import { deadline } from '../middleware/deadline.ts'
import { toCall } from './call.ts'

/** Creates the route `GET /v1/realtime/preflight`, and the 426 response of `GET /v1/realtime` without an upgrade. */
export function realtimeRoutes(
  context: Pick<
    ServerContext,
    'admission' | 'catalog' | 'emulator' | 'engines' | 'keyGuard' | 'limits' | 'requestRate' | 'streamSlots'
  >,
): OpenAPIHono<AppEnv> {
  const preflight = createRoute({
    method: 'get',
    path: '/v1/realtime/preflight',
    summary: 'Get the realtime capabilities and check that the API key may open a session',
    security: bearerSecurity,
    middleware: [deadline(context.limits.requestTimeoutMs), ...freeEndpoint(context)],
    responses: {
      200: jsonResponse(RealtimePreflightSchema, 'A session may be opened'),
      ...errorResponses(401, 402, 403, 408, 429, 500, 502),
    },
  })
  const app = new OpenAPIHono<AppEnv>()
  app.openapi(preflight, async (c) => {
    // Loaded on demand, like all code of voice sessions.
    const { admitSession } = await import('../../realtime/admit-session.ts')
    const { describeRealtime } = await import('../../realtime/describe-realtime.ts')
    const admitted = await admitSession(context, toCall(c), undefined)
    admitted.detector.close()
    await admitted.release()
    const url = new URL(realtimePath, c.req.url)
    url.protocol = url.protocol.replace('http', 'ws')
    return c.json(await describeRealtime(context, admitted, url.href), 200)
  })
  app.get(realtimePath, (c) => {
    c.header('upgrade', 'websocket')
    throw new ApiError(426, 'This endpoint requires a WebSocket upgrade')
  })
  return app
}
