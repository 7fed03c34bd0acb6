import { mkdir, mkdtemp, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { withFileLock } from './file-lock.ts'

const folder = await mkdtemp(join(tmpdir(), 'mira-lock-'))
afterAll(() => rm(folder, { recursive: true }))

it('lets one in at a time, and the next after a failure too', async () => {
  const path = join(folder, 'one.lock')
  let inside = 0
  const work = async (fails: boolean) => {
    expect(++inside).toBe(1)
    await new Promise((resolve) => setImmediate(resolve))
    inside--
    if (fails) throw new Error('failed inside')
    return 'done'
  }
  const results = await Promise.allSettled([false, true, false].map((fails) => withFileLock(path, () => work(fails))))
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

it('passes over a holder that died', async () => {
  const path = join(folder, 'stale.lock')
  await mkdir(path)
  const longAgo = new Date(Date.now() - 60_000)
  await utimes(path, longAgo, longAgo)
  expect(await withFileLock(path, async () => 'done')).toBe('done')
})
