import type { JobStore, WebhookStore } from './job-records.ts'
import type { MediaRecordStore } from './media-records.ts'
import type { ResponseStore } from './response-records.ts'

/** User, the owner of API keys and a balance. All times in the store are milliseconds since 1970. */
export interface User {
  readonly id: string
  readonly name: string
  /** Id of the plan. */
  readonly plan: string
  readonly createdAt: number
  readonly disabledAt: number | null
  /** Time since which requests over the daily limit are charged instead of rejected; null if they are rejected. */
  readonly overageEnabledAt: number | null
  /** End of the prepaid subscription. */
  readonly subscriptionEndsAt: number | null
}

/** Stored API key: its keyed hash and displayable prefix, never the secret. */
export interface ApiKeyRecord {
  readonly id: string
  readonly userId: string
  readonly name: string
  /** HMAC-SHA256 of the key under the server's secret, in hex. */
  readonly keyHash: string
  /** First 16 characters of the key. */
  readonly keyPrefix: string
  readonly totalRequests: number
  readonly totalTokens: number
  readonly lastUsedAt: number | null
  readonly createdAt: number
  readonly revokedAt: number | null
}

/** Fields of an API key that authenticate a caller, with the user of the key. */
export interface KeyWithUser extends Pick<ApiKeyRecord, 'id' | 'keyHash' | 'keyPrefix' | 'revokedAt'> {
  readonly user: User
}

/** Outcome of a request: `cancelled` after a client disconnect, `error` when the server failed. */
export type UsageOutcome = 'completed' | 'cancelled' | 'error'

/** Usage of a request. */
export interface UsageRecord {
  readonly id: string
  readonly userId: string
  readonly keyId: string
  readonly requestId: string
  /** Path of the endpoint, such as `/v1/embeddings`. */
  readonly endpoint: string
  readonly model: string
  readonly inputTokens: number
  readonly outputTokens: number
  readonly outcome: UsageOutcome
  /** Exact cost in millionths of a kopeck. */
  readonly costMicroKopecks: number
  /** Kopecks deducted from the balance. */
  readonly chargedKopecks: number
  readonly createdAt: number
}

/** Grouping of usage sums. */
export type UsageGroup = 'day' | 'model' | 'endpoint' | 'keyId'

/** Range of days, `YYYY-MM-DD` in UTC, both inclusive. */
export interface DaySpan {
  readonly from: string
  readonly to: string
}

/** Sum of usage records. */
export interface UsageSum {
  readonly completed: number
  readonly cancelled: number
  readonly errors: number
  readonly inputTokens: number
  readonly outputTokens: number
  /** A bigint, because the sum may exceed the safe integers. */
  readonly costMicroKopecks: bigint
  readonly chargedKopecks: number
}

/** Sum of the usage records of one group. */
export interface UsageGroupSum extends UsageSum {
  readonly group: string
}

/** Type of a balance change. */
export type TransactionType = 'charge' | 'topup' | 'refund' | 'bonus' | 'adjustment'

/** Line of a user's ledger, which is append-only. */
export interface TransactionRecord {
  readonly userId: string
  /** Position in the user's ledger, from 1 without gaps. */
  readonly sequence: number
  readonly id: string
  readonly type: TransactionType
  /** Negative for a deduction from the balance. */
  readonly amountKopecks: number
  readonly balanceAfterKopecks: number
  /** Consumption that does not add up to a whole kopeck yet, 0 to 999,999. */
  readonly remainderAfterMicroKopecks: number
  readonly description: string | null
  readonly model: string | null
  readonly inputTokens: number | null
  readonly outputTokens: number | null
  readonly paymentMethod: string | null
  /** Id of the charged request. */
  readonly requestId: string | null
  readonly createdAt: number
}

/** Current state of a ledger, and the sequence number of its next line. */
export interface LedgerPosition {
  readonly nextSequence: number
  readonly balanceKopecks: number
  readonly remainderMicroKopecks: number
}

/** Query for a page of ledger lines. */
export interface TransactionQuery {
  readonly limit: number
  readonly offset: number
  readonly type?: TransactionType | undefined
}

/** Reply stored for idempotent replays. */
export interface StoredReply {
  readonly status: number
  readonly contentType: string
  /** Body in base64, for both text and binary replies. */
  readonly body: string
}

