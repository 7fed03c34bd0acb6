import { type Client, type Download, type DownloadOptions, download, MiraError } from '@mira/core'
import type { Job } from './job.ts'
import { JobError } from './job-error.ts'

/**
 * Downloads what came of a job. Addresses of results may expire: `job.refresh()` asks for a new one.
 *
 * @param client Connection made with `createClient`; its key goes to its own origin only.
 * @returns The download, not started yet.
 * @throws {TypeError} before the job has settled.
 * @throws {JobError} when it failed or was canceled.
 * @throws {MiraError} `invalid_response` when the server told no address.
 */
export function downloadResult(client: Client, job: Job, options?: DownloadOptions): Download {
  const { id, kind, state } = job
  const operation = `${kind}.download`
  if (!state || state.status === 'queued' || state.status === 'running')
    throw new TypeError(`${operation}: job ${id} has no result yet; wait for it first`)
  if (state.status !== 'succeeded') throw new JobError(operation, id, state)
  if (state.url === undefined) {
    const message = `${operation}: job ${id} succeeded, but the server told no address of its result`
    throw new MiraError(message, { code: 'invalid_response', operation, body: state.raw })
  }
  return download(client, { path: state.url, operation }, options)
}
