import { type Kysely, sql } from 'kysely'
import type { Database } from './database.ts'
import { createIdempotencyStore } from './idempotency-store.ts'
import { createJobStore } from './job-store.ts'
import { createLedgerStore } from './ledger-store.ts'
import { createLimitStore } from './limit-store.ts'
import { createMediaRecordStore } from './media-record-store.ts'
import type { ApiKeyStore, ResponseStore, SettingStore, Store, User, UserStore } from './store.ts'
import { createUsageStore } from './usage-store.ts'
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

const userColumns = [
  'id',
  'name',
  'plan',
  'createdAt',
  'disabledAt',
  'overageEnabledAt',
  'subscriptionEndsAt',
] as const satisfies readonly (keyof User)[]

function createUserStore(db: Kysely<Database>): UserStore {
  return {
    async ensure(user) {
      await db
        .insertInto('users')
        .values(user)
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute()
    },
    find: (id) => db.selectFrom('users').select(userColumns).where('id', '=', id).executeTakeFirst(),
    list: () => db.selectFrom('users').select(userColumns).orderBy('createdAt').orderBy('id').execute(),
    async setPlan(id, plan) {
      await db.updateTable('users').set({ plan }).where('id', '=', id).execute()
    },
    async lock(id) {
      // SQLite has no `select … for update`; writing a row locks it in every database.
      await db.updateTable('users').set({ id }).where('id', '=', id).execute()
    },
  }
}

function createApiKeyStore(db: Kysely<Database>): ApiKeyStore {
  return {
    async add(record) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('apiKeys')
        .values(record)
        .onConflict((conflict) => conflict.column('keyHash').doNothing())
        .executeTakeFirst()
      return numInsertedOrUpdatedRows === 1n
    },
    findByHash: (keyHash) => db.selectFrom('apiKeys').selectAll().where('keyHash', '=', keyHash).executeTakeFirst(),
    find: (id) => db.selectFrom('apiKeys').selectAll().where('id', '=', id).executeTakeFirst(),
    async listInvalid(ids) {
      if (ids.length === 0) return []
      const alive = await db
        .selectFrom('apiKeys')
        .innerJoin('users', 'users.id', 'apiKeys.userId')
        .select('apiKeys.id')
        .where('apiKeys.id', 'in', [...ids])
        .where('revokedAt', 'is', null)
        .where('disabledAt', 'is', null)
        .execute()
      const aliveIds = new Set(alive.map(({ id }) => id))
      return ids.filter((id) => !aliveIds.has(id))
    },
    listActive: (userId) =>
      db
        .selectFrom('apiKeys')
        .selectAll()
        .where('userId', '=', userId)
        .where('revokedAt', 'is', null)
        .orderBy('createdAt', 'desc')
        .orderBy('id')
        .execute(),
    async revoke({ id, userId }, at) {
      const { numUpdatedRows } = await db
        .updateTable('apiKeys')
        .set({ revokedAt: at })
        .where('id', '=', id)
        .where('userId', '=', userId)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },
    async count(id, { requests, tokens, at }) {
      await db
        .updateTable('apiKeys')
        .set((row) => ({
          totalRequests: row('totalRequests', '+', requests),
          totalTokens: row('totalTokens', '+', tokens),
          // For requests that end concurrently, the later time wins, regardless of the order of writes.
          lastUsedAt: sql<number>`case when last_used_at > ${at} then last_used_at else ${at} end`,
        }))
        .where('id', '=', id)
        .execute()
    },
  }
}

function createResponseStore(db: Kysely<Database>): ResponseStore {
  return {
    async add(record) {
      await db.insertInto('responses').values(record).execute()
    },
    find: (id, keyId) =>
      db.selectFrom('responses').selectAll().where('id', '=', id).where('keyId', '=', keyId).executeTakeFirst(),
    async remove(id, keyId) {
      const removal = db.deleteFrom('responses').where('id', '=', id).where('keyId', '=', keyId)
      return (await removal.executeTakeFirst()).numDeletedRows === 1n
    },
    async purge(createdBefore) {
      await db.deleteFrom('responses').where('createdAt', '<', createdBefore).execute()
    },
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
