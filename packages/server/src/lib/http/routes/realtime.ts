import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { ApiError } from '../../api-error.ts'
import type { AppEnv, ServerContext } from '../../context.ts'
import { realtimePath } from '../../realtime/realtime-path.ts'
import { ClientSecretRequestSchema, ClientSecretSchema } from '../../wire/client-secret.ts'
import {
  bearerSecurity,
  errorResponses,
  freeJsonEndpointErrors,
  jsonRequest,
  jsonResponse,
} from '../../wire/openapi.ts'
import { RealtimePreflightSchema } from '../../wire/realtime-preflight.ts'
import { freeEndpoint } from '../middleware/authenticate.ts'
import { deadline } from '../middleware/deadline.ts'
import { freeJsonEndpoint } from '../middleware/endpoint.ts'
import { toCall } from './call.ts'

/**
 * Creates the routes `GET /v1/realtime/preflight` and `POST /v1/realtime/client_secrets`, and the 426 response of
 * `GET /v1/realtime` without an upgrade.
 */
export function realtimeRoutes(
  context: Pick<
    ServerContext,
    | 'admission'
    | 'catalog'
    | 'clientSecrets'
    | 'emulator'
    | 'engines'
    | 'idempotentRuns'
    | 'keyGuard'
    | 'limits'
    | 'now'
    | 'requestRate'
    | 'streamSlots'
  >,
): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>()
  app.openapi(preflightRoute(context), async (c) => {
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
  app.openapi(clientSecretRoute(context), async (c) => {
    const { issueClientSecret } = await import('../../realtime/issue-client-secret.ts')
    const { session } = (await c.req.json()) as { readonly session?: unknown }
    return c.json(
      await issueClientSecret(context, c.get('principal'), { ...c.req.valid('json'), asSent: session }),
      200,
    )
  })
  app.get(realtimePath, (c) => {
    c.header('upgrade', 'websocket')
    throw new ApiError(426, 'This endpoint requires a WebSocket upgrade')
  })
  return app
}

function preflightRoute(context: Pick<ServerContext, 'keyGuard' | 'limits' | 'requestRate'>) {
  return createRoute({
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
}

function clientSecretRoute(context: Pick<ServerContext, 'idempotentRuns' | 'keyGuard' | 'limits' | 'requestRate'>) {
  return createRoute({
    method: 'post',
    path: '/v1/realtime/client_secrets',
    summary: 'Create a short-lived token with which a browser opens realtime sessions',
    security: bearerSecurity,
    middleware: freeJsonEndpoint(context),
    request: { body: jsonRequest(ClientSecretRequestSchema) },
    responses: {
      200: jsonResponse(ClientSecretSchema, 'The token, and the session that it opens'),
      ...freeJsonEndpointErrors,
    },
  })
}
