import { getEventListeners } from 'node:events'
import { expect, it } from 'vitest'
import { silentLogger } from '../logger.ts'
import { openSqliteStore } from '../store/open-sqlite-store.ts'
import { createIdempotentRuns } from './idempotent-runs.ts'
import { createReplyCipher } from './reply-cipher.ts'

it('leaves no abort listener behind for each poll of a run of another process', async () => {
  const store = await openSqliteStore(':memory:')
  const key = { keyId: 'k', idempotencyKey: 'order-1', fingerprint: 'f' }
  const lease = { runId: 'elsewhere', lockedUntil: Date.now() + 60_000, expiresAt: Date.now() + 60_000 }
  await store.idempotency.claim({ ...key, ...lease, reply: null }, Date.now())
  const cipher = createReplyCipher('secret')
  const runs = createIdempotentRuns(store, { cipher, maxWaitMs: 250, logger: silentLogger, now: Date.now })
  const { signal } = new AbortController()
  await expect(runs.run({ ...key, signal }, async () => undefined)).rejects.toMatchObject({ status: 409 })
  expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  await store.close()
})
