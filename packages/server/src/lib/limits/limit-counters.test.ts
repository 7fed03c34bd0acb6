import { describe, expect, it } from 'vitest'
import { silentLogger } from '../logger.ts'
import { openPostgresStore } from '../store/open-postgres-store.ts'
import { openSqliteStore } from '../store/open-sqlite-store.ts'
import type { Store } from '../store/store.ts'
import { usePostgres } from '../test-support/postgres.test-support.ts'
import { createLimitCounters } from './limit-counters.ts'

const postgres = await usePostgres()

const owner = { userId: 'user-1', keyId: 'key-1' }
const size = { name: 'test', maxEvents: 3, lengthMs: 1_000 }

interface Kind {
  readonly name: string
  readonly isShared: boolean
  readonly open: () => Promise<Store>
}

const kinds: Kind[] = [
  { name: 'in memory', isShared: false, open: () => openSqliteStore(':memory:') },
  { name: 'in SQLite', isShared: true, open: () => openSqliteStore(':memory:') },
]
if (postgres !== undefined) {
  const open = async () => openPostgresStore(await postgres.createDatabase())
  kinds.push({ name: 'in PostgreSQL', isShared: true, open })
}

describe.each(kinds)('counted $name', ({ isShared, open }) => {
  async function start(clock: { now: number }) {
    const store = await open()
    const make = () => createLimitCounters(store, { isShared, logger: silentLogger, now: () => clock.now })
    const counters = make()
    const close = async () => {
      counters.concurrencySlots.close()
      await store.close()
    }
    return { ...counters, store, make, [Symbol.asyncDispose]: close }
  }

  it('a window lets in as many as fit, and says when there is room again', async () => {
    const clock = { now: 10_000 }
    await using counters = await start(clock)
    const window = counters.makeWindow(size)
    for (const now of [10_000, 10_100, 10_200]) {
      clock.now = now
      expect(await window.count('a')).toBeUndefined()
    }
    expect(await window.count('a')).toBe(1)
    expect(await window.count('b')).toBeUndefined()
    clock.now = 10_999
    expect(await window.count('a')).toBe(1)
    clock.now = 11_000
    expect([await window.count('a'), await window.count('a')]).toEqual([undefined, 1])
  })

  it('a window reads how many events it allows, and when it is empty', async () => {
    const clock = { now: 10_000 }
    await using counters = await start(clock)
    const window = counters.makeWindow(size)
    expect(await window.read('a')).toEqual({ limit: 3, remaining: 3, resetMs: 0 })
    await window.count('a')
    clock.now += 400
    await window.count('a')
    expect(await window.read('a')).toEqual({ limit: 3, remaining: 1, resetMs: 1_000 })
    await window.count('a')
    await window.count('a')
    clock.now += 100
    expect([await window.read('a'), await window.read('b')]).toMatchObject([
      { remaining: 0, resetMs: 900 },
      { remaining: 3 },
    ])
    clock.now = 11_000
    expect(await window.read('a')).toEqual({ limit: 3, remaining: 1, resetMs: 400 })
    clock.now = 11_400
    expect(await window.read('a')).toEqual({ limit: 3, remaining: 3, resetMs: 0 })
  })

  it.each([
    { name: 'a little', setBackMs: 400, isForgotten: false },
    { name: 'by half a window more', setBackMs: 1_500, isForgotten: true },
    { name: 'by a day', setBackMs: 86_400_000, isForgotten: true },
  ])('a window asks nobody to wait longer than its length when the clock is set back $name', async (given) => {
    const clock = { now: 100_000_000 }
    await using counters = await start(clock)
    const window = counters.makeWindow(size)
    for (let index = 0; index < 3; index++) await window.count('a')
    expect(await window.count('a')).toBe(1)
    clock.now -= given.setBackMs
    const expected = given.isForgotten ? undefined : 1
    expect(await window.count('a')).toBe(expected)
    clock.now = 100_000_000 + 2 * size.lengthMs
    expect(await window.count('a')).toBeUndefined()
  })

  it('slots add up what their requests hold, until they are released', async () => {
    await using counters = await start({ now: 10_000 })
    const { concurrencySlots } = counters
    const holds = [5_000_000_000_000, 4_000_000_000_000_000, 0]
    const releases = []
    for (const heldMicroKopecks of holds) {
      releases.push(await concurrencySlots.acquire('request', { ...owner, heldMicroKopecks }))
    }
    releases.push(await concurrencySlots.acquire('response', { ...owner, keyId: 'key-2', heldMicroKopecks: 7 }))
    const totals = await concurrencySlots.totals(owner)
    expect(totals.toSorted((one, other) => one.keyId.localeCompare(other.keyId))).toEqual([
      { kind: 'request', keyId: 'key-1', count: 3, heldMicroKopecks: 4_005_000_000_000_000n },
      { kind: 'response', keyId: 'key-2', count: 1, heldMicroKopecks: 7n },
    ])
    for (const release of releases) await release()
    expect(await concurrencySlots.totals(owner)).toEqual([])
  })

  it('all keys of a user have twice the slots of one, among those who come at once', async () => {
    await using counters = await start({ now: 10_000 })
    const { concurrencySlots } = counters
    const owners = Array.from({ length: 20 }, (_, index) => ({ ...owner, keyId: `key-${index % 5}` }))
    const acquired = await Promise.all(owners.map((each) => concurrencySlots.tryAcquire('stream', each, 3)))
    expect(acquired.filter((release) => release !== undefined)).toHaveLength(6)
    expect(await concurrencySlots.tryAcquire('stream', { ...owner, userId: 'user-2' }, 3)).toBeDefined()
  })

  it('a window is exact among events that come at once', async () => {
    await using counters = await start({ now: 10_000 })
    const window = counters.makeWindow(size)
    const counted = await Promise.all(Array.from({ length: 20 }, () => window.count('a')))
    expect(counted.filter((seconds) => seconds === undefined)).toHaveLength(3)
  })

  it('places are exact among those who come at once, and are free again when left', async () => {
    const clock = { now: 10_000 }
    await using counters = await start(clock)
    const { concurrencySlots } = counters
    const entered = await Promise.all(Array.from({ length: 10 }, () => concurrencySlots.tryAcquire('stream', owner, 3)))
    const leaves = entered.filter((leave) => leave !== undefined)
    expect(leaves).toHaveLength(3)
    expect(await concurrencySlots.countByUser('stream', owner)).toBe(3)
    expect(await concurrencySlots.countByUser('request', owner)).toBe(0)
    await leaves[0]!()
    await leaves[0]!()
    expect(await concurrencySlots.countByKey('stream', owner)).toBe(2)
    expect(await concurrencySlots.countByKey('stream', { ...owner, keyId: 'key-2' })).toBe(0)
    expect(await concurrencySlots.tryAcquire('stream', owner, 3)).toBeDefined()
  })

  // Counters in memory are not shared between processes.
  if (!isShared) return

  it('processes count together, and places of one that died come free', async () => {
    const clock = { now: 10_000 }
    await using counters = await start(clock)
    const dead = counters.make()
    dead.concurrencySlots.close()
    const window = dead.makeWindow(size)
    for (let index = 0; index < 3; index++) await window.count('a')
    await dead.concurrencySlots.acquire('stream', owner)
    expect(await counters.makeWindow(size).count('a')).toBe(1)
    expect(await counters.concurrencySlots.tryAcquire('stream', owner, 1)).toBeUndefined()
    clock.now += 30_000
    expect(await counters.concurrencySlots.tryAcquire('stream', owner, 1)).toBeDefined()
  })

  it('a place that cannot be given back does not fail its request', async () => {
    const clock = { now: 10_000 }
    const counters = await start(clock)
    const leave = await counters.concurrencySlots.acquire('request', owner)
    await counters[Symbol.asyncDispose]()
    await expect(leave()).resolves.toBeUndefined()
  })
})
