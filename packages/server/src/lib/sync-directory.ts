import { open } from 'node:fs/promises'

/** Flushes a directory; only then does a new or renamed file survive a power failure. */
export async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
