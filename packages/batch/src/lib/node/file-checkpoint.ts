import { type FileHandle, open } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { isMiraError } from '@mira/core'
import { checkCount, refuseUnknown } from '@mira/core/internal'
import type { Checkpoint, CheckpointHeader, OpenCheckpoint } from '../checkpoint.ts'
import { CheckpointFile } from './checkpoint-file.ts'
import { fileError, isSystemError } from './file-error.ts'
import { lockFile } from './file-lock.ts'

/** Options for {@link fileCheckpoint}. */
export interface FileCheckpointOptions {
  /**
   * Longest time from writing a record to syncing it to the disk, in milliseconds; 0 syncs before a result is yielded.
   * A record is in the file before its result is yielded, and thus survives the end of the process; syncing matters
   * when the machine fails. Defaults to 1 000.
   */
  readonly syncMs?: number | null | undefined
}

/**
 * Keeps the results of a batch in a file: one line of JSON per result, appended as it arrives. An incomplete last line,
 * of a process that was killed, is removed. `<path>.lock` keeps other processes out.
 *
 * @param file - Path or `file:` URL; created if it does not exist, in an existing directory, readable by its owner only.
 * @throws {RangeError} when `syncMs` is not an integer of at least 0. The batch fails with a `MiraError`:
 * `checkpoint_locked` while another process uses the file, `file_unreadable` when it is not a checkpoint,
 * `file_unwritable` when it cannot be written.
 */
export function fileCheckpoint(file: string | URL, options: FileCheckpointOptions = {}): Checkpoint {
  const { syncMs, ...unknown } = options
  refuseUnknown(unknown, 'FileCheckpointOptions')
  checkCount('syncMs', syncMs ?? 1_000, { min: 0 })
  const path = typeof file === 'string' ? file : fileURLToPath(file)
  return { open: (header) => openFile(header, path, syncMs ?? 1_000) }
}

async function openFile(header: CheckpointHeader, path: string, syncMs: number): Promise<OpenCheckpoint> {
  let release = async (): Promise<void> => {}
  let file: FileHandle | undefined
  try {
    release = await lockFile(path)
    file = await openForUpdate(path)
    return await CheckpointFile.load(file, header, { path, syncMs, release })
  } catch (error) {
    await file?.close()
    await release()
    throw isMiraError(error) ? error : fileError(`Checkpoint ${path}`, 'file_unwritable', error)
  }
}

async function openForUpdate(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r+')
  } catch (error) {
    if (!isSystemError(error, 'ENOENT')) throw error
    return await open(path, 'wx+', 0o600)
  }
}
