import { createHash, type Hash, randomBytes } from 'node:crypto'
import { pipeline, Transform } from 'node:stream'
import type { MediaRecord, MediaRecordStore } from '../store/media-records.ts'
import type { BlobSource, BlobStore } from './blob-store.ts'
import type { MediaInfo, MediaStore } from './media-store.ts'
import { toExtension } from './media-types.ts'

/** Longer than any file takes to be written: what is older and not finished was left by a process that died. */
const writingMs = 60 * 60 * 1_000

/** Files removed between two looks into the store. */
const purgeBatch = 100

/**
 * Media on any blobs: the store notes that a file is being written before its first byte lies anywhere, and that it is
 * complete after the last, so whatever dies in between, every byte is known to somebody.
 */
export function createMediaStore(blobs: BlobStore, records: MediaRecordStore, now: () => number): MediaStore {
  async function removeRecorded(id: string): Promise<void> {
    await blobs.remove(id)
    await records.remove(id)
  }

  return {
    async put({ data, mediaType, userId, expiresAt, id = newMediaId(mediaType) }) {
      const begun = { id, mediaType, userId, createdAt: now(), expiresAt }
      await records.begin(begun)
      try {
        const { source, measured } = measure(data)
        await blobs.write(id, source)
        const content = measured()
        await records.finish(id, content)
        return { ...begun, ...content }
      } catch (error) {
        // What cannot be removed either is found by `purge`.
        await removeRecorded(id).catch(() => undefined)
        throw error
      }
    },
    async find(id) {
      const info = toInfo(await records.find(id))
      return info !== undefined && info.expiresAt > now() ? info : undefined
    },
    async read(id, range) {
      const info = toInfo(await records.find(id))
      if (info === undefined) throw new Error(`Read media ${id}: there is no such file`)
      const stream = await blobs.read(id, range)
      if (range !== undefined) return stream
      // The caller meets a failure of either where it reads.
      return pipeline(stream, verifyContent(info), () => undefined)
    },
    remove: removeRecorded,
    async purge() {
      for (;;) {
        const at = now()
        const stale = await records.listStale({ expiredAt: at, begunBefore: at - writingMs, limit: purgeBatch })
        for (const id of stale) await removeRecorded(id)
        if (stale.length < purgeBatch) return
      }
    },
    close: () => blobs.close(),
  }
}

/** An id that nobody guesses. */
export function newMediaId(mediaType: string): string {
  return `${randomBytes(16).toString('hex')}.${toExtension(mediaType)}`
}

/** The bytes as they are, and their measure once all of them have passed. */
function measure(data: BlobSource): { source: BlobSource; measured: () => Pick<MediaInfo, 'bytes' | 'sha256'> } {
  const hash = createHash('sha256')
  if (data instanceof Uint8Array) {
    hash.update(data)
    return { source: data, measured: () => ({ bytes: data.byteLength, sha256: hash.digest('hex') }) }
  }
  let bytes = 0
  async function* count(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      hash.update(piece)
      bytes += piece.byteLength
      yield piece
    }
  }
  return { source: count(data), measured: () => ({ bytes, sha256: hash.digest('hex') }) }
}

/** Passes bytes on, and fails at their end when they are not those that were kept. */
function verifyContent({ id, sha256 }: MediaInfo): Transform {
  const hash: Hash = createHash('sha256')
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      hash.update(piece)
      done(null, piece)
    },
    flush(done) {
      done(hash.digest('hex') === sha256 ? null : new Error(`Read media ${id}: its bytes are not those that were kept`))
    },
  })
}

/** A file that is complete. */
function toInfo(record: MediaRecord | undefined): MediaInfo | undefined {
  if (record === undefined || record.bytes === null || record.sha256 === null) return undefined
  return { ...record, bytes: record.bytes, sha256: record.sha256 }
}
