import { basename } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/**
 * Copies a consistent snapshot of a database to a new file. Other processes may be writing to the database.
 *
 * @throws {Error} when the file already exists.
 */
export function backupSqlite(databasePath: string, file: string): void {
  using database = new DatabaseSync(databasePath)
  database.exec('pragma busy_timeout = 5000')
  database.prepare('vacuum into ?').run(file)
}

/**
 * Checks the integrity of a database file.
 *
 * @throws {Error} when the file is damaged or is not a database of this server.
 */
export function checkSqlite(file: string): void {
  using database = new DatabaseSync(file)
  const [result] = database.prepare('pragma integrity_check').all()
  if (result?.integrity_check !== 'ok') throw new Error(`${file} is damaged: ${String(result?.integrity_check)}`)
  const tables = database.prepare("select name from sqlite_master where name in ('users', 'kysely_migration')").all()
  if (tables.length < 2) throw new Error(`${file} is not a database of a Mira server`)
}

/**
 * Checks that a database is not open.
 *
 * @throws {Error} when it is in use.
 */
export function checkSqliteClosed(databasePath: string): void {
  using database = new DatabaseSync(databasePath)
  try {
    // Leaving WAL mode requires the only connection.
    database.exec('pragma journal_mode = delete')
  } catch (cause) {
    throw new Error(`${databasePath} is in use; stop the server first`, { cause })
  }
}

/** Lists the ids of the complete media files in a database. Each is a file name. */
export function listMediaFiles(databasePath: string): readonly string[] {
  using database = new DatabaseSync(databasePath, { readOnly: true })
  const rows = database.prepare('select id from media_files where bytes is not null').all()
  return rows.map(({ id }) => basename(String(id)))
}
