import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { usePostgres } from '../test-support/postgres.test-support.ts'
import { openPostgresStore } from './open-postgres-store.ts'
import { openSqliteStore } from './open-sqlite-store.ts'
import type { Store } from './store.ts'

const postgres = await usePostgres()

const stores: [name: string, open: () => Promise<Store>][] = [['SQLite', () => openSqliteStore(':memory:')]]
if (postgres !== undefined) stores.push(['PostgreSQL', async () => openPostgresStore(await postgres.createDatabase())])

const file = {
  id: 'a.png',
  mediaType: 'image/png',
  userId: 'ada',
  createdAt: 1_700_000_000_000,
  expiresAt: 1_700_000_009_000,
}
const content = { bytes: 5_000_000_000, sha256: 'ab' }

describe.each(stores)('records of media in %s', (_name, open) => {
  let store: Store
  beforeEach(async () => {
    store = await open()
  })
  afterEach(() => store.close())

  it('knows a file from its beginning, and its content when it is complete', async () => {
    await store.media.begin(file)
    expect(await store.media.find('a.png')).toEqual({ ...file, bytes: null, sha256: null })
    await store.media.finish('a.png', content)
    expect(await store.media.find('a.png')).toEqual({ ...file, ...content })
    await store.media.remove('a.png')
    expect(await store.media.find('a.png')).toBeUndefined()
    await expect(store.media.finish('a.png', content)).rejects.toThrow('was removed while it was being written')
  })

  it('takes an id once', async () => {
    await store.media.begin(file)
    await expect(store.media.begin(file)).rejects.toThrow()
  })

  it('lists what has expired, and what was begun long ago and never completed', async () => {
    const { createdAt, expiresAt } = file
    for (const id of ['whole', 'half']) await store.media.begin({ ...file, id })
    await store.media.finish('whole', content)
    const stale = (expiredAt: number, startedBefore: number) =>
      store.media.listStale({ expiredAt, startedBefore, limit: 9 })
    expect(await stale(expiresAt - 1, createdAt)).toEqual([])
    expect(await stale(expiresAt - 1, createdAt + 1)).toEqual(['half'])
    expect([...(await stale(expiresAt, createdAt))].toSorted()).toEqual(['half', 'whole'])
    expect(await store.media.listStale({ expiredAt: expiresAt, startedBefore: 0, limit: 1 })).toHaveLength(1)
  })
})
