import { randomUUID } from 'node:crypto'
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sharedTemporaryFolder } from './shared-temporary-folder.ts'

const listFile = 'files.txt'

/**
 * Finds a folder in the cache, or builds it. The cache is one folder per user in the temporary folder, readable by
 * others: if this user is root, PostgreSQL runs as another user.
 *
 * @param name - Name of the content and its version. A complete folder is not built again.
 * @param build - Fills an empty folder. Concurrent processes may each build one; all return the same path.
 * @returns Path of the complete folder.
 */
export async function cachedFolder(name: string, build: (folder: string) => Promise<void>): Promise<string> {
  const path = join(cacheFolder(), name)
  if (isComplete(path)) return path
  // A system that deletes temporary files by age can leave incomplete folders.
  await remove(path)
  const incomplete = `${path}.${randomUUID()}`
  await mkdir(incomplete, { mode: 0o755 })
  try {
    await build(incomplete)
    await writeFile(join(incomplete, listFile), listFiles(incomplete).join('\n'))
    await rename(incomplete, path).catch((error: unknown) => {
      // Another process may have built it first.
      if (!isComplete(path)) throw error
    })
  } finally {
    await rm(incomplete, { recursive: true, force: true })
  }
  return path
}

/** Returns the path of this user's cache, and creates it if needed. */
export function cacheFolder(): string {
  const userId = process.getuid?.()
  const path = join(sharedTemporaryFolder(), `mira-test-programs-${userId ?? 'user'}`)
  mkdirSync(path, { recursive: true })
  const { uid, mode } = lstatSync(path)
  // Another user with write access could replace programs that this user runs.
  if (userId !== undefined && (uid !== userId || (mode & 0o022) !== 0)) {
    throw new Error(`${path} can be written by other users: delete it, or set TMPDIR to a folder of your own`)
  }
  if (userId !== undefined) chmodSync(path, 0o755)
  return path
}

/** Returns whether a folder contains all files that were built; programs may add more. */
function isComplete(folder: string): boolean {
  try {
    const found = new Set(listFiles(folder))
    return readFileSync(join(folder, listFile), 'utf8')
      .split('\n')
      .every((file) => found.has(file))
  } catch {
    return false
  }
}

const listFiles = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' })

async function remove(folder: string): Promise<void> {
  const removed = `${folder}.${randomUUID()}`
  await rename(folder, removed).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  await rm(removed, { recursive: true, force: true })
}
