import { join } from 'node:path'
import { lockFile } from './lock-file.ts'

/**
 * Locks a data directory for one server, until the process ends.
 *
 * @returns A function that releases the lock. Idempotent.
 * @throws {Error} when another server, of this or another process, has locked the directory.
 */
export function lockDataDirectory(directory: string): () => void {
  const release = lockFile(join(directory, 'server.lock'))
  if (release !== undefined) return release
  throw new Error(
    `Another server is using ${directory}. Stop it, choose another data directory, or share a database with databaseUrl`,
  )
}
