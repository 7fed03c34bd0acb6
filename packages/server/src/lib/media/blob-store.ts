import type { Readable } from 'node:stream'
import type { MediaRange } from './media-store.ts'

/** Bytes at hand, or as they come. */
export type BlobSource = Uint8Array | AsyncIterable<Uint8Array>

/** Where the bytes of media lie; what is known of them lies in the store. */
export interface BlobStore {
  /** Keeps bytes durably, whole or not at all, under an id that was never used. */
  write(id: string, source: BlobSource): Promise<void>
  /** @throws {Error} when there is no such blob. */
  read(id: string, range?: MediaRange): Promise<Readable>
  /** Removes a blob, or what a process that died left of one; nothing to remove is no failure. */
  remove(id: string): Promise<void>
  close(): Promise<void>
}
