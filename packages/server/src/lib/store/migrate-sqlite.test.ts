import { DatabaseSync } from 'node:sqlite'
import { Kysely, SqliteDialect } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { expect, it } from 'vitest'
import type { Database } from './database.ts'
import { migrations } from './migrate.ts'
import { migrateSqlite } from './migrate-sqlite.ts'
import { toKyselyDatabase } from './node-sqlite.ts'
import { readSqliteSchema } from './read-sqlite-schema.ts'

function open() {
  const database = new DatabaseSync(':memory:')
  return {
    database,
    db: new Kysely<Database>({ dialect: new SqliteDialect({ database: toKyselyDatabase(database) }) }),
  }
}

/** Returns a database to which an earlier version of the server applied the first migrations. */
async function openOlder(count: number) {
  const opened = open()
  const applied: Record<string, Migration> = Object.fromEntries(Object.entries(migrations).slice(0, count))
  await new Migrator({ db: opened.db, provider: { getMigrations: async () => applied } }).migrateToLatest()
  return opened
}

const all = Object.keys(migrations)

it('gives a new database the schema that all migrations produce', async () => {
  const { database, db } = open()
  await migrateSqlite(database, db)
  const expected = readSqliteSchema((await openOlder(all.length)).database)
  // After adding a migration: node packages/server/scripts/write-sqlite-schema.ts
  expect(readSqliteSchema(database)).toEqual(expected)
  expect(expected.migrations).toEqual(all)
  expect(database.prepare('select * from kysely_migration_lock').all()).toEqual([
    { id: 'migration_lock', is_locked: 0 },
  ])
})

it.each(all.map((name, index) => ({ name, count: index })))(
  'migrates a database from before $name',
  async ({ count }) => {
    const { database, db } = await openOlder(count)
    await migrateSqlite(database, db)
    expect(readSqliteSchema(database)).toEqual(readSqliteSchema((await openOlder(all.length)).database))
  },
)

it('leaves a current database as it is, for the migrator too', async () => {
  const { database, db } = open()
  await migrateSqlite(database, db)
  const rows = () => database.prepare('select * from kysely_migration').all()
  const before = rows()
  await migrateSqlite(database, db)
  const { results, error } = await new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...migrations }) },
  }).migrateToLatest()
  expect([error, results, rows()]).toEqual([undefined, [], before])
})

it('refuses a database of a newer version', async () => {
  const { database, db } = open()
  await migrateSqlite(database, db)
  database.exec(`insert into kysely_migration (name, timestamp) values ('9999-later', '')`)
  await expect(migrateSqlite(database, db)).rejects.toThrow(
    'The database was migrated by a newer version of the server (9999-later): use that version, or restore a backup',
  )
})
