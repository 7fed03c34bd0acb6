import type { Readable } from 'node:stream'
import type { ByteRange } from './byte-range.ts'

/** Bytes in memory or as a stream. */
export type BlobSource = Uint8Array | AsyncIterable<Uint8Array>

/** Storage for the bytes of media files; their metadata is in the store. */
export interface BlobStore {
  /** Writes bytes durably and atomically under an id that was never used before. */
  write(id: string, source: BlobSource): Promise<void>
  /**
   * Opens a blob, or a range of it, for reading.
   *
   * @throws {Error} when there is no such blob.
   */
  read(id: string, range?: ByteRange): Promise<Readable>
  /** Returns a text that changes whenever the blob does; undefined if there is none. */
  version(id: string): Promise<string | undefined>
  /** Removes a blob, or the partial one of a crashed process. Idempotent. */
  remove(id: string): Promise<void>
  close(): Promise<void>
}
