/** Who owns keys and is charged. Times are milliseconds since 1970 everywhere in the store. */
export interface User {
  readonly id: string
  readonly name: string
  readonly createdAt: number
  readonly disabledAt: number | null
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
  readonly createdAt: number
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
}

export interface ApiKeyStore {
  /** Adds the key unless its hash is known; says whether it was added. */
  add(record: ApiKeyRecord): Promise<boolean>
  findByHash(keyHash: string): Promise<ApiKeyRecord | undefined>
  /** Active keys of a user, newest first. */
  listActive(userId: string): Promise<readonly ApiKeyRecord[]>
  /** Marks a key of this user revoked (again, if it was); says whether there is such a key. */
  revoke(key: { readonly id: string; readonly userId: string }, at: number): Promise<boolean>
  /** Adds to the counters and notes the time of use. */
  count(id: string, used: { readonly requests: number; readonly tokens: number; readonly at: number }): Promise<void>
}

export interface UsageStore {
  add(record: UsageRecord): Promise<void>
  /** Records of a user from `since` on, oldest first. */
  list(userId: string, since: number): Promise<readonly UsageRecord[]>
}

export interface IdempotencyStore {
  /**
   * Takes the key for a run, or answers with the record that holds it. An expired record, and a run that
   * stopped without a reply, give way.
   */
  claim(record: IdempotencyRecord, now: number): Promise<IdempotencyRecord>
  /** Keeps the reply of the run that holds the key. */
  complete(claim: IdempotencyRecord, reply: StoredReply): Promise<void>
  /** Gives the key back, so that a repetition runs anew. */
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

/** All that the server keeps. Every implementation passes the suite in `store.test.ts`. */
export interface Store {
  readonly users: UserStore
  readonly apiKeys: ApiKeyStore
  readonly usage: UsageStore
  readonly idempotency: IdempotencyStore
  readonly responses: ResponseStore
  readonly settings: SettingStore
  /** Runs `work` so that all of it is kept or none; the outer store must not be used inside. */
  transaction<Result>(work: (store: Store) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}
