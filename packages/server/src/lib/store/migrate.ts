import type { Kysely } from 'kysely'
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
 * @throws {Error} when a migration fails; that migration is not marked as applied.
 */
export async function migrate(db: Kysely<Database>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw new Error('Database migration failed', { cause: error })
}
