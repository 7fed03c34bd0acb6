import { DatabaseSync } from 'node:sqlite'

/**
 * Copies a database into a new file, as it stands at one moment, while others write to it.
 *
 * @throws {Error} when the file is there already.
 */
export function backupSqlite(databasePath: string, file: string): void {
  using database = new DatabaseSync(databasePath)
  database.exec('pragma busy_timeout = 5000')
  database.prepare('vacuum into ?').run(file)
}

/** @throws {Error} for a file that is no sound database of this server. */
export function checkSqlite(file: string): void {
  using database = new DatabaseSync(file)
  const [result] = database.prepare('pragma integrity_check').all()
  if (result?.integrity_check !== 'ok') throw new Error(`${file} is damaged: ${String(result?.integrity_check)}`)
  const tables = database.prepare("select name from sqlite_master where name in ('users', 'kysely_migration')").all()
  if (tables.length < 2) throw new Error(`${file} is no database of a Mira server`)
}

/**
 * Makes sure that nobody has a database open.
 *
 * @throws {Error} when somebody has.
 */
export function refuseOpenSqlite(databasePath: string): void {
  using database = new DatabaseSync(databasePath)
  try {
    // Only the last connection may leave the write-ahead log.
    database.exec('pragma journal_mode = delete')
  } catch (cause) {
    throw new Error(`${databasePath} is in use; stop the server first`, { cause })
  }
}
