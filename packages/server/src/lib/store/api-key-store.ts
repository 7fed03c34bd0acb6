import { type Kysely, sql } from 'kysely'
import { compiledQuery } from './compiled-query.ts'
import type { Database } from './database.ts'
import type { ApiKeyStore } from './store.ts'

const findWithUser = /* @__PURE__ */ compiledQuery((db, { keyHash }: { readonly keyHash: string }) =>
  db
    .selectFrom('apiKeys')
    .innerJoin('users', 'users.id', 'apiKeys.userId')
    .select(['apiKeys.id', 'keyHash', 'keyPrefix', 'revokedAt'])
    .select(['userId', 'users.name', 'plan', 'users.createdAt', 'disabledAt', 'overageEnabledAt', 'subscriptionEndsAt'])
    .where('keyHash', '=', keyHash),
)

/** Use of an API key. */
interface KeyUse {
  readonly id: string
  readonly requests: number
  readonly tokens: number
  readonly at: number
}

const countUse = /* @__PURE__ */ compiledQuery((db, { id, requests, tokens, at }: KeyUse) =>
  db
    .updateTable('apiKeys')
    .set((row) => ({
      totalRequests: row('totalRequests', '+', requests),
      totalTokens: row('totalTokens', '+', tokens),
      // For requests that end concurrently, the later time wins, regardless of the order of writes.
      lastUsedAt: sql<number>`case when last_used_at > ${at} then last_used_at else ${at} end`,
    }))
    .where('id', '=', id),
)

/** Creates an API key store on SQL. */
export function createApiKeyStore(db: Kysely<Database>): ApiKeyStore {
  return {
    async add(record) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('apiKeys')
        .values(record)
        // Without a column: of two servers that adopt one key at once, either its id or its hash may collide first.
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return numInsertedOrUpdatedRows === 1n
    },
    async findByHash(keyHash) {
      const row = await findWithUser.first(db, { keyHash })
      if (row === undefined) return undefined
      const { id, keyHash: hash, keyPrefix, revokedAt, userId, ...user } = row
      return { id, keyHash: hash, keyPrefix, revokedAt, user: { id: userId, ...user } }
    },
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
    async count(id, use) {
      await countUse.run(db, { id, ...use })
    },
  }
}
