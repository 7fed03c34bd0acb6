import { createHash, type Hash, randomBytes } from 'node:crypto'
import { pipeline, Transform } from 'node:stream'
import type { MediaRecord, MediaRecordStore } from '../store/media-records.ts'
import type { BlobSource, BlobStore } from './blob-store.ts'
import { createVerifier } from './create-verifier.ts'
import type { MediaInfo, MediaStore } from './media-store.ts'
import { toExtension } from './media-types.ts'

/** Upper bound for writing a file, in milliseconds: older incomplete files were left by a crashed process. */
const writingMs = 60 * 60 * 1_000

/** Maximum number of files removed per query. */
const purgeBatch = 100

/**
 * Creates a media store on any blob store. A file is recorded before its first byte is written and marked complete
 * after its last, so that a crash leaves no orphaned bytes.
 */
export function createMediaStore(blobs: BlobStore, records: MediaRecordStore, now: () => number): MediaStore {
  async function removeRecorded(id: string): Promise<void> {
    await blobs.remove(id)
    await records.remove(id)
  }

  return {
    async put({ data, mediaType, userId, expiresAt, id = newMediaId(mediaType) }) {
      const started = { id, mediaType, userId, createdAt: now(), expiresAt }
      await records.begin(started)
      try {
        const { source, measured } = measure(data)
        await blobs.write(id, source)
        const content = measured()
        await records.finish(id, content)
        return { ...started, ...content }
      } catch (error) {
        // If removal fails as well, `purge` removes the file later.
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
      if (info === undefined) throw new Error(`Read media ${id}: file not found`)
      const stream = await blobs.read(id, range)
      if (range !== undefined) return stream
      // Errors of either stream surface to the reader.
      return pipeline(stream, verifyContent(info), () => undefined)
    },
    verify: createVerifier(blobs, now),
    remove: removeRecorded,
    async purge() {
      for (;;) {
        const at = now()
        const stale = await records.listStale({ expiredAt: at, startedBefore: at - writingMs, limit: purgeBatch })
        for (const id of stale) await removeRecorded(id)
        if (stale.length < purgeBatch) return
      }
    },
    close: () => blobs.close(),
  }
}

/** Creates an unguessable id with the extension of the media type. */
export function newMediaId(mediaType: string): string {
  return `${randomBytes(16).toString('hex')}.${toExtension(mediaType)}`
}

/** Passes the bytes through and measures them; `measured` is valid once all of them were read. */
function measure(data: BlobSource): { source: BlobSource; measured: () => Pick<MediaInfo, 'bytes' | 'sha256'> } {
  const hash = createHash('sha256')
  if (data instanceof Uint8Array) {
    hash.update(data)
    return { source: data, measured: () => ({ bytes: data.byteLength, sha256: hash.digest('hex') }) }
  }
  let bytes = 0
  async function* count(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      hash.update(chunk)
      bytes += chunk.byteLength
      yield chunk
    }
  }
  return { source: count(data), measured: () => ({ bytes, sha256: hash.digest('hex') }) }
}

/** Passes bytes through and fails at the end if they do not match the stored hash. */
function verifyContent({ id, sha256 }: MediaInfo): Transform {
  const hash: Hash = createHash('sha256')
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      done(null, chunk)
    },
    flush(done) {
      done(
        hash.digest('hex') === sha256
          ? null
          : new Error(`Read media ${id}: the content does not match its stored hash`),
      )
    },
  })
}

/** Returns the metadata of a file, or `undefined` if the file is incomplete. */
function toInfo(record: MediaRecord | undefined): MediaInfo | undefined {
  if (record === undefined || record.bytes === null || record.sha256 === null) return undefined
  return { ...record, bytes: record.bytes, sha256: record.sha256 }
}
