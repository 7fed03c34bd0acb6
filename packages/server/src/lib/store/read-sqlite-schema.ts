import type { DatabaseSync } from 'node:sqlite'

/** Schema of a SQLite database. */
export interface SqliteSchema {
  /** Names of the migrations that were applied. */
  readonly migrations: readonly string[]
  /** Statements that create its tables and indexes, in an order in which they can be executed. */
  readonly statements: readonly string[]
}

/** Reads the schema of a migrated database. */
export function readSqliteSchema(database: DatabaseSync): SqliteSchema {
  const schema = 'select sql from sqlite_schema where sql is not null order by rowid'
  const migrations = 'select name from kysely_migration order by name'
  return {
    migrations: database
      .prepare(migrations)
      .all()
      .map(({ name }) => String(name)),
    statements: database
      .prepare(schema)
      .all()
      .map(({ sql }) => String(sql)),
  }
}
