import { join } from 'node:path'
import { ownerId } from '../../../../packages/server/src/lib/accounts/owner.ts'
import { openStore } from '../../../../packages/server/src/lib/store/open-store.ts'
import type { TransactionRecord, UsageRecord } from '../../../../packages/server/src/lib/store/store.ts'
import type { Place } from './place.ts'

/** Final state of the account in the store, oldest first. */
export interface Books {
  readonly balance: number
  readonly lines: readonly TransactionRecord[]
  readonly charges: readonly TransactionRecord[]
  readonly records: readonly UsageRecord[]
  /** Status of every job. */
  readonly jobs: readonly string[]
}

/** Reads the account's records once nothing writes to the store. */
export async function readBooks({ dataDir = '', databaseUrl }: Place): Promise<Books> {
  const store = await openStore(databaseUrl, join(dataDir, 'mira.db'))
  try {
    const lines = (await store.ledger.list(ownerId, { limit: 100_000, offset: 0 })).toReversed()
    return {
      balance: await store.ledger.balance(ownerId),
      lines,
      charges: lines.filter(({ type }) => type === 'charge'),
      records: await store.usage.list(ownerId, 0),
      jobs: (await store.jobs.list(ownerId, { limit: 100_000 })).map(({ status }) => status),
    }
  } finally {
    await store.close()
  }
}
