import { mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { syncDirectory, syncFile } from '../sync-file.ts'
import type { BlobSource, BlobStore } from './blob-store.ts'

/** Options of {@link createDirectoryBlobs}. */
export interface DirectoryBlobOptions {
  /** Whether a blob that was written survives a power failure, which takes several writes of the disk. */
  readonly isDurable: boolean
}

/** Creates a blob store on a directory, which is created with the first blob and readable by its owner only. */
export function createDirectoryBlobs(directory: string, { isDurable }: DirectoryBlobOptions): BlobStore {
  const pathOf = (id: string) => join(directory, id)
  const partialPathOf = (id: string) => `${pathOf(id)}.partial`

  return {
    async write(id, source) {
      await mkdir(directory, { recursive: true, mode: 0o700 })
      try {
        if (isDurable) await writeDurably(partialPathOf(id), source)
        else await writeFile(partialPathOf(id), source, { flag: 'wx', mode: 0o600 })
        await rename(partialPathOf(id), pathOf(id))
      } catch (error) {
        await rm(partialPathOf(id), { force: true })
        throw error
      }
      if (isDurable) await syncDirectory(directory)
    },
    async read(id, range) {
      const handle = await open(pathOf(id), 'r')
      return handle.createReadStream({ ...range, highWaterMark: 256 * 1024 })
    },
    async version(id) {
      try {
        const { dev, ino, size, mtimeNs, ctimeNs } = await stat(pathOf(id), { bigint: true })
        return [dev, ino, size, mtimeNs, ctimeNs].join(' ')
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
    },
    async remove(id) {
      await rm(partialPathOf(id), { force: true })
      await rm(pathOf(id), { force: true })
    },
    close: async () => {},
  }
}

async function writeDurably(path: string, source: BlobSource): Promise<void> {
  const handle = await open(path, 'wx', 0o600)
  try {
    await handle.writeFile(source)
    await syncFile(handle)
  } finally {
    await handle.close()
  }
}
