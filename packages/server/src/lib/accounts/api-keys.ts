import { createHash, createHmac, hash as digest, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { ApiError } from '../api-error.ts'
import type { ApiKeyRecord, Store, User } from '../store/store.ts'

/** Authenticated caller of a request. */
export interface Principal {
  readonly userId: string
  readonly keyId: string
  /** First 16 characters of the key; no more than these may be shown or logged. */
  readonly keyPrefix: string
  readonly user: User
}

/** API key that was just created. */
export interface IssuedKey {
  readonly secret: string
  readonly record: ApiKeyRecord
}

/** Issues and verifies API keys. */
export interface ApiKeys {
  /**
   * Returns the principal of a key; undefined if the key is unknown or revoked, its user is disabled, or it was
   * configured for an earlier start of the server only.
   */
  verify(key: string): Promise<Principal | undefined>
  /** Returns the principal of a key by its id; undefined in the same cases. */
  findValid(keyId: string): Promise<Principal | undefined>
  /** Creates a key. The secret is not stored and cannot be retrieved later. */
  issue(userId: string, name: string): Promise<IssuedKey>
  /**
   * Creates a key if the user is below the limit of 10 active keys.
   *
   * @throws {ApiError} 400 when the limit is reached.
   */
  issueWithinLimit(userId: string, name: string): Promise<IssuedKey>
  /** Lists the keys of a user that are valid in this process, newest first. */
  listActive(userId: string): Promise<readonly ApiKeyRecord[]>
  /**
   * Accepts a configured key for as long as this process runs, unless it was revoked. Idempotent.
   *
   * @throws {RangeError} when the key is not `sk-mira-` and 40 hex digits.
   */
  adopt(secret: string, userId: string, name: string): Promise<void>
}

const keyPattern = /^sk-mira-[0-9a-f]{40}$/
const prefixLength = 16
const maxActiveKeys = 10

/** Maximum keys whose HMAC is kept; others are computed for each lookup. */
const maxKnownHashes = 1_000

/** Generates an API key: `sk-mira-` and 40 random hex digits. */
export function generateApiKey(): string {
  return `sk-mira-${randomBytes(20).toString('hex')}`
}

/**
 * Returns the id of a configured key: always the same, and of another UUID version (8) than those of created keys (4),
 * so that a process recognizes the configured keys of earlier ones.
 */
function toConfiguredId(keyHash: string): string {
  const hex = createHash('sha256').update(keyHash).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

const configuredIdPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-8/

/**
 * Creates the API key service on a store.
 *
 * @param secret - Key of the HMAC; a stolen database is useless without it.
 */
export function createApiKeys(store: Store, secret: string, now: () => number): ApiKeys {
  const hash = (key: string) => createHmac('sha256', secret).update(key).digest('hex')
  const toRecord = (key: string, userId: string, name: string): ApiKeyRecord => ({
    id: randomUUID(),
    userId,
    name,
    keyHash: hash(key),
    keyPrefix: key.slice(0, prefixLength),
    totalRequests: 0,
    totalTokens: 0,
    lastUsedAt: null,
    createdAt: now(),
    revokedAt: null,
  })

  /** HMACs of valid keys, by a digest that takes a sixth of the time; the keys themselves are not kept. */
  const knownHashes = new Map<string, string>()
  const configuredIds = new Set<string>()
  const isAccepted = ({ id }: Pick<ApiKeyRecord, 'id'>) => !configuredIdPattern.test(id) || configuredIds.has(id)
  const listActive = async (target: Store, userId: string) =>
    (await target.apiKeys.listActive(userId)).filter(isAccepted)

  const issue = async (target: Store, userId: string, name: string): Promise<IssuedKey> => {
    const key = generateApiKey()
    const record = toRecord(key, userId, name)
    await target.apiKeys.add(record)
    return { secret: key, record }
  }

  async function find(key: string): Promise<Principal | undefined> {
    const fingerprint = digest('sha256', key)
    const keyHash = knownHashes.get(fingerprint) ?? hash(key)
    const record = await store.apiKeys.findByHash(keyHash)
    if (record === undefined || record.revokedAt !== null || !isSame(record.keyHash, keyHash)) return undefined
    const { user } = record
    if (!isAccepted(record) || user.disabledAt !== null) return undefined
    if (knownHashes.size < maxKnownHashes) knownHashes.set(fingerprint, keyHash)
    return { userId: user.id, keyId: record.id, keyPrefix: record.keyPrefix, user }
  }

  const findTogether = shareLookups(find)
  return {
    verify: async (key) => (keyPattern.test(key) ? findTogether(key) : undefined),
    findValid: (keyId) => findPrincipal(store, keyId, isAccepted),
    issue: (userId, name) => issue(store, userId, name),
    listActive: (userId) => listActive(store, userId),
    issueWithinLimit: (userId, name) =>
      store.transaction(async (inner) => {
        await inner.users.lock(userId)
        const active = await listActive(inner, userId)
        if (active.length < maxActiveKeys) return issue(inner, userId, name)
        throw new ApiError(400, `The limit of ${maxActiveKeys} active API keys is reached; revoke one first`)
      }),
    async adopt(key, userId, name) {
      if (!keyPattern.test(key))
        throw new RangeError('An API key must be "sk-mira-" followed by 40 hex digits (0-9, a-f)')
      const record = toRecord(key, userId, name)
      const id = toConfiguredId(record.keyHash)
      await store.apiKeys.add({ ...record, id })
      configuredIds.add(id)
    },
  }
}

async function findPrincipal(
  store: Store,
  keyId: string,
  isAccepted: (record: ApiKeyRecord) => boolean,
): Promise<Principal | undefined> {
  const record = await store.apiKeys.find(keyId)
  if (record === undefined || record.revokedAt !== null || !isAccepted(record)) return undefined
  const { userId, keyPrefix } = record
  const user = await store.users.find(userId)
  return user && user.disabledAt === null ? { userId, keyId, keyPrefix, user } : undefined
}

/** Compares hashes in constant time, independently of the database's comparison. */
function isSame(left: string, right: string): boolean {
  return timingSafeEqual(Buffer.from(left, 'hex'), Buffer.from(right, 'hex'))
}

/** Lets requests that arrive in one turn of the event loop share a lookup, which starts with the next turn. */
function shareLookups<Found>(find: (key: string) => Promise<Found>): (key: string) => Promise<Found> {
  const lookups = new Map<string, Promise<Found>>()
  return (key) => {
    let lookup = lookups.get(key)
    if (lookup === undefined) {
      lookup = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
        // A request that arrives later must see a revocation that is committed by then.
        lookups.delete(key)
        return find(key)
      })
      lookups.set(key, lookup)
    }
    return lookup
  }
}
