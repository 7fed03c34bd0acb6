import { type Client, isMiraError, MiraError, type RequestOptions, readNothing, request } from '@mira/core'
import { isMissing } from './is-missing.ts'
import type { Job } from './job.ts'
import { jobKinds } from './job-kind.ts'

import type { JobState } from './job-state.ts'

/**
 * Stops the work on a job, in whichever of the two usual ways the server knows; none is documented. A job that had
 * settled before stays as it is.
 *
 * @param client Connection made with `createClient`.
 * @returns The state read after that, which may be `running` for a while yet.
 * @throws {MiraError} `not_found` when the server does not know the job, or has no way to cancel one.
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
      const message = `${operation}: the server does not know job ${job.id}, or has no way to cancel one`
      throw new MiraError(message, { code: 'not_found', status: 404, operation, cause: error })
    }
    // Too late: it has settled before.
    if (!isMiraError(error) || error.status !== 409) throw error
  }
  return job.refresh(options)
}
