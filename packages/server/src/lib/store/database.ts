import type { Generated } from 'kysely'
import type { JobRecord, WebhookRecord } from './job-records.ts'
import type { MediaRecord } from './media-records.ts'
import type { ResponseEventsRecord, ResponseRecord } from './response-records.ts'
import type { ApiKeyRecord, SlotRecord, TransactionRecord, UsageRecord, User } from './store.ts'

/** Row of `users`, with the sequence number of the last line of the user's ledger. */
export interface UserRow extends User {
  readonly ledgerSequence: Generated<number>
}

/** Row of `usage_days`: usage per day, key, endpoint and model. Sums may exceed the safe integers. */
export interface UsageDayRow {
  readonly userId: string
  readonly day: string
  readonly keyId: string
  readonly endpoint: string
  readonly model: string
  readonly completed: bigint
  readonly cancelled: bigint
  readonly errors: bigint
  readonly inputTokens: bigint
  readonly outputTokens: bigint
  readonly costMicroKopecks: bigint
  readonly chargedKopecks: bigint
}

/** Row of `idempotency_records`, with the reply in nullable columns. */
export interface IdempotencyRow {
  readonly keyId: string
  readonly idempotencyKey: string
  readonly fingerprint: string
  readonly runId: string
  readonly lockedUntil: number
  readonly expiresAt: number
  readonly status: number | null
  readonly contentType: string | null
  readonly body: string | null
  /** Time when a run of this key was charged. */
  readonly chargedAt: number | null
}

/** Row of `limit_scopes`: number of events counted so far. */
export interface LimitScopeRow {
  readonly scope: string
  readonly counted: number
  readonly lastAt: number
}

/** Row of `limit_events`: one of the last events of a scope. */
export interface LimitEventRow {
  readonly scope: string
  readonly slot: number
  readonly at: number
}

/** Tables of the database, in camelCase here and in snake_case in the database. */
export interface Database {
  users: UserRow
  apiKeys: ApiKeyRecord
  usageRecords: UsageRecord
  usageDays: UsageDayRow
  transactions: TransactionRecord
  idempotencyRecords: IdempotencyRow
  responses: ResponseRecord
  responseEvents: ResponseEventsRecord
  mediaFiles: MediaRecord
  settings: { readonly name: string; readonly value: string }
  jobs: JobRecord
  jobInputs: { readonly jobId: string; readonly data: string }
  webhooks: WebhookRecord
  limitScopes: LimitScopeRow
  limitEvents: LimitEventRow
  places: SlotRecord
}
