import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Primary result code of SQLite for a file that is locked. */
const sqliteBusy = 5

/**
 * Locks a data directory for one server. The lock is that of an SQLite file, which the system releases when the process
 * ends in any way.
 *
 * @returns A function that releases the lock. Idempotent.
 * @throws {Error} when another server, of this or another process, has locked the directory.
 */
export function lockDataDirectory(directory: string): () => void {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const file = new DatabaseSync(join(directory, 'server.lock'))
  try {
    // Nothing is ever written, so no journal file is needed.
    file.exec('pragma journal_mode = memory; begin exclusive')
  } catch (error) {
    file.close()
    if ((error as { errcode?: number }).errcode !== sqliteBusy) throw error
    throw new Error(
      `Another server is using ${directory}. Stop it, choose another data directory, or share a database with databaseUrl`,
      { cause: error },
    )
  }
  return () => {
    if (file.isOpen) file.close()
  }
}
