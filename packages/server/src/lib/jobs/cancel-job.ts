import { ApiError } from '../api-error.ts'
import type { ServerContext } from '../context.ts'
import type { JobRecord } from '../store/job-records.ts'
import { settleJob } from './settle-job.ts'

/**
 * Cancels a job without charging for it. Idempotent.
 *
 * @throws {ApiError} 409 when the job has already succeeded or failed.
 */
export async function cancelJob(
  context: Pick<
    ServerContext,
    'jobNews' | 'jobOptions' | 'logger' | 'media' | 'mediaLinks' | 'now' | 'prices' | 'store'
  >,
  job: JobRecord,
): Promise<JobRecord> {
  if (job.finishedAt === null && (await settleJob(context, job, { status: 'canceled' }))) {
    context.jobNews.tellCanceled(job.id)
  }
  const settled = (await context.store.jobs.find(job.id)) ?? job
  if (settled.status === 'canceled') return settled
  throw new ApiError(409, `Job ${job.id} has ${settled.status} and cannot be canceled any more`)
}
