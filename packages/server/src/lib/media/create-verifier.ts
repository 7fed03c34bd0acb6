import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import type { BlobStore } from './blob-store.ts'
import type { MediaCondition, MediaInfo, MediaStore } from './media-store.ts'

/** Time for which the hash of an unchanged file is not computed again, in milliseconds. */
const memoryMs = 60_000
/** Maximum number of remembered files; the oldest ones are forgotten. */
const maxRemembered = 1_000

/** Hash of a file that is being computed or is remembered. */
interface KnownHash {
  readonly version: string
  readonly computedAt: number
  readonly condition: Promise<MediaCondition>
}

/**
 * Creates the verification of a media store. It reads the whole file, so that no byte of a damaged one is sent; the
 * ranges that a player requests next are served from the remembered result.
 */
export function createVerifier(blobs: BlobStore, now: () => number): MediaStore['verify'] {
  const known = new Map<string, KnownHash>()

  return async (file) => {
    const { id } = file
    const version = await blobs.version(id)
    if (version === undefined) return 'missing'
    const previous = known.get(id)
    if (previous?.version === version && now() - previous.computedAt < memoryMs) return previous.condition
    const condition = compare(blobs, file)
    known.delete(id)
    known.set(id, { version, computedAt: now(), condition })
    condition.catch(() => known.delete(id))
    const [oldest] = known.keys()
    if (known.size > maxRemembered) known.delete(oldest!)
    return condition
  }
}

async function compare(blobs: BlobStore, { id, bytes, sha256 }: MediaInfo): Promise<MediaCondition> {
  const hash = createHash('sha256')
  let read = 0
  try {
    await pipeline(await blobs.read(id), async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        read += chunk.byteLength
        hash.update(chunk)
      }
    })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return 'missing'
    if (code === 'EIO') return 'damaged'
    throw error
  }
  return read === bytes && hash.digest('hex') === sha256 ? 'intact' : 'damaged'
}
