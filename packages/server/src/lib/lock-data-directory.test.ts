import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { generateApiKey } from './accounts/api-keys.ts'
import { startServer } from './start-server.ts'
import { startKillableServer } from './test-support/killable-server.test-support.ts'
import { noMediaEngines } from './test-support/no-media-engines.test-support.ts'

const engines = { ...noMediaEngines, chat: null, embeddings: null }
let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mira-lock-'))
})
afterEach(() => rm(dataDir, { recursive: true }))

const inUse = () => `Another server is using ${dataDir}. Stop it, choose another data directory`

it('lets one server of a process use a directory, until it closes', async () => {
  const first = await startServer({ dataDir, engines })
  await expect(startServer({ dataDir, engines })).rejects.toThrow(inUse())
  await first.close()
  await using _second = await startServer({ dataDir, engines })
})

it('releases the directory when a start fails', async () => {
  await expect(startServer({ dataDir, engines, apiKeys: ['invalid'] })).rejects.toThrow(RangeError)
  await expect(startServer({ dataDir, engines, secret: 'short' })).rejects.toThrow(RangeError)
  await using _server = await startServer({ dataDir, engines })
})

it('keeps out a server of another process, which may be killed at any time', async () => {
  await using other = startKillableServer({ dataDir }, generateApiKey())
  await other.url()
  await expect(startServer({ dataDir, engines })).rejects.toThrow(inUse())
  await other[Symbol.asyncDispose]()
  await using _server = await startServer({ dataDir, engines })
})
