import { type Kysely, PostgresAdapter } from 'kysely'
import type { Database } from './database.ts'
import type { WebhookStore } from './job-records.ts'

/** Creates a webhook store on SQL; its table holds the webhooks that are not delivered yet. */
export function createWebhookStore(db: Kysely<Database>): WebhookStore {
  return {
    async add(webhook) {
      await db
        .insertInto('webhooks')
        .values({ ...webhook, attempts: 0, availableAt: 0 })
        .execute()
    },
    claim(until, now) {
      const due = db
        .selectFrom('webhooks')
        .select('id')
        .where('availableAt', '<=', now)
        .orderBy('availableAt')
        .limit(1)
        .$if(db.getExecutor().adapter instanceof PostgresAdapter, (query) => query.forUpdate().skipLocked())
      return db
        .updateTable('webhooks')
        .set((row) => ({ availableAt: until, attempts: row('attempts', '+', 1) }))
        .where('id', '=', due)
        .returningAll()
        .executeTakeFirst()
    },
    async defer(id, availableAt) {
      await db.updateTable('webhooks').set({ availableAt }).where('id', '=', id).execute()
    },
    async remove(id) {
      await db.deleteFrom('webhooks').where('id', '=', id).execute()
    },
  }
}
