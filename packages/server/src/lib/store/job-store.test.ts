import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { usePostgres } from '../test-support/postgres.test-support.ts'
import type { JobEnd, JobLease, NewJob } from './job-records.ts'
import { openPostgresStore } from './open-postgres-store.ts'
import { openSqliteStore } from './open-sqlite-store.ts'
import type { Store } from './store.ts'

const postgres = await usePostgres()

const stores: [name: string, open: () => Promise<Store>][] = [['SQLite', () => openSqliteStore(':memory:')]]
if (postgres !== undefined) stores.push(['PostgreSQL', async () => openPostgresStore(await postgres.createDatabase())])

function newJob(id: string, keyId = 'key-1', createdAt = 1): NewJob {
  return {
    id,
    kind: 'music',
    userId: 'user-1',
    keyId,
    requestId: `request-${id}`,
    endpoint: '/v1/audio/music',
    origin: 'http://127.0.0.1:8787',
    request: '{}',
    payment: 'balance',
    heldMicroKopecks: 5,
    webhookUrl: null,
    createdAt,
  }
}

const succeeded: JobEnd = {
  status: 'succeeded',
  mediaId: 'song.mp3',
  result: '{"duration_seconds":1}',
  errorCode: null,
  errorMessage: null,
  finishedAt: 50,
  expiresAt: 1_000,
}

