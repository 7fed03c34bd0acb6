import type { Kysely } from 'kysely'
import type { Database } from './database.ts'
import type { LedgerStore } from './store.ts'

/** Creates a ledger store on SQL. */
export function createLedgerStore(db: Kysely<Database>): LedgerStore {
  const lastLine = (userId: string) =>
    db
      .selectFrom('transactions')
      .select(['sequence', 'balanceAfterKopecks', 'remainderAfterMicroKopecks'])
      .where('userId', '=', userId)
      .orderBy('sequence', 'desc')
      .limit(1)
      .executeTakeFirst()

  return {
    async open(userId) {
      // Incrementing the sequence locks the user's row, so that lines are written one at a time in every database.
      const { ledgerSequence } = await db
        .updateTable('users')
        .set((row) => ({ ledgerSequence: row('ledgerSequence', '+', 1) }))
        .where('id', '=', userId)
        .returning('ledgerSequence')
        .executeTakeFirstOrThrow()
      const last = await lastLine(userId)
      return {
        nextSequence: ledgerSequence,
        balanceKopecks: last?.balanceAfterKopecks ?? 0,
        remainderMicroKopecks: last?.remainderAfterMicroKopecks ?? 0,
      }
    },
    async append(record) {
      await db.insertInto('transactions').values(record).execute()
    },
    balance: async (userId) => (await lastLine(userId))?.balanceAfterKopecks ?? 0,
    async list(userId, { type, limit, offset }) {
      const lines = db
        .selectFrom('transactions')
        .selectAll()
        .where('userId', '=', userId)
        .orderBy('sequence', 'desc')
        .limit(limit)
      if (type !== undefined) return lines.where('type', '=', type).offset(offset).execute()
      // Sequence numbers have no gaps, so even the oldest page is found without reading newer ones.
      const newest = (await lastLine(userId))?.sequence ?? 0
      return lines.where('sequence', '<=', newest - offset).execute()
    },
  }
}
