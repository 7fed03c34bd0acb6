import { type Kysely, sql } from 'kysely'
import { compiledQuery } from './compiled-query.ts'
import type { Database } from './database.ts'
import { rowInsert } from './row-insert.ts'
import type { LimitStore, SlotKind } from './store.ts'

const insertSlots = /* @__PURE__ */ rowInsert('places', {
  columns: ['id', 'holder', 'kind', 'userId', 'keyId', 'expiresAt', 'heldMicroKopecks'],
})
const deleteSlot = /* @__PURE__ */ compiledQuery((db, { id }: { readonly id: string }) =>
  db.deleteFrom('places').where('id', '=', id),
)

/** Unexpired slots of a user. */
interface SlotQuery {
  readonly userId: string
  readonly kind: SlotKind
  readonly at: number
}

const countSlots = /* @__PURE__ */ compiledQuery((db, query: SlotQuery) => selectCount(db, query))
const countSlotsOfKey = /* @__PURE__ */ compiledQuery((db, query: SlotQuery & { readonly keyId: string }) =>
  selectCount(db, query).where('keyId', '=', query.keyId),
)
const totalSlots = /* @__PURE__ */ compiledQuery((db, { userId, at }: Omit<SlotQuery, 'kind'>) =>
  db
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
    .groupBy(['kind', 'keyId']),
)

function selectCount(db: Kysely<Database>, { userId, kind, at }: SlotQuery) {
  return db
    .selectFrom('places')
    .select((is) => is.fn.countAll<number | string>().as('count'))
    .where('userId', '=', userId)
    .where('kind', '=', kind)
    .where('expiresAt', '>', at)
}

async function readEvents(
  db: Kysely<Database>,
  scope: string,
  { after, until }: Parameters<LimitStore['readEvents']>[1],
): ReturnType<LimitStore['readEvents']> {
  const row = await db
    .selectFrom('limitEvents')
    .select((is) => [is.fn.countAll<number | string>().as('count'), is.fn.max('at').as('latest')])
    .where('scope', '=', scope)
    .where('at', '>', after)
    .where('at', '<=', until)
    .executeTakeFirstOrThrow()
  return { count: Number(row.count), latest: row.latest === null ? undefined : Number(row.latest) }
}

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
    readEvents: (scope, range) => readEvents(db, scope, range),
    async lock(scope, at) {
      await touch(scope, at)
    },
    acquireSlot: (slot) => insertSlots(db, [{ heldMicroKopecks: 0, ...slot }]),
    async releaseSlot(id) {
      await deleteSlot.run(db, { id })
    },
    async countSlots({ kind, userId, keyId }, at) {
      const counted =
        keyId === undefined
          ? countSlots.first(db, { kind, userId, at })
          : countSlotsOfKey.first(db, { kind, userId, keyId, at })
      return Number((await counted)!.count)
    },
    async totalSlots(userId, at) {
      const rows = await totalSlots.all(db, { userId, at })
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