describe.each(stores)('jobs in %s', (_name, open) => {
  let store: Store
  beforeEach(async () => {
    store = await open()
    const times = { createdAt: 1, disabledAt: null, overageEnabledAt: null, subscriptionEndsAt: null }
    await store.users.ensure({ id: 'user-1', name: 'Ada', plan: 'local', ...times })
    for (const id of ['key-1', 'key-2']) {
      const uses = { totalRequests: 0, totalTokens: 0, lastUsedAt: null, createdAt: 1, revokedAt: null }
      await store.apiKeys.add({ id, userId: 'user-1', name: id, keyHash: id, keyPrefix: id, ...uses })
    }
  })
  afterEach(() => store.close())

  const add = (...jobs: NewJob[]) => Promise.all(jobs.map((job) => store.jobs.add(job)))
  const claim = (leaseToken: string, now = 10) => store.jobs.claim({ leaseToken, until: now + 100 }, now)
  async function claimAll(): Promise<string[]> {
    const ids = []
    for (let job = await claim('a'); job !== undefined; job = await claim('a')) ids.push(job.id)
    return ids
  }

  it('adds a job once, and finds it', async () => {
    expect(await add(newJob('one'))).toEqual([true])
    expect(await add(newJob('one', 'key-2'))).toEqual([false])
    expect(await store.jobs.find('one')).toMatchObject({ ...newJob('one'), status: 'queued', progress: 0, attempts: 0 })
    expect(await store.jobs.find('two')).toBeUndefined()
  })

  it('lists the jobs of a user from the newest on, page by page', async () => {
    await add(newJob('a', 'key-1', 1), newJob('b', 'key-1', 2), newJob('c', 'key-2', 2))
    const first = await store.jobs.list('user-1', { limit: 2 })
    expect(first.map(({ id }) => id)).toEqual(['c', 'b'])
    const next = await store.jobs.list('user-1', { limit: 2, after: first[1] })
    expect(next.map(({ id }) => id)).toEqual(['a'])
    expect(await store.jobs.list('user-2', { limit: 2 })).toEqual([])
  })

  it('gives each key its turn, however many jobs another has', async () => {
    for (const id of ['a1', 'a2', 'a3', 'a4']) await store.jobs.add(newJob(id, 'key-1'))
    await claim('first')
    for (const id of ['b1', 'b2']) await store.jobs.add(newJob(id, 'key-2', 2))
    const waiting = await store.jobs.find('b2')
    expect(await store.jobs.position(waiting!)).toBe(4)
    expect(await claimAll()).toEqual(['a2', 'b1', 'a3', 'b2', 'a4'])
    await store.jobs.add(newJob('a5', 'key-1'))
    expect(await store.jobs.find('a5')).toMatchObject({ turn: 0 })
  })

  it('gives a job to one worker until the lease ends', async () => {
    await add(newJob('one'))
    expect(await claim('a', 10)).toMatchObject({ id: 'one', status: 'running', attempts: 1, startedAt: 10 })
    expect(await claim('b', 109)).toBeUndefined()
    expect(await claim('b', 110)).toMatchObject({ id: 'one', attempts: 2, startedAt: 10 })
  })

  it('gives different jobs to workers that ask at once', async () => {
    const ids = Array.from({ length: 8 }, (_, index) => `job-${index}`)
    await add(...ids.map((id) => newJob(id)))
    const claimed = await Promise.all(ids.map((id) => claim(`worker-${id}`)))
    expect(claimed.map((job) => job?.id).sort()).toEqual(ids)
  })

  it('listens to the holder of the lease only', async () => {
    await add(newJob('one'))
    const stale: JobLease = { id: 'one', leaseToken: 'a' }
    await claim('a', 10)
    expect(await store.jobs.renew(stale, 50, { progress: 40, stage: 'composing' })).toBe(true)
    expect(await store.jobs.find('one')).toMatchObject({ availableAt: 50, progress: 40, stage: 'composing' })
    await claim('b', 60)
    expect(await store.jobs.find('one')).toMatchObject({ progress: 0, stage: null })
    expect(await store.jobs.renew(stale, 90)).toBe(false)
    expect(await store.jobs.recordFile(stale, 'late.mp3')).toBe(false)
    expect(await store.jobs.release(stale, { availableAt: 0, isAttempt: true })).toBe(false)
    expect(await store.jobs.settle(stale, succeeded)).toBe(false)
    expect(await store.jobs.settle({ id: 'one', leaseToken: 'b' }, succeeded)).toBe(true)
  })

  it('passes on to the next worker which file the last one was about to write', async () => {
    await add(newJob('one'))
    await claim('a', 10)
    await store.jobs.recordFile({ id: 'one', leaseToken: 'a' }, 'half.mp3')
    expect(await claim('b', 200)).toMatchObject({ mediaId: 'half.mp3' })
  })

  it('puts a job back with its turn, and counts the attempt or not', async () => {
    await add(newJob('one'))
    await add(newJob('two'))
    await claim('a')
    await store.jobs.release({ id: 'one', leaseToken: 'a' }, { availableAt: 0, isAttempt: false })
    expect(await claim('b')).toMatchObject({ id: 'one', attempts: 1 })
    await store.jobs.release({ id: 'one', leaseToken: 'b' }, { availableAt: 500, isAttempt: true })
    expect(await claim('c', 499)).toMatchObject({ id: 'two' })
    expect(await claim('c', 500)).toMatchObject({ id: 'one', attempts: 2 })
  })

  it('settles a job once, and forgets its input then', async () => {
    await add(newJob('one'), newJob('two', 'key-2'))
    await store.jobs.addInput('one', 'aGk=')
    expect(await store.jobs.findInput('one')).toBe('aGk=')
    expect(await store.jobs.countOpen({ userId: 'user-1' })).toBe(2)
    await claim('a')
    expect(await store.jobs.settle({ id: 'one' }, { ...succeeded, status: 'canceled', mediaId: null })).toBe(true)
    expect(await store.jobs.settle({ id: 'one', leaseToken: 'a' }, succeeded)).toBe(false)
    expect(await store.jobs.find('one')).toMatchObject({ status: 'canceled', leaseToken: null, finishedAt: 50 })
    expect(await store.jobs.findInput('one')).toBeUndefined()
    expect(await store.jobs.countOpen({ keyId: 'key-1' })).toBe(0)
    expect(await store.jobs.countOpen({ keyId: 'key-2' })).toBe(1)
  })

  it('counts up with every change that callers see', async () => {
    await add(newJob('one'))
    const revision = async () => (await store.jobs.revisions(['one', 'none']))[0]?.revision
    const seen = [await revision()]
    await claim('a')
    seen.push(await revision())
    await store.jobs.renew({ id: 'one', leaseToken: 'a' }, 99)
    seen.push(await revision())
    await store.jobs.renew({ id: 'one', leaseToken: 'a' }, 99, { progress: 1, stage: null })
    seen.push(await revision())
    await store.jobs.settle({ id: 'one' }, succeeded)
    seen.push(await revision())
    expect(seen).toEqual([0, 1, 1, 2, 3])
  })

  it('forgets jobs that have expired', async () => {
    await add(newJob('one'), newJob('two'))
    await store.jobs.settle({ id: 'one' }, succeeded)
    await store.jobs.purge(999)
    expect(await store.jobs.find('one')).toBeDefined()
    await store.jobs.purge(1_000)
    expect(await store.jobs.find('one')).toBeUndefined()
    expect(await store.jobs.find('two')).toBeDefined()
  })

  it('keeps webhooks until they are delivered', async () => {
    const webhook = { id: 'msg_1', jobId: 'one', url: 'https://example.com', payload: '{}' }
    await store.webhooks.add(webhook)
    expect(await store.webhooks.claim(100, 10)).toEqual({ ...webhook, attempts: 1, availableAt: 100 })
    expect(await store.webhooks.claim(200, 99)).toBeUndefined()
    await store.webhooks.defer('msg_1', 50)
    expect(await store.webhooks.claim(100, 50)).toMatchObject({ attempts: 2 })
    await store.webhooks.remove('msg_1')
    expect(await store.webhooks.claim(300, 200)).toBeUndefined()
  })
})
