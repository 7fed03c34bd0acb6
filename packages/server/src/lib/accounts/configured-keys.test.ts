import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startServer } from '../start-server.ts'
import { noMediaEngines } from '../test-support/no-media-engines.test-support.ts'
import { generateApiKey } from './api-keys.ts'

const [first, second] = [generateApiKey(), generateApiKey()]
let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mira-configured-'))
})
afterEach(() => rm(dataDir, { recursive: true }))

/** Starts the server with keys, and returns the statuses of calls with all keys, and what it lists. */
async function start(apiKeys: readonly string[] | undefined, keys: readonly string[] = [first, second]) {
  await using server = await startServer({
    dataDir,
    apiKeys,
    engines: { ...noMediaEngines, chat: null, embeddings: null },
  })
  const list = (key: string) => fetch(`${server.url}/v1/api-keys`, { headers: { authorization: `Bearer ${key}` } })
  const statuses = await Promise.all(keys.map(async (key) => (await list(key)).status))
  const listed: { key_prefix: string }[] = server.apiKey === undefined ? [] : await (await list(server.apiKey)).json()
  return { apiKey: server.apiKey, statuses, prefixes: listed.map(({ key_prefix }) => key_prefix) }
}

const prefix = (key: string) => key.slice(0, 16)

it('accepts configured keys for as long as they are configured', async () => {
  expect(await start([first])).toMatchObject({ apiKey: first, statuses: [200, 401], prefixes: [prefix(first)] })
  expect(await start([second])).toMatchObject({ apiKey: second, statuses: [401, 200], prefixes: [prefix(second)] })
  expect((await start([first, second])).statuses).toEqual([200, 200])

  const { apiKey, statuses, prefixes } = await start(undefined)
  expect(statuses).toEqual([401, 401])
  // Without a valid key, the owner gets a new one, which later starts keep.
  expect(prefixes).toEqual([prefix(apiKey!)])
  expect(await start(undefined, [apiKey!])).toMatchObject({ apiKey: undefined, statuses: [200] })
  expect((await start([first], [apiKey!, first])).statuses).toEqual([200, 200])
})

it('keeps a revoked configured key revoked', async () => {
  await using server = await startServer({ dataDir, apiKeys: [first, second] })
  const headers = { authorization: `Bearer ${first}` }
  const keys: { id: string; key_prefix: string }[] = await (
    await fetch(`${server.url}/v1/api-keys`, { headers })
  ).json()
  const { id } = keys.find((key) => key.key_prefix === prefix(second))!
  expect((await fetch(`${server.url}/v1/api-keys/${id}`, { method: 'DELETE', headers })).status).toBe(204)
  await server.close()
  expect((await start([first, second])).statuses).toEqual([200, 401])
})
