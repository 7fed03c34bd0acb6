import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { SqliteDatabase, SqliteStatement } from 'kysely'

/** Maximum prepared statements; further ones are prepared for each execution. */
const maxPrepared = 500

/** Adapts `node:sqlite` to the driver interface that Kysely's dialect expects. Statements are prepared once. */
export function toKyselyDatabase(database: DatabaseSync): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>()
  return {
    close: () => database.close(),
    prepare(sql) {
      const known = prepared.get(sql)
      if (known !== undefined) return known
      const statement = prepare(database, sql)
      if (prepared.size < maxPrepared) prepared.set(sql, statement)
      return statement
    },
  }
}

function prepare(database: DatabaseSync, sql: string): SqliteStatement {
  // A deferred transaction that starts to write fails at once if another process writes; an immediate one waits.
  const statement = database.prepare(sql === 'begin' ? 'begin immediate' : sql)
  const values = (parameters: readonly unknown[]) => parameters.map(toSqlValue)
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...values(parameters)),
    run: (parameters) =>
      // When the disk is full, SQLite has rolled back by itself, and the error of a second rollback would hide its own.
      sql === 'rollback' && !database.isTransaction
        ? { changes: 0, lastInsertRowid: 0 }
        : statement.run(...values(parameters)),
    iterate: (parameters) => statement.iterate(...values(parameters)),
  }
}

/** Converts integers to bigint: `node:sqlite` binds numbers as floats, with which sums are inexact from 2^53 on. */
function toSqlValue(value: unknown): SQLInputValue {
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : (value as SQLInputValue)
}
