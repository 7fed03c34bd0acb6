import { type Kysely, sql } from 'kysely'
import type { Database, IdempotencyRow } from './database.ts'
import type { IdempotencyRecord, IdempotencyStore } from './store.ts'

/** Creates an idempotency store on SQL. A single statement claims a key, so two processes cannot both hold it. */
export function createIdempotencyStore(db: Kysely<Database>): IdempotencyStore {
  return {
    claim: (record, now) => claim(db, record, now),
    async renew(claim, lockedUntil) {
      await db
        .updateTable('idempotencyRecords')
        .set({ lockedUntil })
        .where((is) => is.and(ownerOf(claim)))
        .execute()
    },
    async complete(claim, { status, contentType, body }) {
      await db
        .updateTable('idempotencyRecords')
        .set({ status, contentType, body })
        .where((is) => is.and(ownerOf(claim)))
        .execute()
    },
    async markCharged(claim, at) {
      const { numUpdatedRows } = await db
        .updateTable('idempotencyRecords')
        .set({ chargedAt: at })
        .where((is) => is.and(ownerOf(claim)))
        .where('chargedAt', 'is', null)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },
    async release(claim) {
      await db
        .updateTable('idempotencyRecords')
        .set({ lockedUntil: 0 })
        .where((is) => is.and(ownerOf(claim)))
        .where('chargedAt', 'is not', null)
        .execute()
      await db
        .deleteFrom('idempotencyRecords')
        .where((is) => is.and(ownerOf(claim)))
        .where('chargedAt', 'is', null)
        .execute()
    },
    async purge(now) {
      await db.deleteFrom('idempotencyRecords').where('expiresAt', '<=', now).execute()
    },
  }
}

async function claim(db: Kysely<Database>, record: IdempotencyRecord, now: number): Promise<IdempotencyRecord> {
  const row = toRow(record)
  await db
    .insertInto('idempotencyRecords')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['keyId', 'idempotencyKey'])
        .doUpdateSet({
          ...row,
          // A run that crashed after it was charged is not charged again when it is repeated.
          chargedAt: sql`case when idempotency_records.expires_at <= ${now} then null
            else idempotency_records.charged_at end`,
        })
        .where((is) =>
          is.or([
            is('idempotencyRecords.expiresAt', '<=', now),
            is.and([is('idempotencyRecords.status', 'is', null), is('idempotencyRecords.lockedUntil', '<=', now)]),
          ]),
        ),
    )
    .execute()
  const holder = await db
    .selectFrom('idempotencyRecords')
    .selectAll()
    .where('keyId', '=', record.keyId)
    .where('idempotencyKey', '=', record.idempotencyKey)
    .executeTakeFirst()
  // The holder may have released the key between the two statements.
  return holder === undefined ? claim(db, record, now) : toRecord(holder)
}

function ownerOf({ keyId, idempotencyKey, runId }: IdempotencyRecord) {
  return { keyId, idempotencyKey, runId }
}

function toRow({ reply, ...record }: IdempotencyRecord): IdempotencyRow {
  return {
    ...record,
    status: reply?.status ?? null,
    contentType: reply?.contentType ?? null,
    body: reply?.body ?? null,
    chargedAt: null,
  }
}

function toRecord({ status, contentType, body, chargedAt: _, ...record }: IdempotencyRow): IdempotencyRecord {
  const isComplete = status !== null && contentType !== null && body !== null
  return { ...record, reply: isComplete ? { status, contentType, body } : null }
}
