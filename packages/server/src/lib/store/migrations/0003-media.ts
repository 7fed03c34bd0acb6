import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Creates the table of media file metadata. */
export const media: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('media_files')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('media_type', 'text', (column) => column.notNull())
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .addColumn('bytes', 'bigint')
      .addColumn('sha256', 'text')
      .execute()
    await db.schema.createIndex('media_files_by_expiry').on('media_files').column('expires_at').execute()
  },
}
