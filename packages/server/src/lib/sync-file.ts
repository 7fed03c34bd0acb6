import { fsync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { promisify } from 'node:util'

const sync = promisify(fsync)

/** Writes what is cached of a file to the disk. Handles of Yarn Plug'n'Play have no method for it. */
export const syncFile = ({ fd }: FileHandle): Promise<void> => sync(fd)

/** Flushes a directory; only then does a new or renamed file survive a power failure. */
export async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await syncFile(handle)
  } finally {
    await handle.close()
  }
}
