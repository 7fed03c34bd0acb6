import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, inject, it } from 'vitest'
import { openDataDirectory } from '../data-directory.ts'
import { openMediaStore } from '../media/open-media-store.ts'
import { startServer } from '../start-server.ts'
import { openSqliteStore } from '../store/open-sqlite-store.ts'
import { commandEnvironment } from '../test-support/command-environment.test-support.ts'
import { createLetterEmbeddingEngine } from '../test-support/letter-embedding-engine.test-support.ts'
import { createWordChatEngine } from '../test-support/word-chat-engine.test-support.ts'

const bin = inject('serverCommand')
let directory: string
let dataDir: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mira-commands-'))
  dataDir = join(directory, 'data')
})
afterEach(() => rm(directory, { recursive: true }))

/** Runs a command to completion. */
function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = commandEnvironment(directory)
  const argv = ['--conditions=@mira/source', bin, ...args, '--data-dir', dataDir]
  return new Promise((resolve) => {
    execFile(process.execPath, argv, { env }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err })
    })
  })
}

async function succeed(...args: string[]): Promise<string> {
  const { code, out, err } = await run(...args)
  expect([code, err]).toEqual([0, ''])
  return out.trimEnd()
}

function serve(prices = {}) {
  const engines = { chat: createWordChatEngine(), embeddings: createLetterEmbeddingEngine() }
  return startServer({ dataDir, engines, prices: { models: prices, default: { input_per_million_tokens: '10000' } } })
}

const embed = (url: string, key: string, input: string, model = 'mira-embed') =>
  fetch(`${url}/v1/embeddings`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, input }),
  })

it('manages users, keys and balances, which a server then knows', async () => {
  const id = await succeed('users', 'create', 'Ada', '--plan', 'free', '--overage', '--subscription-days', '30')
  expect(id).toMatch(/^[0-9a-f-]{36}$/)
  const key = await succeed('keys', 'create', 'Ada', '--name', 'laptop')
  expect(key).toMatch(/^sk-mira-[0-9a-f]{40}$/)
  expect(await run('topup', id, '99.50', '--method', 'sbp')).toMatchObject({ code: 0, out: '99.50\n' })
  expect(await succeed('users', 'list')).toMatch(new RegExp(`${id} +Ada +pro +99.50`))
  const listed = await succeed('keys', 'list', 'Ada')
  const keyId = listed.split('\n')[1]!.split(' ')[0]!
  expect(listed).toMatch(new RegExp(`${keyId} +${key.slice(0, 16)} +Ada +0 +laptop`))
  expect(listed).not.toContain(key)

  await using server = await serve()
  expect((await embed(server.url, key, 'a b')).status).toBe(200)
  await succeed('keys', 'revoke', keyId)
  expect((await embed(server.url, key, 'a b')).status).toBe(401)
})

it('reports what a top-up changes, and which users have one name', async () => {
  const first = await succeed('users', 'create', 'Ada')
  const second = await run('users', 'create', 'Ada', '--plan', 'max')
  expect(second).toMatchObject({
    code: 0,
    err: 'Note: Another user is named "Ada", so commands need an id instead of the name.\n',
  })
  const { code, out, err } = await run('keys', 'create', 'Ada')
  const today = new Date().toISOString().slice(0, 10)
  const ids = `${first} (plan free, created ${today}), ${second.out.trim()} (plan max, created ${today})`
  expect([code, out, err]).toEqual([1, '', `mira-server: 2 users are named "Ada". Use an id instead: ${ids}.\n`])
  expect(await run('topup', first, '250')).toEqual({
    code: 0,
    out: '250.00\n',
    err: 'Note: The first top-up has moved Ada from the plan free to pro, as in the vMira API.\n',
  })
  expect(await succeed('topup', first, '1')).toBe('251.00')
})

