import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Adds plans, costs, the ledger and daily usage sums. */
export const accounts: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('users')
      .addColumn('plan', 'text', (column) => column.notNull().defaultTo('local'))
      .execute()
    await db.schema.alterTable('users').addColumn('overage_enabled_at', 'bigint').execute()
    await db.schema.alterTable('users').addColumn('subscription_ends_at', 'bigint').execute()
    await db.schema
      .alterTable('users')
      .addColumn('ledger_sequence', 'bigint', (column) => column.notNull().defaultTo(0))
      .execute()
    await db.schema
      .alterTable('usage_records')
      .addColumn('outcome', 'text', (column) => column.notNull().defaultTo('completed'))
      .execute()
    for (const cost of ['cost_micro_kopecks', 'charged_kopecks']) {
      await db.schema
        .alterTable('usage_records')
        .addColumn(cost, 'bigint', (column) => column.notNull().defaultTo(0))
        .execute()
    }
    await db.schema.createIndex('usage_by_age').on('usage_records').columns(['created_at', 'id']).execute()
    await db.schema.alterTable('idempotency_records').addColumn('charged_at', 'bigint').execute()
    await db.schema
      .createTable('usage_days')
      .addColumn('user_id', 'text', (column) => column.notNull().references('users.id'))
      .addColumn('day', 'text', (column) => column.notNull())
      .addColumn('key_id', 'text', (column) => column.notNull())
      .addColumn('endpoint', 'text', (column) => column.notNull())
      .addColumn('model', 'text', (column) => column.notNull())
      .addColumn('completed', 'bigint', (column) => column.notNull())
      .addColumn('cancelled', 'bigint', (column) => column.notNull())
      .addColumn('errors', 'bigint', (column) => column.notNull())
      .addColumn('input_tokens', 'bigint', (column) => column.notNull())
      .addColumn('output_tokens', 'bigint', (column) => column.notNull())
      .addColumn('cost_micro_kopecks', 'bigint', (column) => column.notNull())
      .addColumn('charged_kopecks', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('usage_days_key', ['user_id', 'day', 'key_id', 'endpoint', 'model'])
      .execute()
    await createLedgerTable(db)
  },
}

async function createLedgerTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('transactions')
    .addColumn('user_id', 'text', (column) => column.notNull().references('users.id'))
    .addColumn('sequence', 'bigint', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('amount_kopecks', 'bigint', (column) => column.notNull())
    .addColumn('balance_after_kopecks', 'bigint', (column) => column.notNull())
    .addColumn('remainder_after_micro_kopecks', 'bigint', (column) => column.notNull())
    .addColumn('description', 'text')
    .addColumn('model', 'text')
    .addColumn('input_tokens', 'bigint')
    .addColumn('output_tokens', 'bigint')
    .addColumn('payment_method', 'text')
    .addColumn('request_id', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('transactions_key', ['user_id', 'sequence'])
    .addCheckConstraint('remainder_is_part_of_a_kopeck', sql`remainder_after_micro_kopecks between 0 and 999999`)
    .execute()
  await db.schema
    .createIndex('transactions_by_type')
    .on('transactions')
    .columns(['user_id', 'type', 'sequence'])
    .execute()
}
