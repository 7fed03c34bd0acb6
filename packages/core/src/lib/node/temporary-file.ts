import type { FileHandle } from 'node:fs/promises'
import { concatBytes } from '@mira/core/internal'
import { fileError } from './file-error.ts'
import { syncFile } from './sync-file.ts'

type FileSystem = typeof import('node:fs/promises')

/** Bytes buffered for one write. */
const writeBytes = 1024 * 1024

/** A temporary file next to its target, which it replaces once it is complete. */
export class TemporaryFile {
  readonly #fs: FileSystem
  readonly #target: string
  readonly #path: string
  readonly #handle: FileHandle
  #chunks: Uint8Array[] = []
  #bufferedBytes = 0
  #writtenBytes = 0
  #writing: Promise<void> = Promise.resolve()

  private constructor(fs: FileSystem, { target, path, handle }: { target: string; path: string; handle: FileHandle }) {
    this.#fs = fs
    this.#target = target
    this.#path = path
    this.#handle = handle
  }

  /** Creates the file. @throws {MiraError} `file_unwritable` when the target's directory is not writable. */
  static async create(target: string): Promise<TemporaryFile> {
    const fs = await import('node:fs/promises')
    const path = `${target}.${crypto.getRandomValues(new Uint32Array(2)).join('')}.part`
    const handle = await toFileError(target, fs.open(path, 'wx'))
    return new TemporaryFile(fs, { target, path, handle })
  }

  /** Appends a chunk. The next write is buffered while one is in progress. */
  async append(chunk: Uint8Array): Promise<void> {
    this.#chunks.push(chunk)
    this.#bufferedBytes += chunk.length
    if (this.#bufferedBytes >= writeBytes) await this.#flush()
  }

  /** Truncates the file to zero length. */
  async restart(): Promise<void> {
    this.#chunks = []
    this.#bufferedBytes = 0
    await this.#writing
    await toFileError(this.#target, this.#handle.truncate(0))
    this.#writtenBytes = 0
  }

  /** Syncs the file and moves it to the target; without `overwrite`, fails if the target exists. */
  async commit(overwrite: boolean): Promise<void> {
    await this.#flush()
    await this.#writing
    await toFileError(this.#target, syncFile(this.#handle))
    await toFileError(this.#target, this.#handle.close())
    await toFileError(this.#target, overwrite ? this.#fs.rename(this.#path, this.#target) : this.#claim())
  }

  /** Removes the file. */
  async discard(): Promise<void> {
    await this.#writing.catch(() => {})
    await this.#handle.close().catch(() => {})
    await this.#fs.rm(this.#path, { force: true }).catch(() => {})
  }

  /** Uses a link because, unlike a rename, it never replaces a file created in the meantime. */
  async #claim(): Promise<void> {
    await this.#fs.link(this.#path, this.#target)
    await this.#fs.rm(this.#path)
  }

  async #flush(): Promise<void> {
    await this.#writing
    const chunks = this.#chunks
    this.#chunks = []
    this.#bufferedBytes = 0
    this.#writing = toFileError(this.#target, this.#write(chunks))
    // Avoid an unhandled rejection: the error is thrown when the write is awaited.
    this.#writing.catch(() => {})
  }

  async #write(chunks: readonly Uint8Array[]): Promise<void> {
    const endsAt = this.#writtenBytes + chunks.reduce((sum, { length }) => sum + length, 0)
    let remaining = chunks
    while (this.#writtenBytes < endsAt) {
      const { bytesWritten } = await this.#handle.writev(remaining, this.#writtenBytes)
      this.#writtenBytes += bytesWritten
      // The system may write fewer bytes than requested.
      if (this.#writtenBytes < endsAt) remaining = [concatBytes(remaining).subarray(bytesWritten)]
    }
  }
}

/** Rethrows a file system error as a {@link MiraError}. */
async function toFileError<Value>(target: string, action: Promise<Value>): Promise<Value> {
  try {
    return await action
  } catch (error) {
    const exists = (error as { code?: unknown }).code === 'EEXIST'
    throw fileError(`Save ${target}`, exists ? 'file_exists' : 'file_unwritable', error)
  }
}