it('exports usage as CSV that a spreadsheet reads as text', async () => {
  await succeed('users', 'create', 'Ada', '--plan', 'local')
  const key = await succeed('keys', 'create', 'Ada')
  const embeddings = { ...createLetterEmbeddingEngine(), model: '=1+1,"x"' }
  await using server = await startServer({ dataDir, engines: { chat: null, embeddings } })
  await embed(server.url, key, 'a b', embeddings.model)
  await embed(server.url, server.apiKey!, 'c', embeddings.model)
  const head =
    'created_at,user_id,key_id,request_id,endpoint,model,outcome,input_tokens,output_tokens,cost_micro_kopecks,charged_kopecks'
  const [first, ...all] = (await succeed('usage', 'export', '--csv')).split('\n')
  expect(first).toBe(head)
  expect(all).toHaveLength(2)
  const row =
    /^\d{4}-[^,]+Z,[0-9a-f-]{36},[0-9a-f-]{36},[0-9a-f-]{36},\/v1\/embeddings,"'=1\+1,""x""",completed,2,0,10000,0$/
  expect(all[0]).toMatch(row)
  expect((await succeed('usage', 'export', '--user', 'Ada')).split('\n')).toEqual([head, all[0]])
  expect(await succeed('usage', 'export', '--end', '2020-01-01')).toBe(head)
})

it('charges by a price list, and says what is wrong with one', async () => {
  const file = join(directory, 'prices.json')
  await writeFile(file, JSON.stringify({ models: { mira: { per_token: 1 } }, default: {} }))
  const { code, err } = await run('--port', '0', '--prices', file)
  expect([code, err]).toEqual([2, expect.stringContaining('is not a valid price list')])
  expect(err).toContain('per_token')
})

it('backs up under load, and restores to a ledger that adds up', async () => {
  const backup = join(directory, 'backup.db')
  const server = await serve()
  const key = server.apiKey!
  let isLoaded = true
  const load = Array.from({ length: 3 }, async () => {
    while (isLoaded) await (await embed(server.url, key, 'a b c')).text()
  })
  await succeed('backup', backup)
  isLoaded = false
  await Promise.all(load)
  for (const file of [backup, `${backup}.secret`]) expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect((await run('backup', backup)).err).toBe(`mira-server: Cannot create ${backup}: it already exists.\n`)
  const refused = await run('restore', backup)
  expect(refused.err).toContain('add --force')
  expect((await run('restore', backup, '--force')).err).toContain('is in use; stop the server first')
  await server.close()
  await succeed('restore', backup, '--force')

  await using again = await serve()
  const headers = { authorization: `Bearer ${key}` }
  const get = async (path: string) => (await fetch(again.url + path, { headers })).json()
  const { total_requests: requests, total_cost_microcents: cost } = (await get('/v1/usage')).today
  const { balance_kopecks: balance } = await get('/v1/billing/balance')
  expect(requests).toBeGreaterThan(0)
  expect(cost).toBe(requests * 3 * 10_000)
  expect(balance).toBe(10_000_000 - requests * 3)
})

it('backs up and restores media files, without those that are gone', async () => {
  const backup = join(directory, 'backup.db')
  const { databasePath } = await openDataDirectory(dataDir)
  const store = await openSqliteStore(databasePath)
  const media = openMediaStore({ dataDir }, { records: store.media, now: Date.now })
  const put = (data: string) =>
    media.put({ data: Buffer.from(data), mediaType: 'image/png', userId: 'ada', expiresAt: Date.now() + 3_600_000 })
  const [kept, gone] = [await put('kept'), await put('gone')]
  await rm(join(dataDir, 'media', gone.id))
  await succeed('backup', backup)
  const late = await put('late')
  await store.close()
  expect((await stat(`${backup}.media`)).mode & 0o777).toBe(0o700)

  await rm(join(dataDir, 'media', kept.id))
  await succeed('restore', backup, '--force')
  expect(await readdir(join(dataDir, 'media'))).toEqual([kept.id])
  expect(await readFile(join(dataDir, 'media', kept.id), 'utf8')).toBe('kept')
  expect((await stat(join(dataDir, 'media', kept.id))).mode & 0o777).toBe(0o600)

  const again = await openSqliteStore(databasePath)
  expect([await again.media.find(kept.id), await again.media.find(late.id)]).toMatchObject([{ bytes: 4 }, undefined])
  await again.close()
})

it('refuses to restore what is no sound backup', async () => {
  await (await serve()).close()
  const backup = join(directory, 'backup.db')
  await succeed('backup', backup)
  await rm(`${backup}.secret`)
  expect((await run('restore', backup)).err).toContain('backup.db.secret not found')
  const bytes = await readFile(backup)
  await writeFile(backup, bytes.fill(7, 4_096, 40_000))
  expect((await run('restore', backup)).code).toBe(1)
  await writeFile(backup, 'just text')
  expect((await run('restore', backup)).err).toContain('not a database')
})
