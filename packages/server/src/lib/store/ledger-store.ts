import type { Kysely } from 'kysely'
import { compiledQuery } from './compiled-query.ts'
import type { Database } from './database.ts'
import { rowInsert } from './row-insert.ts'
import type { LedgerStore } from './store.ts'

const reserveSequence = /* @__PURE__ */ compiledQuery((db, { userId, lines }: { userId: string; lines: number }) =>
  db
    .updateTable('users')
    .set((row) => ({ ledgerSequence: row('ledgerSequence', '+', lines) }))
    .where('id', '=', userId)
    .returning('ledgerSequence'),
)

const lastLine = /* @__PURE__ */ compiledQuery((db, { userId }: { userId: string }) =>
  db
    .selectFrom('transactions')
    .select(['sequence', 'balanceAfterKopecks', 'remainderAfterMicroKopecks'])
    .where('userId', '=', userId)
    .orderBy('sequence', 'desc')
    .limit(1),
)

const insertLines = /* @__PURE__ */ rowInsert('transactions', {
  columns: [
    'userId',
    'sequence',
    'id',
    'type',
    'amountKopecks',
    'balanceAfterKopecks',
    'remainderAfterMicroKopecks',
    'description',
    'model',
    'inputTokens',
    'outputTokens',
    'paymentMethod',
    'requestId',
    'createdAt',
  ],
})

/** Creates a ledger store on SQL. */
export function createLedgerStore(db: Kysely<Database>): LedgerStore {
  return {
    async open(userId, lines = 1) {
      // Increasing the sequence locks the user's row, so that lines are written one at a time in every database.
      const user = await reserveSequence.first(db, { userId, lines })
      if (user === undefined) throw new Error(`User ${userId} not found`)
      const last = await lastLine.first(db, { userId })
      return {
        nextSequence: user.ledgerSequence - lines + 1,
        balanceKopecks: last?.balanceAfterKopecks ?? 0,
        remainderMicroKopecks: last?.remainderAfterMicroKopecks ?? 0,
      }
    },
    append: (...lines) => insertLines(db, lines),
    balance: async (userId) => (await lastLine.first(db, { userId }))?.balanceAfterKopecks ?? 0,
    async list(userId, { type, limit, offset }) {
      const lines = db
        .selectFrom('transactions')
        .selectAll()
        .where('userId', '=', userId)
        .orderBy('sequence', 'desc')
        .limit(limit)
      if (type !== undefined) return lines.where('type', '=', type).offset(offset).execute()
      // Sequence numbers have no gaps, so even the oldest page is found without reading newer ones.
      const newest = (await lastLine.first(db, { userId }))?.sequence ?? 0
      return lines.where('sequence', '<=', newest - offset).execute()
    },
  }
}
