import type { Readable } from 'node:stream'
import type { BlobSource } from './blob-store.ts'
import type { ByteRange } from './byte-range.ts'

/** File to store. */
export interface MediaFile {
  /** Id of the file, if recorded beforehand to find the file after a crash. Defaults to a new id. */
  readonly id?: string | undefined
  readonly data: BlobSource
  /** Media type, such as `image/png`. */
  readonly mediaType: string
  /** Id of the user who owns the file. */
  readonly userId: string
  /** Expiry in milliseconds since 1970, after which the file may be removed. */
  readonly expiresAt: number
}

/** Metadata of a stored file. */
export interface MediaInfo {
  /** Unguessable, without a slash, ending in the extension of its media type. */
  readonly id: string
  readonly mediaType: string
  readonly bytes: number
  /** SHA-256 of the content, in lowercase hex. */
  readonly sha256: string
  readonly userId: string
  readonly createdAt: number
  readonly expiresAt: number
}

/** Whether the bytes of a file match its stored hash, do not, or do not exist. */
export type MediaCondition = 'intact' | 'damaged' | 'missing'

/**
 * Stores generated files until they expire. Writes are atomic, even across crashes; every implementation passes the
 * suite in `media-store.test.ts`.
 */
export interface MediaStore {
  /** Stores a file durably. */
  put(file: MediaFile): Promise<MediaInfo>
  /** Returns the metadata of a file, or `undefined` if it does not exist or has expired. */
  find(id: string): Promise<MediaInfo | undefined>
  /**
   * Compares the bytes of a file with its stored hash. A result is reused for a minute if the file has not changed.
   */
  verify(file: MediaInfo): Promise<MediaCondition>
  /**
   * Opens a file, or a range of it, for reading.
   *
   * @throws {Error} when the bytes are missing.
   */
  read(id: string, range?: ByteRange): Promise<Readable>
  remove(id: string): Promise<void>
  /** Removes expired files and the partial files of crashed processes. */
  purge(): Promise<void>
  close(): Promise<void>
}
