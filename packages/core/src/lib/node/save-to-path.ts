import type { Download } from '../download.ts'
import type { OnDownloadProgress } from '../download-options.ts'
import { fileError } from './file-error.ts'
import { TemporaryFile } from './temporary-file.ts'
import { toPath } from './to-path.ts'

/** Options for {@link saveToPath}. */
export interface SaveToPathOptions {
  /** Whether to replace an existing file; if `false`, that is a `file_exists` error. Defaults to `true`. */
  readonly overwrite?: boolean | undefined
  /** Replaces the `onProgress` of the download. */
  readonly onProgress?: OnDownloadProgress | undefined
}

/** A saved file. */
export interface SavedFile {
  readonly path: string
  readonly sizeBytes: number
  readonly mediaType: string | undefined
}

/**
 * Saves a download to disk atomically: writes a temporary file next to the target, syncs it and moves it into place.
 *
 * @param target - Path or `file:` URL of the file to write; its directory must exist.
 * @throws {MiraError} `file_unwritable` or `file_exists`, before the request is sent if possible;
 * `stream_interrupted` when the content cannot be completed.
 */
export async function saveToPath(
  download: Pick<Download, 'open' | 'chunks' | 'progress'>,
  target: string | URL,
  { overwrite = true, onProgress }: SaveToPathOptions = {},
): Promise<SavedFile> {
  const path = await toPath(target)
  await checkTarget(path, overwrite)
  const file = await TemporaryFile.create(path)
  try {
    const onRestart = (): Promise<void> => file.restart()
    for await (const chunk of download.chunks({ onRestart, onProgress })) await file.append(chunk)
    await file.commit(overwrite)
  } catch (error) {
    await file.discard()
    throw error
  }
  const { mediaType } = await download.open()
  return { path, sizeBytes: download.progress.receivedBytes, mediaType }
}

async function checkTarget(path: string, overwrite: boolean): Promise<void> {
  const { stat } = await import('node:fs/promises')
  // Other problems with the path are reported when the temporary file is created.
  const stats = await stat(path).catch(() => undefined)
  if (stats?.isDirectory()) throw fileError(`Save ${path}`, 'file_unwritable', { code: 'EISDIR' })
  if (stats && !overwrite) throw fileError(`Save ${path}`, 'file_exists', { code: 'EEXIST' })
}
