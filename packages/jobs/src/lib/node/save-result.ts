import type { Client, DownloadOptions } from '@mira/core'
import { type SavedFile, type SaveToPathOptions, saveToPath } from '@mira/core/node'
import { downloadResult } from '../download-result.ts'
import type { Job } from '../job.ts'

/** Options of {@link saveResult}. */
export type SaveResultOptions = DownloadOptions & SaveToPathOptions

/**
 * Saves what came of a job to disk, whole or not at all.
 *
 * @param client Connection made with `createClient`.
 * @param target Path or `file:` URL of the file to write; its folder must exist.
 * @throws {TypeError} before the job has settled.
 * @throws {MiraError} as `downloadResult` and `saveToPath` of `@mira/core/node`.
 */
export async function saveResult(
  client: Client,
  job: Job,
  target: string | URL,
  { overwrite, onProgress, ...options }: SaveResultOptions = {},
): Promise<SavedFile> {
  return saveToPath(downloadResult(client, job, options), target, { overwrite, onProgress })
}
