import { type Client, isMiraError, MiraError, type RequestOptions, readNothing, request } from '@mira/core'
import { isMissing } from './is-missing.ts'
import type { Job } from './job.ts'
import { jobKinds } from './job-kind.ts'

import type { JobState } from './job-state.ts'

/**
 * Cancels a job. The API documents no endpoint for this, so the two usual ones are tried: `POST …/cancel`, then
 * `DELETE`. A job that has already settled is unchanged.
 *
 * @param client - Client created with `createClient`.
 * @param job - Handle of the job.
 * @returns The state read afterwards, which may still be `running` for some time.
 * @throws {MiraError} `not_found` when the job does not exist or the server does not support cancellation.
 * @see docs/protocol.md#jobs
 */
export async function cancelJob<Raw extends object>(
  client: Client,
  job: Job<Raw>,
  options?: RequestOptions,
): Promise<JobState<Raw>> {
  const operation = `${job.kind}.cancel`
  const send = (method: 'POST' | 'DELETE', suffix: string): Promise<void> =>
    jobKinds[job.kind].atJob(client, job.id, (path) =>
      request(client, { operation, method, path: path + suffix, read: readNothing }, options),
    )
  try {
    await send('POST', '/cancel').catch((error) => {
      if (isMissing(error)) return send('DELETE', '')
      throw error
    })
  } catch (error) {
    if (isMissing(error)) {
      const message = `${operation}: job ${job.id} does not exist, or the server does not support cancellation`
      throw new MiraError(message, { code: 'not_found', status: 404, operation, cause: error })
    }
    // 409: the job has already settled.
    if (!isMiraError(error) || error.status !== 409) throw error
  }
  return job.refresh(options)
}
