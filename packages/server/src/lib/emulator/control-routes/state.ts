import { type OpenAPIHono, z } from '@hono/zod-openapi'
import type { AppEnv, ServerContext } from '../../context.ts'
import { jsonResponseOf } from '../../http/json-response.ts'
import { cancelJob } from '../../jobs/cancel-job.ts'
import { ClockChangeSchema, ClockSchema, ResetSchema } from '../control-schemas.ts'
import { type ControlParts, controlPost, controlRoute } from './control-route.ts'

/** Adds the routes that reset the state and control the clock. */
export function addStateRoutes(app: OpenAPIHono<AppEnv>, { emulator, context }: ControlParts): void {
  const reset = controlPost('reset', {
    summary: 'Forget added fixtures, faults and the journal, and cancel open jobs, of one test or of all',
    body: ResetSchema,
    result: z.object({ canceledJobs: z.int() }).openapi('Reset'),
  })
  app.openapi(reset, async (c) => {
    const { testId } = c.req.valid('json')
    const users = emulator.testKeys.usersOf(testId)
    emulator.reset(testId)
    const canceled = await Promise.all(users.map((userId) => cancelOpenJobs(context, userId)))
    return jsonResponseOf({ canceledJobs: canceled.reduce((sum, count) => sum + count, 0) })
  })

  const clock = () => ({ now: emulator.now(), offsetMs: emulator.clockOffsetMs })
  const read = controlRoute('get', 'clock', {
    summary: 'Get the time of the server, in milliseconds since 1970',
    query: z.object({}),
    result: ClockSchema,
  })
  app.openapi(read, () => jsonResponseOf(clock()))

  const advance = controlPost('clock', {
    summary: 'Advance the clock of the server, which expires links, limits and holds; timers keep real time',
    body: ClockChangeSchema,
    result: ClockSchema,
  })
  app.openapi(advance, (c) => {
    emulator.clockOffsetMs += c.req.valid('json').advanceMs
    return jsonResponseOf(clock())
  })
}

const maxOpenJobs = 1_000

async function cancelOpenJobs(context: ServerContext, userId: string): Promise<number> {
  const { jobs } = context.store
  if ((await jobs.countOpen({ userId })) === 0) return 0
  const open = (await jobs.list(userId, { limit: maxOpenJobs })).filter(({ finishedAt }) => finishedAt === null)
  // A job that settles meanwhile needs no cancellation.
  await Promise.all(open.map((job) => cancelJob(context, job).catch(() => undefined)))
  return open.length
}
