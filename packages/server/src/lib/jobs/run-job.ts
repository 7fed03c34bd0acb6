import { EngineInputError } from '@mira/engine'
import { toApiError } from '../api-error.ts'
import type { ServerContext } from '../context.ts'
import { newMediaId } from '../media/create-media-store.ts'
import type { JobLease, JobRecord } from '../store/job-records.ts'
import { holdLease } from './hold-lease.ts'
import { type JobProduct, makeJob } from './make-job.ts'
import { type JobOutcome, settleJob } from './settle-job.ts'

/** Maximum attempts before a job fails. */
const maxAttempts = 3
/** Delay before the second attempt, in milliseconds; four times as long before the third. */
const retryPauseMs = 1_000

/** Job claimed by this process, with its lease. */
export type ClaimedJob = JobRecord & JobLease

/**
 * Runs a claimed job until it settles, returns to the queue, or is taken over by another worker.
 *
 * @param stopped - Aborts when the process stops; the job then returns to the queue.
 */
export async function runJob(
  context: Pick<
    ServerContext,
    'engines' | 'jobNews' | 'jobOptions' | 'logger' | 'media' | 'mediaLinks' | 'now' | 'prices' | 'store'
  >,
  job: ClaimedJob,
  stopped: AbortSignal,
): Promise<void> {
  const { store, media, jobNews, jobOptions } = context
  // Left by an earlier run that crashed before it could settle the job.
  if (job.mediaId !== null) await media.remove(job.mediaId)
  if (job.attempts > maxAttempts)
    return fail(context, job, 'worker_lost', `Given up: ${maxAttempts} workers broke down`)
  const lease = holdLease(context, job)
  const timeout = AbortSignal.timeout(jobOptions.timeoutMs)
  try {
    const signal = AbortSignal.any([stopped, timeout, lease.lost])
    signal.throwIfAborted()
    await handIn(context, job, await makeJob(context, job, { signal, caller: job.userId, onProgress: lease.tell }))
  } catch (error) {
    if (lease.lost.aborted) return
    if (stopped.aborted) {
      await store.jobs.release(job, { availableAt: 0, isAttempt: false })
      jobNews.tellChanged(job.id)
    } else if (timeout.aborted) {
      await fail(context, job, 'timeout', `Given up after ${jobOptions.timeoutMs / 1_000} seconds of work`)
    } else await retryOrFail(context, job, error)
  } finally {
    lease.end()
  }
}

/** Stores the output and settles the job; removes the file if the job is no longer leased by this worker. */
async function handIn(
  context: Pick<
    ServerContext,
    'jobNews' | 'jobOptions' | 'logger' | 'media' | 'mediaLinks' | 'now' | 'prices' | 'store'
  >,
  job: ClaimedJob,
  product: JobProduct,
): Promise<void> {
  const { store, media, jobOptions, now } = context
  const { data, mediaType, durationSeconds, result } = product
  const mediaId = newMediaId(mediaType)
  // Recorded before it is written, so that a crash cannot leave an orphaned file.
  if (!(await store.jobs.noteFile(job, mediaId))) return
  await media.put({ id: mediaId, data, mediaType, userId: job.userId, expiresAt: now() + jobOptions.lifetimeMs })
  const outcome = { status: 'succeeded', mediaId, result, durationSeconds } as const
  if (!(await settleOnce(context, job, outcome))) await media.remove(mediaId)
}

/** Settles a job; after a store failure, checks whether the transaction was committed. */
async function settleOnce(
  context: Pick<
    ServerContext,
    'jobNews' | 'jobOptions' | 'logger' | 'media' | 'mediaLinks' | 'now' | 'prices' | 'store'
  >,
  job: ClaimedJob,
  outcome: JobOutcome,
): Promise<boolean> {
  try {
    return await settleJob(context, job, outcome, job.leaseToken)
  } catch (error) {
    const kept = await context.store.jobs.find(job.id)
    if (kept?.leaseToken === job.leaseToken) throw error
    return kept?.status === 'succeeded' && outcome.status === 'succeeded' && kept.mediaId === outcome.mediaId
  }
}

async function retryOrFail(
  context: Pick<
    ServerContext,
    'jobNews' | 'jobOptions' | 'logger' | 'media' | 'mediaLinks' | 'now' | 'prices' | 'store'
  >,
  job: ClaimedJob,
  error: unknown,
): Promise<void> {
  const { store, jobNews, logger, now } = context
  if (error instanceof EngineInputError) return fail(context, job, 'invalid_input', toApiError(error).message)
  logger.error({ jobId: job.id, attempt: job.attempts, err: error }, 'a run of a job failed')
  const isLast = job.attempts >= maxAttempts
  if (isLast) {
    const { message, status } = toApiError(error)
    return fail(context, job, status === 500 ? 'internal_error' : 'engine_unavailable', message)
  }
  await store.jobs.release(job, { availableAt: now() + retryPauseMs * 4 ** (job.attempts - 1), isAttempt: true })
  jobNews.tellChanged(job.id)
}

async function fail(
  context: Pick<
    ServerContext,
    'jobNews' | 'jobOptions' | 'logger' | 'media' | 'mediaLinks' | 'now' | 'prices' | 'store'
  >,
  job: ClaimedJob,
  errorCode: string,
  errorMessage: string,
): Promise<void> {
  await settleJob(context, job, { status: 'failed', errorCode, errorMessage }, job.leaseToken)
}
