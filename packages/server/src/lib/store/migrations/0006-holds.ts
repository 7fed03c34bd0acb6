import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Adds the part of the balance that an open job or request holds. */
export const holds: Migration = {
  async up(db: Kysely<unknown>) {
    for (const table of ['jobs', 'places']) {
      await db.schema
        .alterTable(table)
        .addColumn('held_micro_kopecks', 'bigint', (column) => column.notNull().defaultTo(0))
        .execute()
    }
    // Contains only open jobs, no matter how many have settled.
    await db.schema
      .createIndex('jobs_open_by_user')
      .on('jobs')
      .column('user_id')
      .where(sql.ref('finished_at'), 'is', null)
      .execute()
  },
}
