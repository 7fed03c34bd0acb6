import type { FileHandle } from 'node:fs/promises'

/** Writes what is cached of a file to the disk. Handles of Yarn Plug'n'Play have no method for it. */
export async function syncFile({ fd }: FileHandle): Promise<void> {
  const { fsync } = await import('node:fs')
  await new Promise<void>((resolve, reject) => {
    fsync(fd, (error) => (error ? reject(error) : resolve()))
  })
}
