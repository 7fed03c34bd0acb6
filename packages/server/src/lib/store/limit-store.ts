import { type Kysely, sql } from 'kysely'
import type { Database } from './database.ts'
import type { LimitStore } from './store.ts'

/** Creates a limit store on SQL. The row of a scope is locked while an event in it is counted. */
export function createLimitStore(db: Kysely<Database>): LimitStore {
  const touch = async (scope: string, at: number): Promise<number> => {
    const { counted } = await db
      .insertInto('limitScopes')
      .values({ scope, counted: 1, lastAt: at })
      .onConflict((conflict) =>
        conflict.column('scope').doUpdateSet((row) => ({ counted: row('limitScopes.counted', '+', 1), lastAt: at })),
      )
      .returning('counted')
      .executeTakeFirstOrThrow()
    return counted
  }
  const findEvent = (scope: string, slot: number) =>
    db.selectFrom('limitEvents').select('at').where('scope', '=', scope).where('slot', '=', slot).executeTakeFirst()

  return {
    // The last `maxEvents` events are stored in a ring buffer: the slot that an event overwrites holds the oldest of them.
    async count(scope, { maxEvents, at }) {
      const slot = (await touch(scope, at)) % maxEvents
      const oldest = await findEvent(scope, slot)
      await db
        .insertInto('limitEvents')
        .values({ scope, slot, at })
        .onConflict((conflict) => conflict.columns(['scope', 'slot']).doUpdateSet({ at }))
        .execute()
      return oldest?.at
    },
    async findOldest(scope, maxEvents) {
      const row = await db.selectFrom('limitScopes').select('counted').where('scope', '=', scope).executeTakeFirst()
      return row === undefined ? undefined : (await findEvent(scope, (row.counted + 1) % maxEvents))?.at
    },
    async lock(scope, at) {
      await touch(scope, at)
    },
    async acquireSlot(slot) {
      await db.insertInto('places').values(slot).execute()
    },
    async releaseSlot(id) {
      await db.deleteFrom('places').where('id', '=', id).execute()
    },
    async countSlots({ kind, userId, keyId }, at) {
      const { count } = await db
        .selectFrom('places')
        .select((is) => is.fn.countAll<number | string>().as('count'))
        .where('userId', '=', userId)
        .where('kind', '=', kind)
        .where('expiresAt', '>', at)
        .$if(keyId !== undefined, (query) => query.where('keyId', '=', keyId!))
        .executeTakeFirstOrThrow()
      return Number(count)
    },
    async totalSlots(userId, at) {
      const rows = await db
        .selectFrom('places')
        .select((is) => [
          'kind',
          'keyId',
          is.fn.countAll<number | string>().as('count'),
          // As text: the type of a sum differs between databases, and a driver may not represent it exactly.
          sql<string>`cast(sum(held_micro_kopecks) as text)`.as('held'),
        ])
        .where('userId', '=', userId)
        .where('expiresAt', '>', at)
        .groupBy(['kind', 'keyId'])
        .execute()
      return rows.map(({ kind, keyId, count, held }) => {
        return { kind, keyId, count: Number(count), heldMicroKopecks: BigInt(held) }
      })
    },
    async renewSlots(holder, expiresAt) {
      await db.updateTable('places').set({ expiresAt }).where('holder', '=', holder).execute()
    },
    async purge({ inactiveSince, expiredAt }) {
      await db.deleteFrom('limitScopes').where('lastAt', '<', inactiveSince).execute()
      await db.deleteFrom('places').where('expiresAt', '<=', expiredAt).execute()
    },
  }
}
