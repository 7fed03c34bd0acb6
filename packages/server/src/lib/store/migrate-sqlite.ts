import type { DatabaseSync } from 'node:sqlite'
import type { Kysely } from 'kysely'
import type { Database } from './database.ts'
import { sqliteSchema } from './sqlite-schema.ts'

/**
 * Creates or migrates the tables of a SQLite database. Must be called inside a transaction. A new database gets the whole
 * schema at once; the migrations are loaded for an older one only.
 *
 * @param db - Kysely on the same database, without plugins.
 * @throws {Error} when a migration fails.
 */
export async function migrateSqlite(database: DatabaseSync, db: Kysely<Database>): Promise<void> {
  const tables = database.prepare('select name from sqlite_schema').all()
  if (tables.length === 0) return createSchema(database)
  if (tables.some(({ name }) => name === 'kysely_migration') && isCurrent(database)) return
  const { migrate } = await import('./migrate.ts')
  await migrate(db)
}

function createSchema(database: DatabaseSync): void {
  database.exec(sqliteSchema.statements.join(';\n'))
  const insert = database.prepare('insert into kysely_migration (name, timestamp) values (?, ?)')
  for (const name of sqliteSchema.migrations) insert.run(name, new Date().toISOString())
  database.exec(`insert into kysely_migration_lock (id, is_locked) values ('migration_lock', 0)`)
}

function isCurrent(database: DatabaseSync): boolean {
  const rows = database.prepare('select name from kysely_migration order by name').all()
  return rows.map(({ name }) => name).join() === sqliteSchema.migrations.join()
}
