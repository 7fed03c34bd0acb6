import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnv, ServerContext } from '../../context.ts'
import { startJob } from '../../jobs/start-job.ts'
import { MusicJobSchema } from '../../wire/job.ts'
import { newSeed } from '../../wire/job-request.ts'
import { MusicRequestSchema, toMusicOrder } from '../../wire/music.ts'
import { bearerSecurity, errorAnswers, jsonAnswer, jsonEndpointErrors, jsonRequest } from '../../wire/openapi.ts'
import { jsonEndpoint } from '../middleware/endpoint.ts'
import { tellJob } from './answer-job.ts'
import { toCall } from './call.ts'

/** Creates the route `POST /v1/audio/music`. */
export function musicRoutes(
  context: Pick<
    ServerContext,
    | 'admission'
    | 'engines'
    | 'fetchPolicy'
    | 'idempotentRuns'
    | 'jobNews'
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
    summary: 'Start a song',
    security: bearerSecurity,
    middleware: jsonEndpoint(context),
    request: { body: jsonRequest(MusicRequestSchema) },
    responses: {
      202: jsonAnswer(MusicJobSchema, 'The job; see Location'),
      ...jsonEndpointErrors,
      ...errorAnswers(501),
    },
  })

  const app = new OpenAPIHono<AppEnv>()
  app.openapi(route, async (c) => {
    const body = c.req.valid('json')
    const order = { ...toMusicOrder(body, newSeed()), origin: new URL(c.req.url).origin }
    const job = await startJob(context, toCall(c), order)
    c.header('location', `/v1/audio/music/${job.id}`)
    return tellJob(context, c, job, 202)
  })
  return app
}
