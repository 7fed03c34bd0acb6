import { closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { CamelCasePlugin, Kysely, type LogEvent } from 'kysely'
import { createKyselyStore } from './create-kysely-store.ts'
import type { Database } from './database.ts'
import { FifoSqliteDialect } from './fifo-sqlite-dialect.ts'
import { migrateSqlite } from './migrate-sqlite.ts'
import { toKyselyDatabase } from './node-sqlite.ts'
import type { Store } from './store.ts'

/**
 * Opens the embedded store and creates or migrates its tables.
 *
 * @param path - Path of a file, which is created readable by its owner only, or `:memory:` for a store that ends with the process.
 * @param log - Called with every statement.
 */
export async function openSqliteStore(path: string, log?: (event: LogEvent) => void): Promise<Store> {
  // SQLite gives its log files the permissions of the database.
  if (path !== ':memory:') closeSync(openSync(path, 'a', 0o600))
  const database = new DatabaseSync(path)
  // NORMAL is safe with WAL: a power failure may lose the last commits but never corrupts the file.
  database.exec(
    'pragma journal_mode = WAL; pragma synchronous = NORMAL; pragma busy_timeout = 5000; pragma foreign_keys = ON',
  )
  // The migrator reads its own camelCase columns, so it must not see the plugin.
  const db = new Kysely<Database>({
    dialect: new FifoSqliteDialect({ database: toKyselyDatabase(database) }),
    ...(log && { log }),
  })
  // One transaction: a partial schema is never committed, and two processes that start at the same time are serialized.
  database.exec('begin exclusive')
  try {
    await migrateSqlite(database, db)
    database.exec('commit')
  } catch (error) {
    await db.destroy()
    throw error
  }
  return createKyselyStore(db.withPlugin(new CamelCasePlugin()))
}
