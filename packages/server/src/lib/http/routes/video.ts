import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnv, ServerContext } from '../../context.ts'
import { maxImageBytes } from '../../fetching/image-reader.ts'
import { startJob } from '../../jobs/start-job.ts'
import { VideoJobSchema } from '../../wire/job.ts'
import { newSeed } from '../../wire/job-request.ts'
import { bearerSecurity, jsonEndpointErrors, jsonRequest, jsonResponse } from '../../wire/openapi.ts'
import { toVideoRequest, VideoRequestSchema } from '../../wire/video.ts'
import { imageEndpoint } from '../middleware/endpoint.ts'
import { toCall } from './call.ts'
import { sendJob } from './respond-with-job.ts'

/** Maximum image in base64, plus the rest of the body. */
const maxBodyBytes = Math.ceil(maxImageBytes * 1.4)

/** Creates the route `POST /v1/video/generate`. */
export function videoRoutes(context: ServerContext): OpenAPIHono<AppEnv> {
  const limits = { ...context.limits, maxImageBodyBytes: Math.max(maxBodyBytes, context.limits.maxBodyBytes) }
  const route = createRoute({
    method: 'post',
    path: '/v1/video/generate',
    summary: 'Start a film, from words or from its first image',
    security: bearerSecurity,
    middleware: imageEndpoint({ ...context, limits }),
    request: { body: jsonRequest(VideoRequestSchema) },
    responses: {
      202: jsonResponse(VideoJobSchema, 'The job; its URL is in the Location header'),
      ...jsonEndpointErrors,
    },
  })

  const app = new OpenAPIHono<AppEnv>()
  app.openapi(route, async (c) => {
    const body = c.req.valid('json')
    const { first_frame: source, webhook_url: webhookUrl } = body
    // Fetched before the job starts, so that an unavailable image fails immediately and costs nothing.
    const image = source
      ? await context.imageReader.read(source, { field: 'first_frame', signal: c.get('signal') })
      : undefined
    const job = await startJob(context, toCall(c), {
      kind: 'video',
      request: toVideoRequest(body, newSeed()),
      texts: [body.prompt],
      input: image?.data,
      webhookUrl: webhookUrl ?? undefined,
      origin: new URL(c.req.url).origin,
    })
    c.header('location', `/v1/video/${job.id}`)
    return sendJob(context, c, { job, status: 202 })
  })
  return app
}
