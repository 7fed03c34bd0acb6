import { type Client, type Download, type DownloadOptions, download, MiraError } from '@mira/core'
import type { Job } from './job.ts'
import { JobError } from './job-error.ts'

/**
 * Downloads the result of a job. Result URLs may expire: `job.refresh()` requests a new one.
 *
 * @param client - Client created with `createClient`. Its API key is sent to its own origin only.
 * @param job - Handle of a settled job.
 * @returns The download, not started yet.
 * @throws {TypeError} when the job has not settled yet.
 * @throws {JobError} when the job failed or was canceled.
 * @throws {MiraError} `invalid_response` when the response contains no result URL.
 */
export function downloadResult(client: Client, job: Job, options?: DownloadOptions): Download {
  const { id, kind, state } = job
  const operation = `${kind}.download`
  if (!state || state.status === 'queued' || state.status === 'running')
    throw new TypeError(`${operation}: job ${id} has no result yet; wait for it first`)
  if (state.status !== 'succeeded') throw new JobError(operation, id, state)
  if (state.url === undefined) {
    const message = `${operation}: job ${id} succeeded, but the server returned no URL of its result`
    throw new MiraError(message, { code: 'invalid_response', operation, body: state.raw })
  }
  return download(client, { path: state.url, operation }, options)
}
