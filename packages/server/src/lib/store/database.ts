import type { ApiKeyRecord, ResponseRecord, UsageRecord, User } from './store.ts'

/** A row of `idempotency_records`: the reply lies in nullable columns. */
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
}

/** Tables, spelled in camelCase here and in snake_case in the database. */
export interface Database {
  users: User
  apiKeys: ApiKeyRecord
  usageRecords: UsageRecord
  idempotencyRecords: IdempotencyRow
  responses: ResponseRecord
  settings: { readonly name: string; readonly value: string }
}
