import type { JobStore, WebhookStore } from './job-records.ts'
import type { MediaRecordStore } from './media-records.ts'

/** Who owns keys and is charged. Times are milliseconds since 1970 everywhere in the store. */
export interface User {
  readonly id: string
  readonly name: string
  /** Id of the plan. */
  readonly plan: string
  readonly createdAt: number
  readonly disabledAt: number | null
  /** Since when requests over the daily limit are charged instead of refused. */
  readonly overageEnabledAt: number | null
  /** Until when the plan is paid in advance. */
  readonly subscriptionEndsAt: number | null
}

/** An API key as it is kept: never the secret, only its keyed hash and the part shown to people. */
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

/** How a request ended: `cancelled` when its caller left, `error` when the server failed it. */
export type UsageOutcome = 'completed' | 'cancelled' | 'error'

/** What one request consumed. */
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
  /** What the ledger took for it. */
  readonly chargedKopecks: number
  readonly createdAt: number
}

/** What usage is summed by. */
export type UsageGroup = 'day' | 'model' | 'endpoint' | 'keyId'

/** A span of days, `YYYY-MM-DD` in UTC, both included. */
export interface DaySpan {
  readonly from: string
  readonly to: string
}

/** A sum of usage records. */
export interface UsageSum {
  readonly completed: number
  readonly cancelled: number
  readonly errors: number
  readonly inputTokens: number
  readonly outputTokens: number
  /** A bigint: the sum may go beyond what a number holds exactly. */
  readonly costMicroKopecks: bigint
  readonly chargedKopecks: number
}

/** A sum of the usage records that have one value in common. */
export interface UsageGroupSum extends UsageSum {
  readonly group: string
}

/** What changed a balance. */
export type TransactionType = 'charge' | 'topup' | 'refund' | 'bonus' | 'adjustment'

/** One line of a user's ledger; lines are added and never changed. */
export interface TransactionRecord {
  readonly userId: string
  /** Its place in the user's ledger, from 1 without gaps. */
  readonly sequence: number
  readonly id: string
  readonly type: TransactionType
  /** Negative when taken from the balance. */
  readonly amountKopecks: number
  readonly balanceAfterKopecks: number
  /** What was consumed and is not yet a whole kopeck: 0 to 999 999. */
  readonly remainderAfterMicroKopecks: number
  readonly description: string | null
  readonly model: string | null
  readonly inputTokens: number | null
  readonly outputTokens: number | null
  readonly paymentMethod: string | null
  /** The request that it is charged for. */
  readonly requestId: string | null
  readonly createdAt: number
}

/** Where a ledger stands: what its last line says, and the place of the next. */
export interface LedgerPosition {
  readonly nextSequence: number
  readonly balanceKopecks: number
  readonly remainderMicroKopecks: number
}

/** Which lines of a ledger to list. */
export interface TransactionQuery {
  readonly limit: number
  readonly offset: number
  readonly type?: TransactionType | undefined
}

/** A reply kept for the repetition of its request. */
export interface StoredReply {
  readonly status: number
  readonly contentType: string
  /** Base64 of the body, so that text and binary replies are kept alike. */
  readonly body: string
}

/** One idempotency key of one API key: running while `reply` is null. */
export interface IdempotencyRecord {
  readonly keyId: string
  readonly idempotencyKey: string
  /** Hash of method, path and body. */
  readonly fingerprint: string
  /** Run that holds the key; a crashed run loses it at `lockedUntil`. */
  readonly runId: string
  readonly lockedUntil: number
  readonly expiresAt: number
  readonly reply: StoredReply | null
}

/** A response kept for `previous_response_id`. */
export interface ResponseRecord {
  readonly id: string
  readonly keyId: string
  /** JSON of the conversation up to and with this response. */
  readonly conversation: string
  /** JSON of the response as it was sent. */
  readonly body: string
  readonly createdAt: number
}

export interface UserStore {
  /** Adds the user unless the id is taken. */
  ensure(user: User): Promise<void>
  find(id: string): Promise<User | undefined>
  /** Every user, oldest first. */
  list(): Promise<readonly User[]>
  setPlan(id: string, plan: string): Promise<void>
  /** Makes others that change or lock this user wait until the transaction around ends. */
  lock(id: string): Promise<void>
}

export interface ApiKeyStore {
  /** Adds the key unless its hash is known; says whether it was added. */
  add(record: ApiKeyRecord): Promise<boolean>
  findByHash(keyHash: string): Promise<ApiKeyRecord | undefined>
  find(id: string): Promise<ApiKeyRecord | undefined>
  /** Those of the given keys that may no longer be used: revoked, or of a disabled user. */
  listDead(ids: readonly string[]): Promise<readonly string[]>
  /** Active keys of a user, newest first. */
  listActive(userId: string): Promise<readonly ApiKeyRecord[]>
  /** Marks a key of this user revoked (again, if it was); says whether there is such a key. */
  revoke(key: { readonly id: string; readonly userId: string }, at: number): Promise<boolean>
  /** Adds to the counters and notes the time of use. */
  count(id: string, used: { readonly requests: number; readonly tokens: number; readonly at: number }): Promise<void>
}

