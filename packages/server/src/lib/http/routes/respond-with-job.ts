import type { Context } from 'hono'
import { ApiError } from '../../api-error.ts'
import type { AppEnv, ServerContext } from '../../context.ts'
import { waitForChange, watchJob } from '../../jobs/watch-job.ts'
import { signMediaUrl } from '../../media/sign-media-url.ts'
import type { JobRecord } from '../../store/job-records.ts'
import { encodeJob, type JobBody } from '../../wire/job.ts'
import { encodeEvent } from '../../wire/sse.ts'
import { toCall } from './call.ts'
import { streamResponse } from './stream-response.ts'

/** Maximum `Prefer: wait`, in seconds. */
const maxWaitSeconds = 20
/** Maximum `Retry-After`, in seconds. */
const maxRetryAfterSeconds = 10

/** Encodes a job, with a signed URL of its file and its position in the queue. */
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

/**
 * Responds with a job: as a stream of events if the client accepts one, after the next change if it sends
 * `Prefer: wait` (RFC 7240), else immediately. A waiting request holds no shared resources.
 */
export async function respondWithJob(
  context: Pick<
    ServerContext,
    'jobEvents' | 'keepAliveMs' | 'limits' | 'logger' | 'mediaLinks' | 'pendingWork' | 'store' | 'streamSlots'
  >,
  c: Context<AppEnv>,
  job: JobRecord,
) {
  const accept = c.req.header('accept') ?? ''
  if (accept.includes('text/event-stream')) {
    try {
      return await streamJob(context, c, job)
    } catch (error) {
      // A caller at its stream limit can still wait for a JSON response.
      const mayWait = error instanceof ApiError && error.status === 429 && accept.includes('json')
      if (!mayWait) throw error
    }
  }
  const waitSeconds = readWait(c.req.header('prefer'))
  const resources = c.get('resources')
  const release =
    waitSeconds === undefined ? undefined : resources.traffic.heldPolls.tryAcquire(c.get('principal').userId)
  // The preference is optional (RFC 7240 section 2): a caller with too many waiting polls is answered at once.
  if (waitSeconds === undefined || release === undefined) return sendJob(context, c, { job, status: 200 })
  resources.release()
  // The response must start before the request times out.
  const waitMs = Math.min(waitSeconds * 1_000, context.limits.requestTimeoutMs / 2)
  const current = await waitForChange(context, job, { waitMs, signal: c.get('signal') }).finally(release)
  c.header('preference-applied', `wait=${waitSeconds}`)
  return c.json(await describeJob(context, c, current), 200)
}

/** Responds with the current state of a job. While the job is queued, `Retry-After` suggests when to poll again. */
export async function sendJob<Status extends 200 | 202>(
  context: Pick<ServerContext, 'mediaLinks' | 'store'>,
  c: Context<AppEnv>,
  { job, status }: { readonly job: JobRecord; readonly status: Status },
) {
  const body = await describeJob(context, c, job)
  if (body.position !== undefined) {
    c.header('retry-after', String(Math.min(maxRetryAfterSeconds, Math.max(1, body.position - 1))))
  }
  return c.json(body, status)
}

function streamJob(
  context: Pick<
    ServerContext,
    'jobEvents' | 'keepAliveMs' | 'logger' | 'mediaLinks' | 'pendingWork' | 'store' | 'streamSlots'
  >,
  c: Context<AppEnv>,
  job: JobRecord,
): Promise<Response> {
  return streamResponse(context, toCall(c, { isStream: true }), async ({ signal }) => {
    const jobs = watchJob(context, job, signal)
    async function* encode(): AsyncGenerator<string> {
      for await (const state of jobs) yield encodeEvent(JSON.stringify(await describeJob(context, c, state)))
    }
    return { events: encode(), close: async () => void (await jobs.return()) }
  })
}

/** Parses the seconds of `Prefer: wait=N`; undefined without one. */
function readWait(prefer = ''): number | undefined {
  const [, seconds] = /(?:^|[,;\s])wait\s*=\s*"?(\d+)/i.exec(prefer) ?? []
  return seconds === undefined ? undefined : Math.min(Number(seconds), maxWaitSeconds)
}
