import { chmod, mkdir, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openDataDirectory } from './data-directory.ts'
import { createDirectoryBlobs } from './media/directory-blobs.ts'
import { startServer } from './start-server.ts'
import { noMediaEngines } from './test-support/no-media-engines.test-support.ts'

const engines = { ...noMediaEngines, chat: null, embeddings: null }
let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mira-directory-'))
})
afterEach(() => rm(dataDir, { recursive: true }))

const modeOf = async (path: string) => (await stat(join(dataDir, path))).mode & 0o777

it.each(['', '\n', 'short', ' '.repeat(64), 'x'.repeat(31)])('refuses the stored secret %j', async (secret) => {
  await writeFile(join(dataDir, 'secret'), secret)
  await expect(startServer({ dataDir, engines })).rejects.toThrow(RangeError)
  await expect(openDataDirectory(dataDir)).rejects.toThrow('Restore the file from a backup. Or delete it')
  expect(await readFile(join(dataDir, 'secret'), 'utf8')).toBe(secret)
})

it('gives processes that start at the same time one secret, and leaves no partial file', async () => {
  const opened = await Promise.all(Array.from({ length: 8 }, () => openDataDirectory(dataDir)))
  expect(new Set(opened.map(({ secret }) => secret)).size).toBe(1)
  expect(opened[0]!.secret).toMatch(/^[0-9a-f]{64}$/)
  expect(await readdir(dataDir)).toEqual(['secret'])
})

it('is written by file handles without a method to sync, as of Yarn', async () => {
  await using handle = await open(dataDir)
  const sync = vi.spyOn(Object.getPrototypeOf(handle), 'sync').mockRejectedValue(new Error('Method not implemented.'))
  try {
    expect((await openDataDirectory(dataDir)).secret).toMatch(/^[0-9a-f]{64}$/)
    await createDirectoryBlobs(dataDir, { isDurable: true }).write('blob', Buffer.from('content'))
  } finally {
    sync.mockRestore()
  }
  expect(await readFile(join(dataDir, 'blob'), 'utf8')).toBe('content')
})

it('makes everything of the server accessible by its owner only, and nothing else', async () => {
  await using _first = await startServer({ dataDir, engines })
  await mkdir(join(dataDir, 'media'), { mode: 0o755 })
  const files = ['mira.db', 'mira.db-wal', 'mira.db-shm', 'secret', 'server.lock', 'media/a.png', 'notes.txt']
  for (const file of ['media/a.png', 'notes.txt']) await writeFile(join(dataDir, file), '')
  for (const file of files) await chmod(join(dataDir, file), 0o644)
  for (const directory of ['.', 'media']) await chmod(join(dataDir, directory), 0o755)

  expect((await openDataDirectory(dataDir)).unrestricted).toEqual([])
  expect([await modeOf('.'), await modeOf('media')]).toEqual([0o700, 0o700])
  const modes = await Promise.all(files.map(modeOf))
  expect(modes).toEqual([...Array(6).fill(0o600), 0o644])
})

it('creates its files accessible by their owner only', async () => {
  await using _server = await startServer({ dataDir, engines })
  for (const name of await readdir(dataDir)) expect([name, await modeOf(name)]).toEqual([name, 0o600])
})
