import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { ApiError } from '../api-error.ts'
import type { ApiKeyRecord, Store } from '../store/store.ts'

/** Who makes a request. */
export interface Principal {
  readonly userId: string
  readonly keyId: string
  /** First 16 characters of the key: all of it that may be shown or logged. */
  readonly keyPrefix: string
}

/** Issues API keys and recognises them. */
export interface ApiKeys {
  /**
   * Finds whose key an `Authorization` header carries.
   *
   * @throws {ApiError} 401.
   */
  authenticate(authorization: string | undefined): Promise<Principal>
  /** Makes a key; its secret is known only here and now. */
  issue(userId: string, name: string): Promise<{ readonly secret: string; readonly record: ApiKeyRecord }>
  /**
   * Accepts a key made elsewhere; again does nothing.
   *
   * @throws {RangeError} unless it is `sk-mira-` and 40 hex digits.
   */
  adopt(secret: string, userId: string, name: string): Promise<void>
}

const keyPattern = /^sk-mira-[0-9a-f]{40}$/
const prefixLength = 16

/** Makes a key: `sk-mira-` and 40 random hex digits. */
export function generateApiKey(): string {
  return `sk-mira-${randomBytes(20).toString('hex')}`
}

/** @param secret Key of the hash: a stolen store is of no use without it. */
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

  return {
    async authenticate(authorization) {
      if (authorization === undefined) throw unauthorised('API key required')
      const key = authorization.startsWith('Bearer ') ? authorization.slice('Bearer '.length) : ''
      if (!keyPattern.test(key)) throw unauthorised('Invalid API key')
      const keyHash = hash(key)
      const record = await store.apiKeys.findByHash(keyHash)
      if (record === undefined || record.revokedAt !== null || !isSame(record.keyHash, keyHash)) {
        throw unauthorised('Invalid API key')
      }
      return { userId: record.userId, keyId: record.id, keyPrefix: record.keyPrefix }
    },
    async issue(userId, name) {
      const key = generateApiKey()
      const record = toRecord(key, userId, name)
      await store.apiKeys.add(record)
      return { secret: key, record }
    },
    async adopt(key, userId, name) {
      if (!keyPattern.test(key)) throw new RangeError('An API key is "sk-mira-" and 40 hex digits (0-9, a-f)')
      await store.apiKeys.add(toRecord(key, userId, name))
    },
  }
}

/** Compares in constant time, whatever a database's own comparison did. */
function isSame(left: string, right: string): boolean {
  return timingSafeEqual(Buffer.from(left, 'hex'), Buffer.from(right, 'hex'))
}

function unauthorised(detail: string): ApiError {
  return new ApiError(401, detail)
}