/** Idempotency key of an API key; its run is in progress while `reply` is null. */
export interface IdempotencyRecord {
  readonly keyId: string
  readonly idempotencyKey: string
  /** Hash of method, path and body. */
  readonly fingerprint: string
  /** Id of the run that holds the key; a crashed run loses it at `lockedUntil`. */
  readonly runId: string
  readonly lockedUntil: number
  readonly expiresAt: number
  readonly reply: StoredReply | null
}

/** Store of users. */
export interface UserStore {
  /** Adds the user unless the id is taken. */
  ensure(user: User): Promise<void>
  /** Returns the user with an id. */
  find(id: string): Promise<User | undefined>
  /** Lists all users, oldest first. */
  list(): Promise<readonly User[]>
  /** Changes the plan of a user. */
  setPlan(id: string, plan: string): Promise<void>
  /** Locks the user until the enclosing transaction ends; other changes and locks wait. */
  lock(id: string): Promise<void>
}

/** Store of API keys. */
export interface ApiKeyStore {
  /** Adds the key unless its hash exists. Returns whether it was added. */
  add(record: ApiKeyRecord): Promise<boolean>
  /** Returns the key with a hash, and its user. */
  findByHash(keyHash: string): Promise<KeyWithUser | undefined>
  /** Returns the key with an id. */
  find(id: string): Promise<ApiKeyRecord | undefined>
  /** Returns those of the given keys that are no longer valid: unknown, revoked, or of a disabled user. */
  listInvalid(ids: readonly string[]): Promise<readonly string[]>
  /** Lists the active keys of a user, newest first. */
  listActive(userId: string): Promise<readonly ApiKeyRecord[]>
  /** Revokes a key of the user, even if it is revoked already. Returns whether the key exists. */
  revoke(key: { readonly id: string; readonly userId: string }, at: number): Promise<boolean>
  /** Increments the counters of a key and updates its time of last use. */
  count(id: string, used: { readonly requests: number; readonly tokens: number; readonly at: number }): Promise<void>
}

/** Query for a page of usage records. */
export interface UsagePageQuery {
  /** Last record of the previous page; a time with an empty id starts at that time. */
  readonly after: Pick<UsageRecord, 'createdAt' | 'id'>
  /** Exclusive end of the time range. */
  readonly before: number
  /** Selects one user. Defaults to all users. */
  readonly userId?: string | undefined
  readonly limit: number
}

/** Store of usage records and their daily sums. */
export interface UsageStore {
  /**
   * Adds records and updates the sums of their days. Of the failed requests of a key, which cost nothing, only the first
   * 1,000 of a day are stored; the sums include all. Must be called inside a transaction.
   */
  add(...records: readonly UsageRecord[]): Promise<void>
  /** Lists the records of a user from `since` on, oldest first. */
  list(userId: string, since: number): Promise<readonly UsageRecord[]>
  /** Returns a page of the records of one user or of all, oldest first. */
  page(query: UsagePageQuery): Promise<readonly UsageRecord[]>
  /** Counts the requests after `since` whose outcome is not `error`, up to `max`. */
  count(userId: string, query: { since: number; max: number; model?: string | undefined }): Promise<number>
  /** Sums usage over days; the cost does not depend on the number of records. */
  sum(userId: string, days: DaySpan): Promise<UsageSum>
  /** Sums usage over days by group, ordered by group. */
  sumBy(userId: string, days: DaySpan, group: UsageGroup): Promise<readonly UsageGroupSum[]>
}

/** Store of ledgers. */
export interface LedgerStore {
  /**
   * Locks a user's ledger until the enclosing transaction ends and returns its current state. `append` must follow, as
   * the sequence numbers are already used.
   *
   * @param lines - Number of lines to append. Defaults to 1.
   */
  open(userId: string, lines?: number): Promise<LedgerPosition>
  /** Appends lines, the first at the sequence number returned by `open`. */
  append(...lines: readonly TransactionRecord[]): Promise<void>
  /** Returns the balance after the last line, in kopecks; 0 if there is none. */
  balance(userId: string): Promise<number>
  /** Lists the lines of a ledger, newest first. */
  list(userId: string, query: TransactionQuery): Promise<readonly TransactionRecord[]>
}

