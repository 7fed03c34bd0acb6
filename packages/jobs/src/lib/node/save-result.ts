import type { Client, DownloadOptions } from '@mira/core'
import { type SavedFile, type SaveToPathOptions, saveToPath } from '@mira/core/node'
import { downloadResult } from '../download-result.ts'
import type { Job } from '../job.ts'

/** Options of {@link saveResult}. */
export interface SaveResultOptions extends DownloadOptions, SaveToPathOptions {
  /** Path or `file:` URL of the file to write; its directory must exist. */
  readonly path: string | URL
}

/**
 * Saves the result of a job to a file. The file is written completely or not at all.
 *
 * @param client - Client created with `createClient`.
 * @param job - Handle of a settled job.
 * @throws {TypeError} when the job has not settled yet.
 * @throws {MiraError} Same errors as `downloadResult`, and `saveToPath` of `@mira/core/node`.
 */
export async function saveResult(
  client: Client,
  job: Job,
  { path, overwrite, onProgress, ...options }: SaveResultOptions,
): Promise<SavedFile> {
  return saveToPath(downloadResult(client, job, options), path, { overwrite, onProgress })
}
