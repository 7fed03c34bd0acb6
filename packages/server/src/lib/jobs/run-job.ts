import { EngineInputError } from '@mira/engine'
import { toApiError } from '../api-error.ts'
import type { ServerContext } from '../context.ts'
import { newMediaId } from '../media/create-media-store.ts'
import type { JobLease, JobRecord } from '../store/job-records.ts'
import { type GeneratedMedia, generateMedia } from './generate-media.ts'
import { holdLease } from './hold-lease.ts'
import { JobFailure } from './job-failure.ts'
import { type JobOutcome, type SettleContext, settleJob } from './settle-job.ts'

/** Maximum attempts before a job fails. */
const maxAttempts = 3
/** Delay before the second attempt, in milliseconds; four times as long before the third. */
const retryDelayMs = 1_000

/** Job claimed by this process, with its lease. */
export type ClaimedJob = JobRecord & JobLease

/**
 * Runs a claimed job until it settles, returns to the queue, or is taken over by another worker.
 *
 * @param stopped - Aborts when the process stops; the job then returns to the queue.
 */
export async function runJob(
  context: SettleContext & Pick<ServerContext, 'engines'>,
  job: ClaimedJob,
  stopped: AbortSignal,
): Promise<void> {
  const { store, media, jobEvents, jobOptions } = context
  // Left by an earlier run that crashed before it could settle the job.
  if (job.mediaId !== null) await media.remove(job.mediaId)
  if (job.attempts > maxAttempts)
    return fail(context, job, { code: 'worker_lost', message: `The job crashed ${maxAttempts} workers` })
  const lease = holdLease(context, job)
  const timeout = AbortSignal.timeout(jobOptions.timeoutMs)
  try {
    const signal = AbortSignal.any([stopped, timeout, lease.lost])
    signal.throwIfAborted()
    await storeResult(
      context,
      job,
      await generateMedia(context, job, { signal, caller: job.userId, onProgress: lease.reportProgress }),
    )
  } catch (error) {
    if (lease.lost.aborted) return
    if (stopped.aborted) {
      await store.jobs.release(job, { availableAt: 0, isAttempt: false })
      jobEvents.notifyChanged(job.id)
    } else if (timeout.aborted) {
      const message = `The job did not finish within ${jobOptions.timeoutMs / 1_000} seconds`
      await fail(context, job, { code: 'timeout', message })
    } else await retryOrFail(context, job, error)
  } finally {
    lease.end()
  }
}

/** Stores the output and settles the job; removes the file if the job is no longer leased by this worker. */
async function storeResult(context: SettleContext, job: ClaimedJob, generated: GeneratedMedia): Promise<void> {
  const { store, media, jobOptions, now } = context
  const { data, mediaType, durationSeconds, result } = generated
  const mediaId = newMediaId(mediaType)
  // Recorded before it is written, so that a crash cannot leave an orphaned file.
  if (!(await store.jobs.recordFile(job, mediaId))) return
  await media.put({ id: mediaId, data, mediaType, userId: job.userId, expiresAt: now() + jobOptions.lifetimeMs })
  const outcome = { status: 'succeeded', mediaId, result, durationSeconds } as const
  if (!(await settleOnce(context, job, outcome))) await media.remove(mediaId)
}

/** Settles a job; after a store failure, checks whether the transaction was committed. */
async function settleOnce(context: SettleContext, job: ClaimedJob, outcome: JobOutcome): Promise<boolean> {
  try {
    return await settleJob(context, job, { ...outcome, leaseToken: job.leaseToken })
  } catch (error) {
    const stored = await context.store.jobs.find(job.id)
    if (stored?.leaseToken === job.leaseToken) throw error
    return stored?.status === 'succeeded' && outcome.status === 'succeeded' && stored.mediaId === outcome.mediaId
  }
}

async function retryOrFail(context: SettleContext, job: ClaimedJob, error: unknown): Promise<void> {
  const { store, jobEvents, logger, now } = context
  if (error instanceof EngineInputError) {
    return fail(context, job, { code: 'invalid_input', message: toApiError(error).message })
  }
  if (error instanceof JobFailure) return fail(context, job, { code: error.code, message: error.message })
  logger.error({ jobId: job.id, attempt: job.attempts, err: error }, 'job attempt failed')
  const isLast = job.attempts >= maxAttempts
  if (isLast) {
    const { message, status } = toApiError(error)
    return fail(context, job, { code: status === 500 ? 'internal_error' : 'engine_unavailable', message })
  }
  await store.jobs.release(job, { availableAt: now() + retryDelayMs * 4 ** (job.attempts - 1), isAttempt: true })
  jobEvents.notifyChanged(job.id)
}

async function fail(
  context: SettleContext,
  job: ClaimedJob,
  { code, message }: { readonly code: string; readonly message: string },
): Promise<void> {
  const { leaseToken } = job
  await settleJob(context, job, { status: 'failed', errorCode: code, errorMessage: message, leaseToken })
}
