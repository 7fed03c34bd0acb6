import { closeSync, openSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { CamelCasePlugin, Kysely, type LogEvent, type SqliteDatabase } from 'kysely'
import { createKyselyStore } from './create-kysely-store.ts'
import type { Database } from './database.ts'
import { FifoSqliteDialect } from './fifo-sqlite-dialect.ts'
import { migrate } from './migrate.ts'
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
    await migrate(db)
    database.exec('commit')
  } catch (error) {
    await db.destroy()
    throw error
  }
  return createKyselyStore(db.withPlugin(new CamelCasePlugin()))
}

/** Adapts `node:sqlite` to the driver interface that Kysely's dialect expects. */
function toKyselyDatabase(database: DatabaseSync): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare(sql) {
      // A deferred transaction that starts to write fails at once if another process writes; an immediate one waits.
      const statement = database.prepare(sql === 'begin' ? 'begin immediate' : sql)
      const values = (parameters: readonly unknown[]) => parameters.map(toSqlValue)
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...values(parameters)),
        run: (parameters) => statement.run(...values(parameters)),
        iterate: (parameters) => statement.iterate(...values(parameters)),
      }
    },
  }
}

/** Converts integers to bigint: `node:sqlite` binds numbers as floats, with which sums are inexact from 2^53 on. */
function toSqlValue(value: unknown): SQLInputValue {
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : (value as SQLInputValue)
}