/** Store of idempotency keys and their replies. */
export interface IdempotencyStore {
  /**
   * Claims the key for a run, or returns the record that holds it. Replaces an expired record, and a run without a
   * reply whose lock has expired.
   */
  claim(record: IdempotencyRecord, now: number): Promise<IdempotencyRecord>
  /** Extends the lock of the run that holds the key. */
  renew(claim: IdempotencyRecord, lockedUntil: number): Promise<void>
  /** Stores the reply of the run that holds the key. */
  complete(claim: IdempotencyRecord, reply: StoredReply): Promise<void>
  /** Marks the run as charged. Returns false if the key was already charged or is held by another run. */
  markCharged(claim: IdempotencyRecord, at: number): Promise<boolean>
  /** Releases the key, so that a repeated request runs again. A charge stays recorded until the key expires. */
  release(claim: IdempotencyRecord): Promise<void>
  /** Deletes expired records. */
  purge(now: number): Promise<void>
}

/** Store of named settings. */
export interface SettingStore {
  /** Returns the value of a setting. */
  get(name: string): Promise<string | undefined>
  /** Sets the value of a setting. */
  set(name: string, value: string): Promise<void>
}

/** Event of a limit; the last `maxEvents` events of a scope are stored. */
export interface LimitEvent {
  readonly maxEvents: number
  readonly at: number
}

/** Kind of a concurrency slot: that of a request, of an open stream, or of a response within a realtime session. */
export type SlotKind = 'request' | 'stream' | 'response'

/** Concurrency slot held by a process; the slot of a crashed process expires at `expiresAt`. */
export interface SlotRecord {
  readonly id: string
  /** Id of the process. */
  readonly holder: string
  readonly kind: SlotKind
  readonly userId: string
  readonly keyId: string
  readonly expiresAt: number
  /** Part of the balance that the slot's request holds, in millionths of a kopeck. Defaults to 0. */
  readonly heldMicroKopecks?: number | undefined
}

/** Slots of one kind that a key holds. */
export interface SlotTotal {
  readonly kind: SlotKind
  readonly keyId: string
  readonly count: number
  /** Part of the balance that their requests hold, in millionths of a kopeck. */
  readonly heldMicroKopecks: bigint
}

/** Store of limits that all processes on the store share. */
export interface LimitStore {
  /**
   * Counts an event. Must be called inside a transaction, which keeps the scope locked and must be rolled back if the
   * event is rejected.
   *
   * @returns Time of the event that is `maxEvents` events older; undefined if there were fewer.
   */
  count(scope: string, event: LimitEvent): Promise<number | undefined>
  /** Counts the stored events of a scope in a range of time, and returns the time of the latest one. */
  readEvents(
    scope: string,
    range: { readonly after: number; readonly until: number },
  ): Promise<{ readonly count: number; readonly latest: number | undefined }>
  /** Locks the scope until the enclosing transaction ends; other locks and counts wait. */
  lock(scope: string, at: number): Promise<void>
  /** Adds a slot. */
  acquireSlot(slot: SlotRecord): Promise<void>
  /** Removes a slot. */
  releaseSlot(id: string): Promise<void>
  /** Counts the unexpired slots of a user, or of one key of the user. */
  countSlots(
    of: { readonly kind: SlotKind; readonly userId: string; readonly keyId?: string | undefined },
    at: number,
  ): Promise<number>
  /** Returns the unexpired slots of a user, by kind and key. */
  totalSlots(userId: string, at: number): Promise<readonly SlotTotal[]>
  /** Renews all slots of a process. */
  renewSlots(holder: string, expiresAt: number): Promise<void>
  /** Deletes scopes without events since `inactiveSince`, and slots that expired by `expiredAt`. */
  purge(times: { readonly inactiveSince: number; readonly expiredAt: number }): Promise<void>
}

/** Persistent data of the server. Every implementation passes the suite in `store.test.ts`. */
export interface Store {
  readonly users: UserStore
  readonly apiKeys: ApiKeyStore
  readonly usage: UsageStore
  readonly ledger: LedgerStore
  readonly idempotency: IdempotencyStore
  readonly responses: ResponseStore
  readonly media: MediaRecordStore
  readonly settings: SettingStore
  readonly jobs: JobStore
  readonly webhooks: WebhookStore
  readonly limits: LimitStore
  /** Runs `work` in a transaction, which is rolled back if it rejects. The outer store must not be used inside. */
  transaction<Result>(work: (store: Store) => Promise<Result>): Promise<Result>
  /** Runs reads on a consistent snapshot of the store. */
  snapshot<Result>(read: (store: Store) => Promise<Result>): Promise<Result>
  /** Closes the connections of the store. */
  close(): Promise<void>
}
