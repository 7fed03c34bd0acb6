import type { Kysely } from 'kysely'
import type { Database } from './database.ts'
import type { MediaRecordStore } from './media-records.ts'

/** Creates a store of media file metadata on SQL. */
export function createMediaRecordStore(db: Kysely<Database>): MediaRecordStore {
  return {
    async begin(file) {
      await db
        .insertInto('mediaFiles')
        .values({ ...file, bytes: null, sha256: null })
        .execute()
    },
    async finish(id, content) {
      const { numUpdatedRows } = await db.updateTable('mediaFiles').set(content).where('id', '=', id).executeTakeFirst()
      if (numUpdatedRows !== 1n) throw new Error(`Media ${id} was removed while it was being written`)
    },
    find: (id) => db.selectFrom('mediaFiles').selectAll().where('id', '=', id).executeTakeFirst(),
    async remove(id) {
      await db.deleteFrom('mediaFiles').where('id', '=', id).execute()
    },
    async listStale({ expiredAt, startedBefore, limit }) {
      const stale = await db
        .selectFrom('mediaFiles')
        .select('id')
        .where((is) =>
          is.or([
            is('expiresAt', '<=', expiredAt),
            is.and([is('bytes', 'is', null), is('createdAt', '<', startedBefore)]),
          ]),
        )
        .limit(limit)
        .execute()
      return stale.map(({ id }) => id)
    },
  }
}
