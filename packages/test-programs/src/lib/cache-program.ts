import { createHash, randomUUID } from 'node:crypto'
import { chmodSync, copyFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from './cached-folder.ts'
import { isExecutable } from './find-system-program.ts'

/**
 * Makes a file of a package executable: in place if it is already executable or writable, otherwise as a copy in the
 * cache.
 *
 * @returns Path of the executable file.
 */
export function makeExecutable(path: string): string {
  if (isExecutable(path)) return path
  try {
    chmodSync(path, 0o755)
    return path
  } catch {
    const { size, mtimeMs } = statSync(path)
    return cacheProgram(`${path} ${size} ${mtimeMs}`, (copy) => copyFileSync(path, copy))
  }
}

/**
 * Writes an executable script to the cache.
 *
 * @returns Path of the executable file.
 */
export function cacheScript(script: string): string {
  return cacheProgram(script, (path) => writeFileSync(path, script))
}

/** Writes a file to the cache. It is renamed when complete, so that other processes never see a partial file. */
function cacheProgram(key: string, write: (path: string) => void): string {
  const path = join(cacheFolder(), createHash('sha256').update(key).digest('hex').slice(0, 16))
  if (isExecutable(path)) return path
  const incomplete = `${path}.${randomUUID()}`
  write(incomplete)
  chmodSync(incomplete, 0o755)
  renameSync(incomplete, path)
  return path
}