/** Which usage records to read next. */
export interface UsagePageQuery {
  /** The record to go on after; a time with an empty id begins at that time. */
  readonly after: Pick<UsageRecord, 'createdAt' | 'id'>
  readonly before: number
  readonly userId?: string | undefined
  readonly limit: number
}

export interface UsageStore {
  /** Adds a record, and adds it to the sums of its day. Call it inside a transaction. */
  add(record: UsageRecord): Promise<void>
  /** Records of a user from `since` on, oldest first. */
  list(userId: string, since: number): Promise<readonly UsageRecord[]>
  /** Records of one user or of all, oldest first. */
  page(query: UsagePageQuery): Promise<readonly UsageRecord[]>
  /** Requests since a time that were not failed by the server; counting stops at `most`. */
  count(userId: string, query: { since: number; most: number; model?: string | undefined }): Promise<number>
  /** Sum over days; it costs the same however many records there are. */
  sum(userId: string, days: DaySpan): Promise<UsageSum>
  /** The same by group, in the order of the groups. */
  sumBy(userId: string, days: DaySpan, group: UsageGroup): Promise<readonly UsageGroupSum[]>
}

export interface LedgerStore {
  /** Takes a user's ledger until the transaction around ends, and says where it stands. `append` must follow. */
  open(userId: string): Promise<LedgerPosition>
  append(record: TransactionRecord): Promise<void>
  /** Balance as its last line has it; 0 before the first. */
  balance(userId: string): Promise<number>
  /** Lines of a ledger, newest first. */
  list(userId: string, query: TransactionQuery): Promise<readonly TransactionRecord[]>
}

export interface IdempotencyStore {
  /**
   * Takes the key for a run, or answers with the record that holds it. An expired record, and a run that
   * stopped without a reply, give way.
   */
  claim(record: IdempotencyRecord, now: number): Promise<IdempotencyRecord>
  /** Puts off the time when the run that holds the key loses it. */
  renew(claim: IdempotencyRecord, lockedUntil: number): Promise<void>
  /** Keeps the reply of the run that holds the key. */
  complete(claim: IdempotencyRecord, reply: StoredReply): Promise<void>
  /** Notes that the run is charged; false when the key was charged before, or was lost to another run. */
  markCharged(claim: IdempotencyRecord, at: number): Promise<boolean>
  /** Gives the key back, so that a repetition runs anew; that it was charged stays known until it expires. */
  release(claim: IdempotencyRecord): Promise<void>
  purge(now: number): Promise<void>
}

export interface ResponseStore {
  add(record: ResponseRecord): Promise<void>
  find(id: string, keyId: string): Promise<ResponseRecord | undefined>
  remove(id: string, keyId: string): Promise<boolean>
  purge(createdBefore: number): Promise<void>
}

export interface SettingStore {
  get(name: string): Promise<string | undefined>
  set(name: string, value: string): Promise<void>
}

/** What a limit counts events of: the last `most` of a scope are remembered. */
export interface LimitEvent {
  readonly most: number
  readonly at: number
}

/** What a place is taken for. */
export type PlaceKind = 'request' | 'stream'

/** Something under way that its process holds a place for; one that dies loses it at `expiresAt`. */
export interface PlaceRecord {
  readonly id: string
  /** The process. */
  readonly holder: string
  readonly kind: PlaceKind
  readonly userId: string
  readonly keyId: string
  readonly expiresAt: number
}

/** Limits that processes on one store keep together. */
export interface LimitStore {
  /**
   * Counts an event. Call it inside a transaction, in which the scope stays locked, and which the refusal of the event
   * must undo.
   *
   * @returns When the event happened that is `most` events older; undefined before there were as many.
   */
  count(scope: string, event: LimitEvent): Promise<number | undefined>
  /** What `count` would return for the next event. */
  findOldest(scope: string, most: number): Promise<number | undefined>
  /** Makes others that lock the scope, or count in it, wait until the transaction around ends. */
  lock(scope: string, at: number): Promise<void>
  enter(place: PlaceRecord): Promise<void>
  leave(id: string): Promise<void>
  /** Places that are taken and have not expired: of a user, or of one key of the user. */
  countPlaces(
    of: { readonly kind: PlaceKind; readonly userId: string; readonly keyId?: string | undefined },
    at: number,
  ): Promise<number>
  /** Puts off the end of all places of a process. */
  renew(holder: string, expiresAt: number): Promise<void>
  /** Forgets scopes without events since a time, and places that had expired by another. */
  purge(times: { readonly quietSince: number; readonly expiredAt: number }): Promise<void>
}

/** All that the server keeps. Every implementation passes the suite in `store.test.ts`. */
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
  /** Runs `work` so that all of it is kept or none; the outer store must not be used inside. */
  transaction<Result>(work: (store: Store) => Promise<Result>): Promise<Result>
  /** Runs reads so that all of them see the store of one moment. */
  snapshot<Result>(read: (store: Store) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}
