import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqliteStore } from './open-sqlite-store.ts'
import type { ApiKeyRecord, IdempotencyRecord, Store } from './store.ts'

const user = { id: 'user-1', name: 'Ada', createdAt: 1, disabledAt: null }
const key: ApiKeyRecord = {
  id: 'key-1',
  userId: user.id,
  name: 'first',
  keyHash: 'hash-1',
  keyPrefix: 'sk-mira-00000000',
  totalRequests: 0,
  totalTokens: 0,
  lastUsedAt: null,
  createdAt: 10,
  revokedAt: null,
}
const run: IdempotencyRecord = {
  keyId: key.id,
  idempotencyKey: 'order-7',
  fingerprint: 'print-1',
  runId: 'run-1',
  lockedUntil: 100,
  expiresAt: 1_000,
  reply: null,
}
const reply = { status: 200, contentType: 'application/json', body: 'e30=' }

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mira-store-'))
})
afterEach(() => rm(directory, { recursive: true }))

/** Every kind of store, by the way it is opened. */
const stores: [name: string, open: () => Promise<Store>][] = [
  ['SQLite in memory', () => openSqliteStore(':memory:')],
  ['SQLite in a file', () => openSqliteStore(join(directory, 'mira.db'))],
]

describe.each(stores)('%s', (_name, open) => {
  let store: Store
  beforeEach(async () => {
    store = await open()
    await store.users.ensure(user)
  })
  afterEach(() => store.close())

  it('keeps the first user of an id', async () => {
    await store.users.ensure({ ...user, name: 'Eve' })
    expect(await store.users.find(user.id)).toEqual(user)
    expect(await store.users.find('nobody')).toBeUndefined()
  })

  it('adds a key once and finds it by its hash', async () => {
    expect(await store.apiKeys.add(key)).toBe(true)
    expect(await store.apiKeys.add({ ...key, id: 'key-2' })).toBe(false)
    expect(await store.apiKeys.findByHash('hash-1')).toEqual(key)
    expect(await store.apiKeys.findByHash('hash-2')).toBeUndefined()
  })

  it('lists active keys, newest first, and revokes only those of the user', async () => {
    await store.apiKeys.add(key)
    await store.apiKeys.add({ ...key, id: 'key-2', keyHash: 'hash-2', createdAt: 20 })
    expect((await store.apiKeys.listActive(user.id)).map(({ id }) => id)).toEqual(['key-2', 'key-1'])
    expect(await store.apiKeys.revoke({ id: 'key-2', userId: 'someone else' }, 30)).toBe(false)
    expect(await store.apiKeys.revoke({ id: 'key-2', userId: user.id }, 30)).toBe(true)
    expect(await store.apiKeys.revoke({ id: 'key-2', userId: user.id }, 31)).toBe(true)
    expect((await store.apiKeys.listActive(user.id)).map(({ id }) => id)).toEqual(['key-1'])
  })

  it('adds up the use of a key, at once and exactly', async () => {
    await store.apiKeys.add(key)
    const uses = Array.from({ length: 20 }, (_, at) => store.apiKeys.count(key.id, { requests: 1, tokens: 5, at }))
    await Promise.all(uses)
    expect(await store.apiKeys.findByHash('hash-1')).toMatchObject({
      totalRequests: 20,
      totalTokens: 100,
      lastUsedAt: 19,
    })
  })

  it('lists usage of a user since a time, oldest first, beyond 32 bits', async () => {
    await store.apiKeys.add(key)
    const record = { userId: user.id, keyId: key.id, requestId: 'r', endpoint: '/v1/embeddings', model: 'mira-embed' }
    const late = { ...record, id: 'b', inputTokens: 2 ** 40, outputTokens: 0, createdAt: Date.UTC(2026, 0, 2) }
    const early = { ...late, id: 'a', createdAt: Date.UTC(2026, 0, 1) }
    await store.usage.add(late)
    await store.usage.add(early)
    expect(await store.usage.list(user.id, early.createdAt)).toEqual([early, late])
    expect(await store.usage.list(user.id, late.createdAt)).toEqual([late])
  })

  it('gives an idempotency key to one run', async () => {
    const claims = await Promise.all(
      ['run-1', 'run-2', 'run-3'].map((runId) => store.idempotency.claim({ ...run, runId }, 50)),
    )
    expect(new Set(claims.map(({ runId }) => runId)).size).toBe(1)
  })

  it('keeps a reply until it expires', async () => {
    await store.idempotency.claim(run, 50)
    await store.idempotency.complete(run, reply)
    const next = { ...run, runId: 'run-2', fingerprint: 'print-2', expiresAt: 2_000 }
    expect(await store.idempotency.claim(next, 999)).toEqual({ ...run, reply })
    expect(await store.idempotency.claim(next, 1_000)).toEqual(next)
  })

  it('gives the key on when its run gave it back or stopped', async () => {
    await store.idempotency.claim(run, 50)
    const second = { ...run, runId: 'run-2', lockedUntil: 200 }
    expect(await store.idempotency.claim(second, 99)).toEqual(run)
    expect(await store.idempotency.claim(second, 100)).toEqual(second)
    // The run that lost its key cannot overwrite the new one.
    await store.idempotency.complete(run, reply)
    await store.idempotency.release(run)
    const third = { ...run, runId: 'run-3' }
    expect(await store.idempotency.claim(third, 100)).toEqual(second)
    await store.idempotency.release(second)
    expect(await store.idempotency.claim(third, 100)).toEqual(third)
  })

  it('purges expired idempotency keys only', async () => {
    await store.idempotency.claim(run, 50)
    await store.idempotency.complete(run, reply)
    await store.idempotency.purge(999)
    expect(await store.idempotency.claim({ ...run, runId: 'run-2' }, 60)).toEqual({ ...run, reply })
  })

  it('finds a response for its key only, and removes it', async () => {
    const response = { id: 'resp_1', keyId: key.id, conversation: '[]', body: '{}', createdAt: 5 }
    await store.responses.add(response)
    expect(await store.responses.find('resp_1', key.id)).toEqual(response)
    expect(await store.responses.find('resp_1', 'another key')).toBeUndefined()
    await store.responses.purge(5)
    expect(await store.responses.remove('resp_1', key.id)).toBe(true)
    expect(await store.responses.remove('resp_1', key.id)).toBe(false)
  })

  it('keeps all of a transaction or none', async () => {
    const failure = new Error('no')
    const work = store.transaction(async (inner) => {
      await inner.settings.set('colour', 'red')
      throw failure
    })
    await expect(work).rejects.toBe(failure)
    expect(await store.settings.get('colour')).toBeUndefined()
    await store.transaction((inner) => inner.settings.set('colour', 'blue'))
    await store.settings.set('colour', 'green')
    expect(await store.settings.get('colour')).toBe('green')
  })
})

it('finds again what was kept in a file', async () => {
  const path = join(directory, 'mira.db')
  const first = await openSqliteStore(path)
  await first.settings.set('colour', 'red')
  await first.close()
  const second = await openSqliteStore(path)
  expect(await second.settings.get('colour')).toBe('red')
  await second.close()
})

it('gives an idempotency key to one of two connections to a file', async () => {
  const path = join(directory, 'mira.db')
  const first = await openSqliteStore(path)
  const second = await openSqliteStore(path)
  const claims = await Promise.all([
    first.idempotency.claim({ ...run, runId: 'one' }, 50),
    second.idempotency.claim({ ...run, runId: 'two' }, 50),
  ])
  expect(claims[0].runId).toBe(claims[1].runId)
  await Promise.all([first.close(), second.close()])
})
