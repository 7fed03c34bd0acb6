import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { ApiError } from '../../api-error.ts'
import type { AppEnv, ServerContext } from '../../context.ts'
import { cancelJob } from '../../jobs/cancel-job.ts'
import type { JobKind, JobRecord } from '../../store/job-records.ts'
import { JobListSchema, MusicJobSchema, VideoJobSchema } from '../../wire/job.ts'
import { bearerSecurity, errorResponses, jsonResponse } from '../../wire/openapi.ts'
import { queryInteger } from '../../wire/query-integer.ts'
import { jsonResponseOf } from '../json-response.ts'
import { freeEndpoint } from '../middleware/authenticate.ts'
import { deadline } from '../middleware/deadline.ts'
import { describeJob, respondWithJob } from './respond-with-job.ts'

/**
 * Endpoints of jobs by kind. Videos have two; the second is left out of the API description, whose paths must not match
 * each other.
 */
const endpoints = [
  { kind: 'music', path: '/v1/audio/music/{id}', schema: MusicJobSchema, hide: false },
  { kind: 'video', path: '/v1/video/{id}', schema: VideoJobSchema, hide: false },
  { kind: 'video', path: '/v1/video/jobs/{id}', schema: VideoJobSchema, hide: true },
] as const

/** Creates the routes `GET`, `DELETE` and `POST …/cancel` of music and video jobs, and `GET /v1/jobs`. */
export function jobRoutes(
  context: Pick<
    ServerContext,
    | 'jobEvents'
    | 'jobOptions'
    | 'keepAliveMs'
    | 'keyGuard'
    | 'limits'
    | 'logger'
    | 'media'
    | 'mediaLinks'
    | 'now'
    | 'pendingWork'
    | 'prices'
    | 'requestRate'
    | 'store'
    | 'streamSlots'
  >,
): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>()
  for (const endpoint of endpoints) addEndpoint(app, context, endpoint)
  addList(app, context)
  return app
}

function addEndpoint(
  app: OpenAPIHono<AppEnv>,
  context: Pick<
    ServerContext,
    | 'jobEvents'
    | 'jobOptions'
    | 'keepAliveMs'
    | 'keyGuard'
    | 'limits'
    | 'logger'
    | 'media'
    | 'mediaLinks'
    | 'now'
    | 'pendingWork'
    | 'prices'
    | 'requestRate'
    | 'store'
    | 'streamSlots'
  >,
  { kind, path, schema, hide }: (typeof endpoints)[number],
): void {
  const common = {
    hide,
    security: bearerSecurity,
    middleware: [deadline(context.limits.requestTimeoutMs), ...freeEndpoint(context)],
    request: { params: z.object({ id: z.string() }) },
  }
  const getJob = createRoute({
    ...common,
    method: 'get',
    path,
    summary: `Get a ${kind} job: at once, after its next change with Prefer: wait=20, or as a stream of events`,
    responses: {
      200: {
        description: 'The job',
        content: { 'application/json': { schema }, 'text/event-stream': { schema } },
      },
      ...errorResponses(401, 404, 429),
    },
  })
  app.openapi(getJob, async (c) =>
    respondWithJob(context, c, await findJob(context, c, { kind, id: c.req.valid('param').id })),
  )

  const cancelAnswers = { 200: jsonResponse(schema, 'The canceled job'), ...errorResponses(401, 404, 409, 429) }
  const summary = `Cancel a ${kind} job without charge`
  for (const form of [
    { method: 'post', path: `${path}/cancel` },
    { method: 'delete', path },
  ] as const) {
    app.openapi(createRoute({ ...common, ...form, summary, responses: cancelAnswers }), async (c) => {
      const job = await cancelJob(context, await findJob(context, c, { kind, id: c.req.valid('param').id }))
      return jsonResponseOf(await describeJob(context, c, job))
    })
  }
}

function addList(
  app: OpenAPIHono<AppEnv>,
  context: Pick<ServerContext, 'keyGuard' | 'mediaLinks' | 'requestRate' | 'store'>,
): void {
  const listJobs = createRoute({
    method: 'get',
    path: '/v1/jobs',
    summary: 'List the jobs of the caller, newest first',
    security: bearerSecurity,
    middleware: freeEndpoint(context),
    request: {
      query: z.object({
        limit: queryInteger(1, 100).default(20),
        after: z.string().optional().openapi({ description: 'Id of the last job of the previous page' }),
      }),
    },
    responses: { 200: jsonResponse(JobListSchema, 'A page of jobs'), ...errorResponses(400, 401, 404, 429) },
  })
  app.openapi(listJobs, async (c) => {
    const { limit, after } = c.req.valid('query')
    const last = after === undefined ? undefined : await findJob(context, c, { id: after })
    const jobs = await context.store.jobs.list(c.get('principal').userId, { limit: limit + 1, after: last })
    const data = await Promise.all(jobs.slice(0, limit).map((job) => describeJob(context, c, job)))
    return jsonResponseOf({ object: 'list' as const, data, has_more: jobs.length > limit })
  })
}

/** @throws {ApiError} 404, also for jobs of other users, so that ids reveal nothing. */
async function findJob(
  { store }: Pick<ServerContext, 'store'>,
  c: Context<AppEnv>,
  { kind, id }: { readonly kind?: JobKind; readonly id: string },
): Promise<JobRecord> {
  const job = await store.jobs.find(id)
  if (job?.userId === c.get('principal').userId && (kind ?? job.kind) === job.kind) return job
  throw new ApiError(404, `Job ${JSON.stringify(id)} not found`)
}
