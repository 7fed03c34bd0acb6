import { randomUUID } from 'node:crypto'
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sharedTemporaryFolder } from './shared-temporary-folder.ts'

const listFile = 'files.txt'

/**
 * Finds a folder in the cache, or builds it. The cache is one folder per user in the temporary folder, readable by
 * others: PostgreSQL runs as another user where this one is root.
 *
 * @param name Names the content and its version: what was built once is not built again.
 * @param build Fills an empty folder. Processes that start at once may each build one; all end up with the same.
 * @returns Path of the complete folder.
 */
export async function cachedFolder(name: string, build: (folder: string) => Promise<void>): Promise<string> {
  const path = join(cacheFolder(), name)
  if (isComplete(path)) return path
  // A system that deletes temporary files by age leaves folders that lack some.
  await remove(path)
  const incomplete = `${path}.${randomUUID()}`
  await mkdir(incomplete, { mode: 0o755 })
  try {
    await build(incomplete)
    await writeFile(join(incomplete, listFile), listFiles(incomplete).join('\n'))
    await rename(incomplete, path).catch((error: unknown) => {
      // Another process was faster.
      if (!isComplete(path)) throw error
    })
  } finally {
    await rm(incomplete, { recursive: true, force: true })
  }
  return path
}

/** Path of the cache of this user, which is made where there is none. */
export function cacheFolder(): string {
  const userId = process.getuid?.()
  const path = join(sharedTemporaryFolder(), `mira-test-programs-${userId ?? 'user'}`)
  mkdirSync(path, { recursive: true })
  const { uid, mode } = lstatSync(path)
  // Whoever may write there decides which programs this user runs.
  if (userId !== undefined && (uid !== userId || (mode & 0o022) !== 0)) {
    throw new Error(`${path} can be written by other users: delete it, or set TMPDIR to a folder of your own`)
  }
  if (userId !== undefined) chmodSync(path, 0o755)
  return path
}

/** Whether a folder has all that was built; programs may add to it. */
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
