import type { Kysely } from 'kysely'
import { compiledQuery } from './compiled-query.ts'
import type { Database } from './database.ts'
import type { User, UserStore } from './store.ts'

const columns = [
  'id',
  'name',
  'plan',
  'createdAt',
  'disabledAt',
  'overageEnabledAt',
  'subscriptionEndsAt',
] as const satisfies readonly (keyof User)[]

// SQLite has no `select … for update`; writing a row locks it in every database.
const lock = /* @__PURE__ */ compiledQuery((db, { id }: { readonly id: string }) =>
  db.updateTable('users').set({ id }).where('id', '=', id),
)

/** Creates a user store on SQL. */
export function createUserStore(db: Kysely<Database>): UserStore {
  return {
    async ensure(user) {
      await db
        .insertInto('users')
        .values(user)
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute()
    },
    find: (id) => db.selectFrom('users').select(columns).where('id', '=', id).executeTakeFirst(),
    list: () => db.selectFrom('users').select(columns).orderBy('createdAt').orderBy('id').execute(),
    async setPlan(id, plan) {
      await db.updateTable('users').set({ plan }).where('id', '=', id).execute()
    },
    async lock(id) {
      await lock.run(db, { id })
    },
  }
}
