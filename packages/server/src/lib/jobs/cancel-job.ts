import { ApiError } from '../api-error.ts'
import type { JobRecord } from '../store/job-records.ts'
import { type SettleContext, settleJob } from './settle-job.ts'

/**
 * Cancels a job without charging for it. Idempotent.
 *
 * @throws {ApiError} 409 when the job has already succeeded or failed.
 */
export async function cancelJob(context: SettleContext, job: JobRecord): Promise<JobRecord> {
  if (job.finishedAt === null && (await settleJob(context, job, { status: 'canceled' }))) {
    context.jobEvents.notifyCanceled(job.id)
  }
  const settled = (await context.store.jobs.find(job.id)) ?? job
  if (settled.status === 'canceled') return settled
  throw new ApiError(409, `Job ${job.id} has already ${settled.status} and cannot be canceled`)
}
