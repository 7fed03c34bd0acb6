import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { usePostgres } from '../test-support/postgres.test-support.ts'
import { openPostgresStore } from './open-postgres-store.ts'
import { openSqliteStore } from './open-sqlite-store.ts'
import type { ApiKeyRecord, IdempotencyRecord, Store, TransactionRecord, UsageRecord, User } from './store.ts'

const user: User = {
  id: 'user-1',
  name: 'Ada',
  plan: 'free',
  createdAt: 1,
  disabledAt: null,
  overageEnabledAt: null,
  subscriptionEndsAt: null,
}
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
const used: UsageRecord = {
  id: 'u-1',
  userId: user.id,
  keyId: key.id,
  requestId: 'r',
  endpoint: '/v1/embeddings',
  model: 'mira-embed',
  inputTokens: 1,
  outputTokens: 0,
  outcome: 'completed',
  costMicroKopecks: 5_000,
  chargedKopecks: 0,
  createdAt: Date.UTC(2026, 0, 1),
}
const line: TransactionRecord = {
  userId: user.id,
  sequence: 1,
  id: 't-1',
  type: 'topup',
  amountKopecks: 500,
  balanceAfterKopecks: 500,
  remainderAfterMicroKopecks: 0,
  description: null,
  model: null,
  inputTokens: null,
  outputTokens: null,
  paymentMethod: 'card',
  requestId: null,
  createdAt: 5,
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

const postgres = await usePostgres()

/** Every kind of store, with the function that opens it. */
const stores: [name: string, open: () => Promise<Store>][] = [
  ['SQLite in memory', () => openSqliteStore(':memory:')],
  ['SQLite in a file', () => openSqliteStore(join(directory, 'mira.db'))],
]
if (postgres !== undefined) stores.push(['PostgreSQL', async () => openPostgresStore(await postgres.createDatabase())])

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
    const { id, keyHash, keyPrefix, revokedAt } = key
    expect(await store.apiKeys.findByHash('hash-1')).toEqual({ id, keyHash, keyPrefix, revokedAt, user })
    expect(await store.apiKeys.findByHash('hash-2')).toBeUndefined()
  })

  it('adds an API key once, whoever else adds it at the same time', async () => {
    for (let round = 0; round < 20; round++) {
      const record = { ...key, id: `key-${round}`, keyHash: `hash-${round}` }
      const added = await Promise.all(Array.from({ length: 8 }, () => store.apiKeys.add(record)))
      expect(added.filter(Boolean)).toEqual([true])
    }
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
    expect(await store.apiKeys.find(key.id)).toMatchObject({
      totalRequests: 20,
      totalTokens: 100,
      lastUsedAt: 19,
    })
  })

  it.each([7, 64, 2_500])(
    'stores 1,000 failures of a key and day, and counts all, added %i at a time',
    async (size) => {
      await store.apiKeys.add(key)
      await store.apiKeys.add({ ...key, id: 'key-2', keyHash: 'hash-2' })
      const failed = (name: string, count: number, fields: Partial<UsageRecord> = {}) =>
        Array.from({ length: count }, (_, index) => ({
          ...used,
          ...fields,
          id: `${name}-${index}`,
          outcome: 'error' as const,
        }))
      const tomorrow = { createdAt: used.createdAt + 24 * 3_600_000 }
      const records = [
        ...failed('a', 1_050),
        { ...used, id: 'fine' },
        ...failed('b', 30, { keyId: 'key-2' }),
        ...failed('c', 1_001, tomorrow),
      ]
      for (let next = 0; next < records.length; next += size) {
        await store.transaction((inner) => inner.usage.add(...records.slice(next, next + size)))
      }
      const stored = (await store.usage.list(user.id, 0)).map(({ id }) => id.split('-')[0])
      const counts = ['a', 'fine', 'b', 'c'].map((name) => stored.filter((each) => each === name).length)
      expect(counts).toEqual([1_000, 1, 30, 1_000])
      const all = { from: '2026-01-01', to: '2026-01-31' }
      expect(await store.usage.sum(user.id, all)).toMatchObject({ errors: 2_081, completed: 1 })
    },
  )

  it.each([0, 1, 31, 63, 100])('appends %i lines to a ledger at once', async (count) => {
    const lines = Array.from({ length: count }, (_, index) => ({ ...line, id: `t-${index}`, sequence: index + 1 }))
    await store.transaction(async (inner) => {
      expect(await inner.ledger.open(user.id, count)).toMatchObject({ nextSequence: 1, balanceKopecks: 0 })
      await inner.ledger.append(...lines)
    })
    expect((await store.ledger.list(user.id, { limit: 1_000, offset: 0 })).toReversed()).toEqual(lines)
  })

  it('lists usage of a user since a time, oldest first, beyond 32 bits', async () => {
    await store.apiKeys.add(key)
    const late = { ...used, id: 'b', inputTokens: 2 ** 40, createdAt: Date.UTC(2026, 0, 2) }
    const early = { ...late, id: 'a', createdAt: Date.UTC(2026, 0, 1) }
    await store.usage.add(late)
    await store.usage.add(early)
    expect(await store.usage.list(user.id, early.createdAt)).toEqual([early, late])
    expect(await store.usage.list(user.id, late.createdAt)).toEqual([late])
  })

  it('counts requests that were not failed, no further than asked', async () => {
    await store.apiKeys.add(key)
    const at = [10, 20, 20, 30]
    for (const [index, createdAt] of at.entries()) await store.usage.add({ ...used, id: `u-${index}`, createdAt })
    await store.usage.add({ ...used, id: 'failed', outcome: 'error', createdAt: 30 })
    await store.usage.add({ ...used, id: 'other', model: 'mira', createdAt: 30 })
    const count = (query: { since: number; max?: number; model?: string }) =>
      store.usage.count(user.id, { max: 100, ...query })
    expect(await count({ since: 9 })).toBe(5)
    expect(await count({ since: 20 })).toBe(2)
    expect(await count({ since: 9, max: 3 })).toBe(3)
    expect(await count({ since: 9, model: 'mira' })).toBe(1)
    expect(await store.usage.count('nobody', { since: 0, max: 9 })).toBe(0)
  })

  it.each(['one by one', 'together'])('sums usage added %s, exactly beyond 53 bits', async (way) => {
    await store.apiKeys.add(key)
    const next = { ...used, createdAt: Date.UTC(2026, 0, 2), model: 'mira', endpoint: '/v1/chat', keyId: key.id }
    const records: UsageRecord[] = [
      { ...used, costMicroKopecks: Number.MAX_SAFE_INTEGER, chargedKopecks: 7 },
      { ...used, id: 'u-2', costMicroKopecks: Number.MAX_SAFE_INTEGER - 1 },
      { ...next, id: 'u-3', outcome: 'cancelled', outputTokens: 4 },
      { ...next, id: 'u-4', outcome: 'error', inputTokens: 0, costMicroKopecks: 0 },
    ]
    const groups = way === 'together' ? [records] : records.map((record) => [record])
    for (const group of groups) await store.transaction((inner) => inner.usage.add(...group))
    expect((await store.usage.list(user.id, 0)).map(({ id }) => id)).toEqual(['u-1', 'u-2', 'u-3', 'u-4'])
    const cost = 2n * BigInt(Number.MAX_SAFE_INTEGER) - 1n
    const tokens = { inputTokens: 2, outputTokens: 0 }
    const first = { completed: 2, cancelled: 0, errors: 0, ...tokens, costMicroKopecks: cost, chargedKopecks: 7 }
    const second = { completed: 0, cancelled: 1, errors: 1, inputTokens: 1, outputTokens: 4 }
    const secondSum = { ...second, costMicroKopecks: 5_000n, chargedKopecks: 0 }
    const january = { from: '2026-01-01', to: '2026-01-31' }
    expect(await store.usage.sumBy(user.id, january, 'day')).toEqual([
      { group: '2026-01-01', ...first },
      { group: '2026-01-02', ...secondSum },
    ])
    const namesOf = async (group: 'model' | 'endpoint' | 'keyId') =>
      (await store.usage.sumBy(user.id, january, group)).map((sum) => sum.group)
    expect(await namesOf('model')).toEqual(['mira', 'mira-embed'])
    expect(await namesOf('endpoint')).toEqual(['/v1/chat', '/v1/embeddings'])
    expect(await namesOf('keyId')).toEqual([key.id])
    expect(await store.usage.sum(user.id, { from: '2026-01-02', to: '2026-01-02' })).toEqual(secondSum)
    expect(await store.usage.sum(user.id, january)).toMatchObject({ costMicroKopecks: cost + 5_000n, completed: 2 })
    expect(await store.usage.sum('nobody', january)).toMatchObject({ completed: 0, costMicroKopecks: 0n })
  })

  it('writes a ledger line by line, however many write at once', async () => {
    expect(await store.ledger.balance(user.id)).toBe(0)
    const write = (amountKopecks: number) =>
      store.transaction(async (inner) => {
        const { nextSequence, balanceKopecks } = await inner.ledger.open(user.id)
        const place = { sequence: nextSequence, id: `t-${nextSequence}` }
        const amounts = { amountKopecks, balanceAfterKopecks: balanceKopecks + amountKopecks }
        await inner.ledger.append({ ...line, ...place, ...amounts, type: amountKopecks < 0 ? 'charge' : 'topup' })
      })
    await Promise.all([500, -1, -2, -3].map(write))
    expect(await store.ledger.balance(user.id)).toBe(494)
    const lines = await store.ledger.list(user.id, { limit: 10, offset: 0 })
    expect(lines.map(({ sequence }) => sequence)).toEqual([4, 3, 2, 1])
    const charges = lines.filter(({ type }) => type === 'charge')
    expect(await store.ledger.list(user.id, { limit: 2, offset: 1, type: 'charge' })).toEqual(charges.slice(1))
    expect(await store.ledger.list(user.id, { limit: 2, offset: 1 })).toEqual(lines.slice(1, 3))
    expect(await store.ledger.list('nobody', { limit: 10, offset: 0 })).toEqual([])
  })

  it('reads what belongs together as of one moment', async () => {
    const sums = await store.snapshot(async (inner) => {
      const before = await inner.ledger.balance(user.id)
      // In SQLite, concurrent writes wait; in PostgreSQL, they are not visible.
      const writing = store.ledger.append(line)
      const after = inner.ledger.balance(user.id)
      return [before, await after, { writing }] as const
    })
    await sums[2].writing
    expect([sums[0], sums[1], await store.ledger.balance(user.id)]).toEqual([0, 0, 500])
  })

  it('refuses a second line in one place', async () => {
    await store.ledger.append(line)
    await expect(store.ledger.append({ ...line, id: 't-2' })).rejects.toThrow()
    await expect(store.ledger.append({ ...line, sequence: 2 })).rejects.toThrow()
  })

  it('lists users and changes their plan', async () => {
    await store.users.ensure({ ...user, id: 'user-2', createdAt: 0, overageEnabledAt: 3, subscriptionEndsAt: 4 })
    await store.users.setPlan(user.id, 'pro')
    expect((await store.users.list()).map(({ id, plan }) => [id, plan])).toEqual([
      ['user-2', 'free'],
      ['user-1', 'pro'],
    ])
  })

  it('charges an idempotency key once, until it expires', async () => {
    await store.idempotency.claim(run, 50)
    expect(await store.idempotency.markCharged({ ...run, runId: 'another' }, 51)).toBe(false)
    expect(await store.idempotency.markCharged(run, 51)).toBe(true)
    expect(await store.idempotency.markCharged(run, 52)).toBe(false)
    const second = { ...run, runId: 'run-2', lockedUntil: 200 }
    await store.idempotency.release(run)
    expect(await store.idempotency.claim(second, 60)).toEqual(second)
    expect(await store.idempotency.markCharged(second, 61)).toBe(false)
    const later = { ...run, runId: 'run-3', lockedUntil: 1_100, expiresAt: 2_000 }
    expect(await store.idempotency.claim(later, 1_000)).toEqual(later)
    expect(await store.idempotency.markCharged(later, 1_001)).toBe(true)
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

  const settled = { conversation: '[]', body: '{}', input: '[]', leaseExpiresAt: null, createdAt: 5 }

  it('finds a response for its key only, and removes it', async () => {
    const response = { id: 'resp_1', keyId: key.id, ...settled }
    await store.responses.add(response)
    expect(await store.responses.find('resp_1', key.id)).toEqual(response)
    expect(await store.responses.find('resp_1', 'another key')).toBeUndefined()
    await store.responses.purge(5)
    expect(await store.responses.remove('resp_1', key.id)).toBe(true)
    expect(await store.responses.remove('resp_1', key.id)).toBe(false)
  })

  it('changes a response until it has settled, and lists those whose lease has expired', async () => {
    const response = { id: 'resp_1', keyId: key.id, ...settled, leaseExpiresAt: 10 }
    await store.responses.add(response)
    await store.responses.add({ ...response, id: 'resp_2', leaseExpiresAt: 11 })
    await store.responses.add({ ...response, id: 'resp_3', leaseExpiresAt: null })
    expect(await store.responses.listAbandoned(9)).toEqual([])
    expect(await store.responses.listAbandoned(10)).toEqual([response])
    expect(await store.responses.update('resp_1', { body: '{"a":1}', leaseExpiresAt: 12 })).toBe(true)
    expect(await store.responses.update('resp_1', { body: '2', conversation: '[1]', leaseExpiresAt: null })).toBe(true)
    expect(await store.responses.update('resp_1', { body: '3', leaseExpiresAt: 13 })).toBe(false)
    expect(await store.responses.update('resp_4', { body: '3', leaseExpiresAt: 13 })).toBe(false)
    expect(await store.responses.find('resp_1', key.id)).toEqual({
      ...response,
      body: '2',
      conversation: '[1]',
      leaseExpiresAt: null,
    })
  })

  it('lists the events of a response from a number on, and removes them with it', async () => {
    await store.responses.add({ id: 'resp_1', keyId: key.id, ...settled })
    const page = (firstNumber: number, lastNumber: number) => {
      return { responseId: 'resp_1', firstNumber, lastNumber, events: `[${firstNumber}]` }
    }
    for (const record of [page(10, 11), page(0, 1), page(2, 9)]) await store.responses.addEvents(record)
    const list = async (after: number) => {
      return (await store.responses.listEvents('resp_1', after)).map(({ firstNumber }) => firstNumber)
    }
    expect([await list(-1), await list(1), await list(8), await list(11)]).toEqual([[0, 2, 10], [2, 10], [2, 10], []])
    await store.responses.remove('resp_1', key.id)
    expect(await store.responses.listEvents('resp_1', -1)).toEqual([])
  })

  it('keeps all of a transaction or none', async () => {
    const failure = new Error('no')
    const work = store.transaction(async (inner) => {
      await inner.settings.set('color', 'red')
      throw failure
    })
    await expect(work).rejects.toBe(failure)
    expect(await store.settings.get('color')).toBeUndefined()
    await store.transaction((inner) => inner.settings.set('color', 'blue'))
    await store.settings.set('color', 'green')
    expect(await store.settings.get('color')).toBe('green')
  })
})

