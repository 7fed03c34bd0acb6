import { type Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import type { Database } from './database.ts'
import { firstTables } from './migrations/0001-first-tables.ts'
import { accounts } from './migrations/0002-accounts.ts'
import { media } from './migrations/0003-media.ts'
import { jobs } from './migrations/0004-jobs.ts'
import { limits } from './migrations/0005-limits.ts'
import { holds } from './migrations/0006-holds.ts'
import { backgroundResponses } from './migrations/0007-background-responses.ts'

/** Schema migrations. Names are stored in the database: never rename or edit a migration after its release. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-first-tables': firstTables,
  '0002-accounts': accounts,
  '0003-media': media,
  '0004-jobs': jobs,
  '0005-limits': limits,
  '0006-holds': holds,
  '0007-background-responses': backgroundResponses,
}

/**
 * Migrates the database to the latest schema.
 *
 * @throws {Error} when a migration fails, which is then not marked as applied, or when a newer version has migrated the
 *   database.
 */
export async function migrate(db: Kysely<Database>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } })
  const { error } = await migrator.migrateToLatest()
  if (error === undefined) return
  // The table may not exist, or not be readable.
  const unknown = await findUnknown(db).catch(() => undefined)
  if (unknown === undefined) throw new Error('Database migration failed', { cause: error })
  throw new Error(
    `The database was migrated by a newer version of the server (${unknown}): use that version, or restore a backup`,
    { cause: error },
  )
}

/** Returns a migration in the database that this version does not have, if there is one. */
async function findUnknown(db: Kysely<Database>): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  return rows.find(({ name }) => !(name in migrations))?.name
}
