import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Adds the input, the lease and the stream events of responses. */
export const backgroundResponses: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('responses').addColumn('input', 'text').execute()
    await db.schema.alterTable('responses').addColumn('lease_expires_at', 'bigint').execute()
    // Contains only responses in progress, no matter how many have settled.
    await db.schema
      .createIndex('responses_open')
      .on('responses')
      .column('lease_expires_at')
      .where(sql.ref('lease_expires_at'), 'is not', null)
      .execute()
    await db.schema
      .createTable('response_events')
      .addColumn('response_id', 'text', (column) => column.notNull().references('responses.id').onDelete('cascade'))
      .addColumn('first_number', 'bigint', (column) => column.notNull())
      .addColumn('last_number', 'bigint', (column) => column.notNull())
      .addColumn('events', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('response_events_key', ['response_id', 'last_number'])
      .execute()
  },
}