describe.each(stores)('limits in %s', (_name, open) => {
  let store: Store
  beforeEach(async () => {
    store = await open()
    await store.users.ensure(user)
  })
  afterEach(() => store.close())

  const place = { id: 'p-1', holder: 'h-1', kind: 'stream', userId: user.id, keyId: key.id, expiresAt: 100 } as const
  const count = (at: number) => store.transaction(({ limits }) => limits.count('minute', { maxEvents: 2, at }))

  it('returns the event that lies as many events back as fit', async () => {
    expect([await count(10), await count(11), await count(12)]).toEqual([undefined, undefined, 10])
  })

  it('counts each of many events that come at once', async () => {
    const oldest = await Promise.all(Array.from({ length: 20 }, (_, index) => count(index)))
    expect(oldest.filter((at) => at === undefined)).toHaveLength(2)
  })

  it('forgets an event whose transaction is undone', async () => {
    await count(10)
    const undone = store.transaction(async ({ limits }) => {
      await limits.count('minute', { maxEvents: 2, at: 11 })
      throw new Error('refused')
    })
    await expect(undone).rejects.toThrow('refused')
    expect([await count(12), await count(13)]).toEqual([undefined, 10])
  })

  it('counts places by user and by key until they are left or expire', async () => {
    await store.limits.acquireSlot(place)
    await store.limits.acquireSlot({ ...place, id: 'p-2', keyId: 'key-2' })
    const ofUser = (at: number) => store.limits.countSlots({ kind: 'stream', userId: user.id }, at)
    expect([await ofUser(99), await ofUser(100)]).toEqual([2, 0])
    const ofKey = () => store.limits.countSlots({ kind: 'stream', userId: user.id, keyId: key.id }, 1)
    expect(await ofKey()).toBe(1)
    expect(await store.limits.countSlots({ kind: 'request', userId: user.id }, 1)).toBe(0)
    await store.limits.releaseSlot('p-1')
    expect([await ofKey(), await ofUser(1)]).toEqual([0, 1])
  })

  it('keeps the places of a process that goes on, and sweeps the rest', async () => {
    await store.limits.acquireSlot(place)
    await store.limits.acquireSlot({ ...place, id: 'p-2', holder: 'h-2' })
    await store.limits.renewSlots('h-1', 200)
    await count(10)
    await store.limits.purge({ inactiveSince: 11, expiredAt: 150 })
    expect(await store.limits.countSlots({ kind: 'stream', userId: user.id }, 0)).toBe(1)
    expect([await count(20), await count(21)]).toEqual([undefined, undefined])
  })

  it('names the keys that may no longer be used', async () => {
    await store.users.ensure({ ...user, id: 'user-2', disabledAt: 5 })
    await store.apiKeys.add(key)
    await store.apiKeys.add({ ...key, id: 'key-2', keyHash: 'hash-2', revokedAt: 5 })
    await store.apiKeys.add({ ...key, id: 'key-3', keyHash: 'hash-3', userId: 'user-2' })
    expect(await store.apiKeys.listInvalid(['key-1', 'key-2', 'key-3', 'key-4'])).toEqual(['key-2', 'key-3', 'key-4'])
    expect(await store.apiKeys.listInvalid([])).toEqual([])
  })

  it('lets a run that goes on keep its idempotency key', async () => {
    await store.idempotency.claim(run, 1)
    await store.idempotency.renew(run, 300)
    expect(await store.idempotency.claim({ ...run, runId: 'run-2' }, 200)).toMatchObject({ runId: 'run-1' })
    expect(await store.idempotency.claim({ ...run, runId: 'run-2' }, 300)).toMatchObject({ runId: 'run-2' })
  })
})

it.runIf(postgres)('migrates one PostgreSQL from many processes at once', async () => {
  const url = await postgres!.createDatabase()
  const opened = await Promise.all(Array.from({ length: 6 }, () => openPostgresStore(url)))
  await opened[0]!.settings.set('color', 'red')
  for (const store of opened) expect(await store.settings.get('color')).toBe('red')
  await Promise.all(opened.map((store) => store.close()))
})

it('gives the one connection of SQLite out in the order of asking', async () => {
  const store = await openSqliteStore(':memory:')
  const order: string[] = []
  const busy = async (name: string) => {
    for (let turn = 1; turn <= 3; turn++) {
      await store.settings.set(name, 'x')
      order.push(`${name}${turn}`)
    }
  }
  await Promise.all(['a', 'b', 'c'].map(busy))
  expect(order).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'c2', 'a3', 'b3', 'c3'])
  await store.close()
})

it('finds again what was kept in a file', async () => {
  const path = join(directory, 'mira.db')
  const first = await openSqliteStore(path)
  await first.settings.set('color', 'red')
  await first.close()
  const second = await openSqliteStore(path)
  expect(await second.settings.get('color')).toBe('red')
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
