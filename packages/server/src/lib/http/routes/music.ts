import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnv, ServerContext } from '../../context.ts'
import { startJob } from '../../jobs/start-job.ts'
import { MusicJobSchema } from '../../wire/job.ts'
import { newSeed } from '../../wire/job-request.ts'
import { MusicRequestSchema, toMusicJob } from '../../wire/music.ts'
import { bearerSecurity, jsonEndpointErrors, jsonRequest, jsonResponse } from '../../wire/openapi.ts'
import { jsonEndpoint } from '../middleware/endpoint.ts'
import { toCall } from './call.ts'
import { sendJob } from './respond-with-job.ts'

/** Creates the route `POST /v1/audio/music`. */
export function musicRoutes(
  context: Pick<
    ServerContext,
    | 'admission'
    | 'emulator'
    | 'engines'
    | 'fetchPolicy'
    | 'idempotentRuns'
    | 'jobEvents'
    | 'jobOptions'
    | 'keyGuard'
    | 'limits'
    | 'mediaLinks'
    | 'moderator'
    | 'now'
    | 'requestRate'
    | 'store'
  >,
): OpenAPIHono<AppEnv> {
  const route = createRoute({
    method: 'post',
    path: '/v1/audio/music',
    summary: 'Start a music job',
    security: bearerSecurity,
    middleware: jsonEndpoint(context),
    request: { body: jsonRequest(MusicRequestSchema) },
    responses: {
      202: jsonResponse(MusicJobSchema, 'The job; its URL is in the Location header'),
      ...jsonEndpointErrors,
    },
  })

  const app = new OpenAPIHono<AppEnv>()
  app.openapi(route, async (c) => {
    const body = c.req.valid('json')
    const spec = { ...toMusicJob(body, newSeed()), origin: new URL(c.req.url).origin }
    const job = await startJob(context, toCall(c), spec)
    c.header('location', `/v1/audio/music/${job.id}`)
    return sendJob(context, c, { job, status: 202 })
  })
  return app
}
