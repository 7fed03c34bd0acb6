import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createApiKeys } from '../accounts/api-keys.ts'
import { createUser } from '../accounts/users.ts'
import { credit } from '../billing/ledger.ts'
import { createPrices } from '../billing/prices.ts'
import { readQuota } from '../billing/quota.ts'
import { readBalance } from '../billing/read-balance.ts'
import { writeUsage } from '../billing/write-usage.ts'
import type { JobRecord, NewJob } from './job-records.ts'
import { openSqliteStore } from './open-sqlite-store.ts'
import type { Store, User } from './store.ts'

/** Statements of the store since the last operation started. */
let statements: string[] = []
let directory: string
let store: Store
let database: DatabaseSync
let user: User
let keyId: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mira-plans-'))
  const path = join(directory, 'mira.db')
  store = await openSqliteStore(path, ({ query }) => statements.push(query.sql))
  database = new DatabaseSync(path)
  user = await createUser(store, { name: 'Ada', plan: 'max' }, 1)
  keyId = (await createApiKeys(store, 'secret', Date.now).issue(user.id, 'a')).record.id
})

afterAll(async () => {
  database.close()
  await store.close()
  await rm(directory, { recursive: true })
})

const at = Date.UTC(2026, 0, 2)
const days = { from: '2026-01-01', to: '2026-01-31' }
const consumed = { model: 'mira', inputTokens: 1, outputTokens: 1 }
const lease = { leaseToken: 'token', until: at }

function newEntry() {
  const source = { id: randomUUID(), userId: user.id, keyId, requestId: 'r', endpoint: '/v1/chat/completions' }
  return { ...source, consumed, outcome: 'completed', isCharged: true, at } as const
}

function usageRecord() {
  const { consumed: _, isCharged: __, at: createdAt, ...source } = newEntry()
  return { ...source, ...consumed, costMicroKopecks: 0, chargedKopecks: 0, createdAt }
}

function newJob(): NewJob {
  const source = { id: randomUUID(), kind: 'music', userId: user.id, keyId, requestId: 'r', endpoint: '/', origin: '' }
  const work = { request: '{}', payment: 'balance', webhookUrl: null, createdAt: at, heldMicroKopecks: 0 }
  return { ...source, ...work } as NewJob
}

/** Every operation on the path of a request, a job or a sweep, none of which may read a whole table. */
const operations: Record<string, () => Promise<unknown>> = {
  'authenticates a key': () => store.apiKeys.findByHash('hash'),
  'records and charges usage': () =>
    store.transaction((inner) => writeUsage(inner, createPrices(), [newEntry(), newEntry()])),
  'records failures': () => store.transaction((inner) => inner.usage.add({ ...usageRecord(), outcome: 'error' })),
  'tops up a balance': () =>
    store.transaction((inner) =>
      credit(inner, { userId: user.id, type: 'topup', amountKopecks: 1, description: 'Top-up', at }),
    ),
  'locks a user': () => store.users.lock(user.id),
  'reads a balance': () => store.ledger.balance(user.id),
  'lists a ledger': () => store.ledger.list(user.id, { limit: 50, offset: 9_000 }),
  'lists charges': () => store.ledger.list(user.id, { type: 'charge', limit: 50, offset: 0 }),
  'sums usage': () => store.usage.sum(user.id, days),
  'counts requests': () => store.usage.count(user.id, { since: at, max: 100 }),
  'counts requests of a model': () => store.usage.count(user.id, { since: at, max: 100, model: 'mira' }),
  'reports a balance': () => readBalance(store, user.id, at),
  'reports a quota': () => readQuota(store, user, at),
  'finds a response': () => store.responses.find('response', keyId),
  'changes a response': () => store.responses.update('response', { body: '{}', leaseExpiresAt: null }),
  'lists abandoned responses': () => store.responses.listAbandoned(1),
  'lists the events of a response': () => store.responses.listEvents('response', 1),
  'removes a response': () => store.responses.remove('response', keyId),
  'purges responses': () => store.responses.purge(1),
  'counts slots': () => store.limits.countSlots({ kind: 'request', userId: user.id, keyId }, at),
  'sums what slots hold': () => store.limits.totalSlots(user.id, at),
  'renews slots': () => store.limits.renewSlots('holder', at),
  'releases a slot': () => store.limits.releaseSlot('slot'),
  'counts an event': () => store.transaction(({ limits }) => limits.count('scope', { maxEvents: 2, at })),
  'lists the keys of a user': () => store.apiKeys.listActive(user.id),
  'checks the keys of streams': () => store.apiKeys.listInvalid([keyId, 'other']),
  'queues a job': () => store.jobs.add(newJob()),
  'claims a job': () => store.jobs.claim(lease, at),
  'counts open jobs': () => store.jobs.countOpen({ userId: user.id }),
  'counts open jobs of a key': () => store.jobs.countOpen({ keyId }),
  'sums what jobs hold': () => store.jobs.sumHeld(user.id),
  'finds the position of a job': () => store.jobs.position({ turn: 1, createdAt: at, id: 'job' } as JobRecord),
  'lists jobs': () => store.jobs.list(user.id, { limit: 20, after: { createdAt: at, id: 'job' } }),
  'purges jobs': () => store.jobs.purge(1),
  'purges idempotency keys': () => store.idempotency.purge(1),
}

it.each(Object.entries(operations))('%s without reading a whole table', async (_, operate) => {
  statements = []
  await operate()
  const plans = statements.filter(isPlanned).flatMap((sql) => listSteps(sql).map((step) => ({ sql, step })))
  expect(plans.filter(({ step }) => isFullScan(step))).toEqual([])
})

it.each([
  {
    name: 'usage of a user',
    read: () => store.usage.page({ after: { createdAt: 5, id: 'a' }, before: at, userId: user.id, limit: 10 }),
    bounds: 'user_id=? AND created_at>? AND created_at<?',
  },
  {
    name: 'usage of all users',
    read: () => store.usage.page({ after: { createdAt: 5, id: 'a' }, before: at, limit: 10 }),
    bounds: 'created_at>? AND created_at<?',
  },
  {
    name: 'jobs',
    read: () => store.jobs.list(user.id, { limit: 20, after: { createdAt: at, id: 'job' } }),
    bounds: 'user_id=? AND created_at<?',
  },
])('reads a page of $name from its first row on', async ({ read, bounds }) => {
  statements = []
  await read()
  const [search, ...others] = statements.flatMap(listSteps)
  expect(search).toContain(`(${bounds})`)
  // Rows of the same time alone may be sorted.
  expect(others).not.toContain('USE TEMP B-TREE FOR ORDER BY')
})

function isPlanned(sql: string): boolean {
  return !/^(?:begin|commit|rollback|pragma)/i.test(sql)
}

function listSteps(sql: string): string[] {
  const parameters = Array.from({ length: sql.split('?').length - 1 }, () => null)
  const plan = database.prepare(`explain query plan ${sql}`).all(...parameters)
  return plan.map(({ detail }) => String(detail))
}

/** A scan of the result of a subquery, or of the open jobs in a partial index, is as long as that is. */
function isFullScan(step: string): boolean {
  return (
    step.startsWith('SCAN ') &&
    !/^SCAN (?:counted|CONSTANT ROW|\d+-ROW VALUES CLAUSE)|USING (?:COVERING )?INDEX jobs_by_turn/.test(step)
  )
}
