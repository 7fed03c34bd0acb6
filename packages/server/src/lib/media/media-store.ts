import type { Readable } from 'node:stream'
import type { BlobSource } from './blob-store.ts'

/** A file to keep. */
export interface MediaFile {
  /** Id to keep it under, noted beforehand by who must find the file after a crash (default: a new one). */
  readonly id?: string | undefined
  readonly data: BlobSource
  /** Such as `image/png`. */
  readonly mediaType: string
  /** User whose file it is. */
  readonly userId: string
  /** Time in milliseconds since 1970 after which it may be dropped. */
  readonly expiresAt: number
}

/** What is kept of a file beside its bytes. */
export interface MediaInfo {
  /** Unguessable, without a slash, ending in the extension of its type. */
  readonly id: string
  readonly mediaType: string
  readonly bytes: number
  /** Lower-case hex of the content. */
  readonly sha256: string
  readonly userId: string
  readonly createdAt: number
  readonly expiresAt: number
}

/** Bytes of a file from `start` to `end`, both included. */
export interface MediaRange {
  readonly start: number
  readonly end: number
}

/**
 * Keeps files that were made, until they expire. A file is there whole or not at all, whatever dies meanwhile; every
 * implementation passes the suite in `media-store.test.ts`.
 */
export interface MediaStore {
  /** Keeps a file durably. */
  put(file: MediaFile): Promise<MediaInfo>
  /** What is known of a file; undefined for one that is not kept or has expired. */
  find(id: string): Promise<MediaInfo | undefined>
  /** @throws {Error} when the bytes are gone. */
  read(id: string, range?: MediaRange): Promise<Readable>
  remove(id: string): Promise<void>
  /** Drops what has expired, and what a process that died left half written. */
  purge(): Promise<void>
  close(): Promise<void>
}
