import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Creates the tables of jobs, job inputs and pending webhooks. */
export const jobs: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('jobs')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('user_id', 'text', (column) => column.notNull().references('users.id'))
      .addColumn('key_id', 'text', (column) => column.notNull().references('api_keys.id'))
      .addColumn('request_id', 'text', (column) => column.notNull())
      .addColumn('endpoint', 'text', (column) => column.notNull())
      .addColumn('origin', 'text', (column) => column.notNull())
      .addColumn('request', 'text', (column) => column.notNull())
      .addColumn('payment', 'text', (column) => column.notNull())
      .addColumn('webhook_url', 'text')
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('progress', 'integer', (column) => column.notNull())
      .addColumn('stage', 'text')
      .addColumn('turn', 'bigint', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('lease_token', 'text')
      .addColumn('available_at', 'bigint', (column) => column.notNull())
      .addColumn('revision', 'bigint', (column) => column.notNull())
      .addColumn('media_id', 'text')
      .addColumn('result', 'text')
      .addColumn('error_code', 'text')
      .addColumn('error_message', 'text')
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('started_at', 'bigint')
      .addColumn('finished_at', 'bigint')
      .addColumn('expires_at', 'bigint')
      .execute()
    // The indexes that workers read contain only open jobs, no matter how many have settled.
    await db.schema
      .createIndex('jobs_by_turn')
      .on('jobs')
      .columns(['turn', 'created_at', 'id', 'status'])
      .where(sql.ref('finished_at'), 'is', null)
      .execute()
    await db.schema
      .createIndex('jobs_open_by_key')
      .on('jobs')
      .columns(['key_id', 'turn'])
      .where(sql.ref('finished_at'), 'is', null)
      .execute()
    await db.schema.createIndex('jobs_by_user').on('jobs').columns(['user_id', 'created_at', 'id']).execute()
    await db.schema.createIndex('jobs_by_expiry').on('jobs').column('expires_at').execute()
    await createWebhookTables(db)
  },
}

async function createWebhookTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('job_inputs')
    .addColumn('job_id', 'text', (column) => column.primaryKey())
    .addColumn('data', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('webhooks')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('job_id', 'text', (column) => column.notNull())
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('payload', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('available_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('webhooks_by_time').on('webhooks').column('available_at').execute()
}
