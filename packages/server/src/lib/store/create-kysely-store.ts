import type { Kysely } from 'kysely'
import { createApiKeyStore } from './api-key-store.ts'
import type { Database } from './database.ts'
import { createIdempotencyStore } from './idempotency-store.ts'
import { createJobStore } from './job-store.ts'
import { createLedgerStore } from './ledger-store.ts'
import { createLimitStore } from './limit-store.ts'
import { createMediaRecordStore } from './media-record-store.ts'
import { createResponseStore } from './response-store.ts'
import type { SettingStore, Store } from './store.ts'
import { createUsageStore } from './usage-store.ts'
import { createUserStore } from './user-store.ts'
import { createWebhookStore } from './webhook-store.ts'

/** Creates a store on any SQL database that Kysely supports, with the tables of `migrate`. */
export function createKyselyStore(db: Kysely<Database>): Store {
  return {
    users: createUserStore(db),
    apiKeys: createApiKeyStore(db),
    usage: createUsageStore(db),
    ledger: createLedgerStore(db),
    idempotency: createIdempotencyStore(db),
    responses: createResponseStore(db),
    media: createMediaRecordStore(db),
    settings: createSettingStore(db),
    jobs: createJobStore(db),
    webhooks: createWebhookStore(db),
    limits: createLimitStore(db),
    transaction: (work) => db.transaction().execute((transaction) => work(createKyselyStore(transaction))),
    snapshot: (read) =>
      db
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute((transaction) => read(createKyselyStore(transaction))),
    close: () => db.destroy(),
  }
}

function createSettingStore(db: Kysely<Database>): SettingStore {
  return {
    async get(name) {
      return (await db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst())?.value
    },
    async set(name, value) {
      await db
        .insertInto('settings')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute()
    },
  }
}
