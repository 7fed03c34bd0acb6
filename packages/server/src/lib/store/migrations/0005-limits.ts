import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Creates the tables of limits shared between processes: events in sliding windows, and concurrency slots. */
export const limits: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('limit_scopes')
      .addColumn('scope', 'text', (column) => column.primaryKey())
      .addColumn('counted', 'bigint', (column) => column.notNull())
      .addColumn('last_at', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema.createIndex('limit_scopes_by_age').on('limit_scopes').column('last_at').execute()
    await db.schema
      .createTable('limit_events')
      .addColumn('scope', 'text', (column) => column.notNull().references('limit_scopes.scope').onDelete('cascade'))
      .addColumn('slot', 'bigint', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('limit_events_key', ['scope', 'slot'])
      .execute()
    await db.schema
      .createTable('places')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('holder', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('key_id', 'text', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema.createIndex('places_by_user').on('places').columns(['user_id', 'kind']).execute()
    await db.schema.createIndex('places_by_holder').on('places').column('holder').execute()
  },
}
