import type { Context } from 'hono'
import { ApiError } from '../../api-error.ts'
import type { AppEnv, ServerContext } from '../../context.ts'
import { awaitChange, watchJob } from '../../jobs/watch-job.ts'
import { signMediaUrl } from '../../media/sign-media-url.ts'
import type { JobRecord } from '../../store/job-records.ts'
import { encodeJob, type JobBody } from '../../wire/job.ts'
import { encodeEvent } from '../../wire/sse.ts'
import { toCall } from './call.ts'
import { streamAnswer } from './stream-answer.ts'

/** Longest time for which a request is held, in seconds. */
const maxWaitSeconds = 20
/** Longest pause that a caller is asked for, in seconds. */
const maxRetryAfterSeconds = 10

/** A job as this caller sees it. */
export async function describeJob(
  context: Pick<ServerContext, 'mediaLinks' | 'store'>,
  c: Context<AppEnv>,
  job: JobRecord,
): Promise<JobBody> {
  const { mediaId, expiresAt, status } = job
  const url = mediaId === null || expiresAt === null ? undefined : signMediaUrl(context, c, { id: mediaId, expiresAt })
  const position = status === 'queued' ? await context.store.jobs.position(job) : undefined
  return encodeJob(job, { url, position })
}

/** Answers with a job: as events to who takes them, else once it changes to who would wait (RFC 7240), else at once. */
export async function answerJob(
  context: Pick<
    ServerContext,
    'jobNews' | 'keepAliveMs' | 'limits' | 'logger' | 'mediaLinks' | 'pendingWork' | 'store' | 'streamSlots'
  >,
  c: Context<AppEnv>,
  job: JobRecord,
) {
  const accept = c.req.header('accept') ?? ''
  if (accept.includes('text/event-stream')) {
    try {
      return await streamJob(context, c, job)
    } catch (error) {
      // Whose streams are all in use can still wait for a whole answer.
      const mayWait = error instanceof ApiError && error.status === 429 && accept.includes('json')
      if (!mayWait) throw error
    }
  }
  const waitSeconds = readWait(c.req.header('prefer'))
  if (waitSeconds === undefined) return tellJob(context, c, job, 200)
  // The answer must have begun when the time limit of requests ends.
  const waitMs = Math.min(waitSeconds * 1_000, context.limits.requestTimeoutMs / 2)
  const current = await awaitChange(context, job, { waitMs, signal: c.get('signal') })
  c.header('preference-applied', `wait=${waitSeconds}`)
  return c.json(await describeJob(context, c, current), 200)
}

/** Answers with a job as it is, and says when it is worth while to ask again. */
export async function tellJob<Status extends 200 | 202>(
  context: Pick<ServerContext, 'mediaLinks' | 'store'>,
  c: Context<AppEnv>,
  job: JobRecord,
  status: Status,
) {
  const body = await describeJob(context, c, job)
  if (body.position !== undefined) {
    c.header('retry-after', String(Math.min(maxRetryAfterSeconds, body.position - 1)))
  }
  return c.json(body, status)
}

function streamJob(
  context: Pick<
    ServerContext,
    'jobNews' | 'keepAliveMs' | 'logger' | 'mediaLinks' | 'pendingWork' | 'store' | 'streamSlots'
  >,
  c: Context<AppEnv>,
  job: JobRecord,
): Promise<Response> {
  return streamAnswer(context, toCall(c, { isStream: true }), async ({ signal }) => {
    const jobs = watchJob(context, job, signal)
    async function* encode(): AsyncGenerator<string> {
      for await (const state of jobs) yield encodeEvent(JSON.stringify(await describeJob(context, c, state)))
    }
    return { events: encode(), close: async () => void (await jobs.return()) }
  })
}

/** Seconds of a `Prefer: wait=N`; undefined without one. */
function readWait(prefer = ''): number | undefined {
  const [, seconds] = /(?:^|[,;\s])wait\s*=\s*"?(\d+)/i.exec(prefer) ?? []
  return seconds === undefined ? undefined : Math.min(Number(seconds), maxWaitSeconds)
}
