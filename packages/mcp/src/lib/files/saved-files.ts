import { constants } from 'node:fs'
import { mkdir, open, readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type Download, isMiraError, MiraError } from '@mira/core'
import { extensionOf } from '@mira/core/internal'
import { saveToPath } from '@mira/core/node'

/** A result saved in the output directory. */
export interface SavedFile {
  /** `mira://output/…`, which the server offers as a resource. */
  readonly uri: string
  readonly path: string
  readonly name: string
  readonly mediaType: string
  readonly sizeBytes: number
}

/** Content to save. */
type Content = Pick<Download, 'open' | 'chunks' | 'progress'>

/** Options of {@link SavedFiles.save}. */
export interface SaveOptions {
  /** Name of the file, without extension; a number is added if it exists. */
  readonly name: string
  /** Media type if the content has none, such as `image/png`. */
  readonly mediaType: string
}

/** Prefix of the URIs of saved files. */
export const outputUri = 'mira://output/'

const maxFiles = 1_000
const defaultMaxBytes = 512 * 1024 * 1024
const maxNumber = 10_000

/**
 * Results of this process. Only they are resources: the output directory may contain other files of the user. Bounded to
 * the latest 1 000.
 */
export class SavedFiles {
  readonly #directory: string
  readonly #maxBytes: number
  readonly #files = new Map<string, SavedFile>()
  #savedCount = 0

  /** @param maxBytes - Maximum size of a file. Defaults to 512 MiB. */
  constructor(directory: string, maxBytes: number = defaultMaxBytes) {
    this.#directory = directory
    this.#maxBytes = maxBytes
  }

  /**
   * Saves content completely or not at all, and never replaces a file.
   *
   * @throws {MiraError} `file_unwritable`; `limit_exceeded` when the content is too large; the errors of the content.
   */
  async save(content: Content, { name, mediaType }: SaveOptions): Promise<SavedFile> {
    await createDirectory(this.#directory)
    const { mediaType: reported } = await content.open()
    const type = (reported?.split(';')[0] ?? '').trim() || mediaType
    const extension = extensionOf(type) || extensionOf(mediaType)
    const { path, sizeBytes } = await this.#write(content, name, extension)
    const file: SavedFile = {
      uri: outputUri + encodeURIComponent(basename(path)),
      path,
      name: basename(path),
      mediaType: extensionOf(type) ? type : mediaType,
      sizeBytes,
    }
    this.#files.set(file.uri, file)
    this.#savedCount += 1
    const [oldest] = this.#files.keys()
    if (this.#files.size > maxFiles && oldest !== undefined) this.#files.delete(oldest)
    return file
  }

  /** Number of files saved by this process, including those that are no longer listed. */
  get savedCount(): number {
    return this.#savedCount
  }

  /** Lists the files, the latest first. */
  list(): SavedFile[] {
    return [...this.#files.values()].reverse()
  }

  /** Finds a file by its URI, in any encoding of its name. */
  find(uri: string): SavedFile | undefined {
    if (!uri.startsWith(outputUri)) return undefined
    try {
      return this.#files.get(outputUri + encodeURIComponent(decodeURIComponent(uri.slice(outputUri.length))))
    } catch {
      return undefined // malformed percent-encoding
    }
  }

  async #write(content: Content, name: string, extension: string): Promise<{ path: string; sizeBytes: number }> {
    for (let number = 1; number <= maxNumber; number += 1) {
      const path = join(this.#directory, `${name}${number === 1 ? '' : `-${number}`}${extension}`)
      if (!(await reserve(path))) continue
      try {
        return await saveToPath(limitSize(content, this.#maxBytes), path)
      } catch (error) {
        await rm(path, { force: true })
        throw error
      }
    }
    throw new MiraError(`Save ${name}${extension}: ${maxNumber} files have this name`, { code: 'file_exists' })
  }
}

/**
 * Reads a saved file. A symbolic link that has replaced it since is not followed.
 *
 * @throws The file system error, such as `ENOENT` when the file was deleted.
 */
export async function readSavedFile({ path }: SavedFile): Promise<Buffer> {
  const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
  try {
    return await readFile(handle)
  } finally {
    await handle.close()
  }
}

/** Returns content that fails when it is larger than the limit, before more is written. */
function limitSize(content: Content, maxBytes: number): Content {
  return {
    open: () => content.open(),
    get progress() {
      return content.progress
    },
    async *chunks(options) {
      for await (const chunk of content.chunks(options)) {
        if (content.progress.receivedBytes > maxBytes) {
          throw new MiraError(`The result is larger than ${maxBytes} bytes`, { code: 'limit_exceeded' })
        }
        yield chunk
      }
    },
  }
}

async function createDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true })
  } catch (error) {
    throw unwritable(directory, error)
  }
}

/** Creates an empty file unless the name is taken, so that calls at the same time get different names. */
async function reserve(path: string): Promise<boolean> {
  try {
    await (await open(path, 'wx')).close()
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw unwritable(path, error)
  }
}

function unwritable(path: string, cause: unknown): MiraError {
  if (isMiraError(cause)) return cause
  const { code = 'unknown error' } = cause as NodeJS.ErrnoException
  return new MiraError(`Save ${path}: the file cannot be written (${code})`, { code: 'file_unwritable', cause })
}
