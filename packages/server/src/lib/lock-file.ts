import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Primary result code of SQLite for a file that is locked. */
const sqliteBusy = 5

/**
 * Locks a file, which is created if necessary. The lock is that of an SQLite file, which the system releases when the
 * process ends in any way.
 *
 * @returns A function that releases the lock, idempotent; undefined when this or another process holds the lock.
 */
export function lockFile(path: string): (() => void) | undefined {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const file = new DatabaseSync(path)
  try {
    // Nothing is ever written, so no journal file is needed.
    file.exec('pragma journal_mode = memory; begin exclusive')
  } catch (error) {
    file.close()
    if ((error as { errcode?: number }).errcode !== sqliteBusy) throw error
    return undefined
  }
  return () => {
    if (file.isOpen) file.close()
  }
}
