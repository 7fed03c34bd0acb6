import type { Download, OnDownloadProgress } from '../download.ts'
import { fileError } from './file-error.ts'
import { TemporaryFile } from './temporary-file.ts'
import { toPath } from './to-path.ts'

/** Options of {@link saveToPath}. */
export interface SaveToPathOptions {
  /** Whether a file that stands there is replaced (default); otherwise that is a `file_exists` error. */
  readonly overwrite?: boolean | undefined
  /** Takes the place of the download's own. */
  readonly onProgress?: OnDownloadProgress | undefined
}

/** A content that has been saved. */
export interface SavedFile {
  readonly path: string
  readonly sizeBytes: number
  readonly mediaType: string | undefined
}

/**
 * Saves a download to disk, whole or not at all: it is written beside the target, synced, and then put in its place.
 *
 * @param target Path or `file:` URL of the file to write; its folder must exist.
 * @throws {MiraError} `file_unwritable` or `file_exists`, before anything is requested where possible;
 * `stream_interrupted` when the content cannot be had whole.
 */
export async function saveToPath(
  download: Pick<Download, 'open' | 'pieces' | 'progress'>,
  target: string | URL,
  { overwrite = true, onProgress }: SaveToPathOptions = {},
): Promise<SavedFile> {
  const path = await toPath(target)
  await checkTarget(path, overwrite)
  const file = await TemporaryFile.create(path)
  try {
    const onRestart = (): Promise<void> => file.restart()
    for await (const piece of download.pieces({ onRestart, onProgress })) await file.append(piece)
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
  // Whatever else is wrong with the path shows when the temporary file is created.
  const stats = await stat(path).catch(() => undefined)
  if (stats?.isDirectory()) throw fileError(`Save ${path}`, 'file_unwritable', { code: 'EISDIR' })
  if (stats && !overwrite) throw fileError(`Save ${path}`, 'file_exists', { code: 'EEXIST' })
}
