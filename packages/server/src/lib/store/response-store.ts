import type { Kysely } from 'kysely'
import type { Database } from './database.ts'
import type { ResponseStore } from './response-records.ts'

/** Creates a response store on SQL. */
export function createResponseStore(db: Kysely<Database>): ResponseStore {
  return {
    async add(record) {
      await db.insertInto('responses').values(record).execute()
    },
    find: (id, keyId) =>
      db.selectFrom('responses').selectAll().where('id', '=', id).where('keyId', '=', keyId).executeTakeFirst(),
    async update(id, changes) {
      const update = db.updateTable('responses').set(changes).where('id', '=', id)
      return (await update.where('leaseExpiresAt', 'is not', null).executeTakeFirst()).numUpdatedRows === 1n
    },
    listAbandoned: (expiredAt) =>
      db.selectFrom('responses').selectAll().where('leaseExpiresAt', '<=', expiredAt).execute(),
    async addEvents(record) {
      await db.insertInto('responseEvents').values(record).execute()
    },
    listEvents: (responseId, after) =>
      db
        .selectFrom('responseEvents')
        .selectAll()
        .where('responseId', '=', responseId)
        .where('lastNumber', '>', after)
        .orderBy('lastNumber')
        .execute(),
    async remove(id, keyId) {
      const removal = db.deleteFrom('responses').where('id', '=', id).where('keyId', '=', keyId)
      return (await removal.executeTakeFirst()).numDeletedRows === 1n
    },
    async purge(createdBefore) {
      await db.deleteFrom('responses').where('createdAt', '<', createdBefore).execute()
    },
  }
}
