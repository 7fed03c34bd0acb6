import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readEvents } from '../../test-support/read-events.test-support.ts'
import { startAccountServer } from '../../test-support/start-account-server.test-support.ts'

const path = '/v1/api-keys'
const waiting = { model: 'mira', stream: true, messages: [{ role: 'user', content: 'wait here' }] }
const uuid = '11111111-2222-4333-8444-555555555555'

it('creates a key, returns it once, and accepts it at once', async () => {
  await using server = await startAccountServer({ now: () => Date.UTC(2026, 0, 2) })
  const answer = await server.call('POST', path, { name: 'nightly' })
  const { key, ...record } = await answer.json()
  expect(answer.status).toBe(201)
  expect(key).toMatch(/^sk-mira-[0-9a-f]{40}$/)
  expect(record).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    name: 'nightly',
    key_prefix: key.slice(0, 16),
    is_active: true,
    total_requests: 0,
    total_tokens: 0,
    last_used_at: null,
    created_at: '2026-01-02T00:00:00.000Z',
  })
  const headers = { authorization: `Bearer ${key}` }
  await (await server.call('POST', '/v1/embeddings', { model: 'mira-embed', input: 'a b' }, { headers })).text()
  const list = await (await server.call('GET', path, undefined, { headers })).json()
  const used = { total_requests: 1, total_tokens: 2, last_used_at: '2026-01-02T00:00:00.000Z' }
  expect(list.find(({ id }: { id: string }) => id === record.id)).toEqual({ ...record, ...used })
  expect(list).toHaveLength(2)
})

it('answers a repeated creation with the same key, which no file holds', async () => {
  await using server = await startAccountServer()
  const create = () => server.call('POST', path, { name: 'ci' }, { headers: { 'idempotency-key': 'once' } })
  const first = await (await create()).json()
  const again = await create()
  expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true'])
  expect(await again.json()).toEqual(first)
  expect(await server.store.apiKeys.listActive(server.userId)).toHaveLength(2)
  for (const name of await readdir(server.dataDir)) {
    const bytes = await readFile(join(server.dataDir, name), 'latin1')
    for (const text of [first.key, Buffer.from(JSON.stringify(first)).toString('base64').slice(0, 40)]) {
      expect(bytes).not.toContain(text)
    }
  }
})

it('keeps to 10 active keys, however many are asked for at once', async () => {
  await using server = await startAccountServer()
  const answers = await Promise.all(Array.from({ length: 12 }, () => server.call('POST', path, { name: 'n' })))
  expect(answers.map(({ status }) => status).sort()).toEqual([...Array(9).fill(201), 400, 400, 400])
  const refused = answers.find(({ status }) => status === 400)!
  expect(await refused.json()).toMatchObject({ detail: 'The limit of 10 active API keys is reached; revoke one first' })
  const [one] = await (await server.call('GET', path)).json()
  await server.call('DELETE', `${path}/${one.id}`)
  expect((await server.call('POST', path, { name: 'n' })).status).toBe(201)
})

it.each([
  [{}, 'name: missing, expected a string'],
  [{ name: '' }, 'name: must not be empty'],
  [{ name: 'n'.repeat(129) }, 'name: must have at most 128 characters, not 129'],
])('refuses %o with 422', async (body, detail) => {
  await using server = await startAccountServer()
  const answer = await server.call('POST', path, body)
  expect([answer.status, await answer.json()]).toMatchObject([422, { detail }])
})

it('revokes at once and again, and only keys of the account', async () => {
  await using server = await startAccountServer()
  const { id, key } = await (await server.call('POST', path, { name: 'n' })).json()
  for (let time = 1; time <= 2; time++) {
    const answer = await server.call('DELETE', `${path}/${id}`)
    expect([answer.status, await answer.text()]).toEqual([204, ''])
  }
  const refused = await server.call('GET', path, undefined, { headers: { authorization: `Bearer ${key}` } })
  expect([refused.status, await refused.json()]).toMatchObject([401, { detail: 'Invalid API key' }])
  const list = await (await server.call('GET', path)).json()
  expect(list.map((record: { id: string }) => record.id)).toEqual([server.keyId])

  const owner = (await server.store.apiKeys.listActive('00000000-0000-4000-8000-000000000001'))[0]!
  for (const other of [uuid, owner.id]) {
    const answer = await server.call('DELETE', `${path}/${other}`)
    expect([answer.status, await answer.json()]).toMatchObject([404, { detail: 'API key not found' }])
  }
  const wrong = await server.call('DELETE', `${path}/${key.slice(0, 16)}`)
  expect([wrong.status, (await wrong.json()).detail]).toEqual([400, `id: "${key.slice(0, 16)}" is not a UUID`])
})

it('ends the open streams of a revoked key, and charges what they brought', async () => {
  await using server = await startAccountServer()
  const stream = await server.call('POST', '/v1/chat/completions', waiting)
  await expect.poll(() => server.chat.aborted.length).toBe(1)
  await server.call('DELETE', `${path}/${server.keyId}`)
  const events = await readEvents(stream)
  expect(JSON.parse(events.at(-1)!.data).error).toMatchObject({ message: 'The API key was revoked' })
  expect(await server.chat.aborted[0]).toMatchObject({ status: 401 })
  await expect.poll(server.ledger).toMatchObject([{ type: 'charge', inputTokens: 2, outputTokens: 2 }])
})

it('ends streams of a key that another process revoked', async () => {
  await using server = await startAccountServer()
  const stream = await server.call('POST', '/v1/chat/completions', waiting)
  await expect.poll(() => server.chat.aborted.length).toBe(1)
  await server.store.apiKeys.revoke({ id: server.keyId, userId: server.userId }, 1)
  expect((await readEvents(stream)).at(-1)!.data).toContain('The API key was revoked')
})
