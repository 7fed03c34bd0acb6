import { request } from 'node:http'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, expect, it } from 'vitest'
import type { ServerLimits } from '../server-limits.ts'
import { type AccountServer, startAccountServer } from '../test-support/start-account-server.test-support.ts'
import { startJobServer } from '../test-support/start-job-server.test-support.ts'

const chat = '/v1/chat/completions'
const upload = '/v1/images/edit'
const form = 'multipart/form-data; boundary=x'
const ask = (content: string) => ({ model: 'mira', messages: [{ role: 'user', content }] })

const open = new Set<() => void>()
afterEach(() => {
  for (const close of open) close()
  open.clear()
})

/** Headers of a request, and the part of its body that arrives: a text, or some number of bytes. */
type Stalled = Readonly<Record<string, string | number>>

/** Starts a request whose body arrives in part; resolves with the status of the response. */
function stall(server: AccountServer, path: string, { content = 1, ...headers }: Stalled) {
  const sent = request(server.url + path, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${server.key}`,
      'content-type': 'application/json',
      ...('transfer-encoding' in headers ? {} : { 'content-length': 1_000 }),
      ...headers,
    },
  })
  sent.on('error', () => undefined)
  open.add(() => sent.destroy())
  sent.write(typeof content === 'number' ? '{'.padEnd(content) : content)
  return new Promise<{ status: number | undefined; retryAfter: string | undefined }>((resolve) =>
    sent.on('response', (answer) => {
      answer.resume()
      resolve({ status: answer.statusCode, retryAfter: answer.headers['retry-after'] })
    }),
  )
}

/** Calls with the key of the other user of the server, its owner. */
const callAsOwner = (server: AccountServer, path: string, body?: object) =>
  fetch(server.url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${server.apiKey}`, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  })

/** Starts chats that wait until the test ends; resolves once `running` of them have reached the engine. */
async function startChats(server: AccountServer, count: number, { running = count, content = 'wait here' } = {}) {
  const leaving = new AbortController()
  open.add(() => leaving.abort())
  const before = server.chat.requests.length
  const answers = Array.from({ length: count }, () => server.call('POST', chat, ask(content), leaving))
  for (const answer of answers) answer.catch(() => undefined)
  await expect.poll(() => server.chat.requests.length - before).toBe(running)
  return answers
}

const start = (limits: Partial<ServerLimits>, options = {}) => startAccountServer({ limits, ...options })

it.each([
  { path: chat, type: 'application/json' },
  { path: upload, type: form },
  { path: '/v1/audio/transcribe', type: form },
])('slow bodies of $path occupy no turn', async ({ path, type }) => {
  await using server = await start({ maxConcurrentRequests: 2 })
  for (let index = 0; index < 20; index += 1) void stall(server, path, { 'content-type': type })
  expect((await callAsOwner(server, chat, ask('hi'))).status).toBe(200)
  expect((await server.call('GET', '/v1/usage')).status).toBe(200)
})

it.each([
  { path: chat, type: 'application/json' },
  { path: upload, type: form },
  { path: '/v1/audio/transcribe', type: form },
])('a body of $path that arrives too slowly is rejected with 408', async ({ path, type }) => {
  await using server = await start({ bodyGraceMs: 20 })
  expect(await stall(server, path, { 'content-type': type })).toMatchObject({ status: 408 })
})

it('one user gets a share of the turns; others still get theirs', async () => {
  await using server = await start({ maxConcurrentRequests: 4 })
  const chats = await startChats(server, 3, { running: 2 })
  const rejected = await Promise.any(chats)
  expect([rejected.status, rejected.headers.get('retry-after')]).toEqual([429, '1'])
  expect((await callAsOwner(server, chat, ask('hi'))).status).toBe(200)
})

it('polls that wait occupy no turn, and beyond a limit are answered at once', async () => {
  await using server = await startJobServer({ limits: { maxConcurrentRequests: 2, maxHeldPollsPerUser: 3 } })
  const { id } = await (await server.call('POST', '/v1/audio/music', { prompt: 'wait', duration_seconds: 1 })).json()
  const leaving = new AbortController()
  const headers = { prefer: 'wait=20' }
  const poll = () => server.call('GET', `/v1/audio/music/${id}`, undefined, { headers, signal: leaving.signal })
  // The job may still start, which ends the first waits.
  await expect.poll(() => server.music.requests.length).toBe(1)
  const polls = Array.from({ length: 8 }, poll)
  for (const one of polls) one.catch(() => undefined)
  const answered = await Promise.any(polls)
  expect([answered.status, answered.headers.get('preference-applied')]).toEqual([200, null])
  expect((await server.call('GET', '/v1/usage')).status).toBe(200)
  leaving.abort()
})

it.each([
  { what: 'a form', path: upload, headers: { 'content-type': form } },
  { what: 'a form of unknown length', path: upload, headers: { 'content-type': form }, isChunked: true },
  { what: 'a recording', path: '/v1/audio/transcribe', headers: { 'content-type': form } },
  { what: 'a recording to translate', path: '/v1/audio/translations', headers: { 'content-type': form } },
  { what: 'a large JSON body to count', path: '/v1/responses/input_tokens', headers: { 'content-length': 3_000_000 } },
  { what: 'a large JSON body', path: '/v1/moderations', headers: { 'content-length': 3_000_000 } },
  ...[chat, '/v1/responses', '/v1/images/generate', upload, '/v1/vision/locate', '/v1/video/generate'].map((path) => {
    return { what: `a large JSON body of ${path}`, path, headers: {} }
  }),
])('$what of a user without a balance is rejected before it is received', async ({ path, headers, ...rest }) => {
  await using server = await start({}, { plan: 'pro' })
  const length = 'isChunked' in rest ? { 'transfer-encoding': 'chunked' } : { 'content-length': 1_000_000 }
  expect(await stall(server, path, { ...length, ...headers })).toMatchObject({ status: 402 })
})

it.each([
  { what: 'JSON bodies', path: chat, headers: { 'content-length': 90_000 } },
  { what: 'uploads', path: upload, headers: { 'content-type': form, 'content-length': 90_000 } },
])('one user gets a share of the room for $what; others still get theirs', async ({ path, headers }) => {
  await using server = await start({ maxBodyMemoryBytes: 400_000, maxSpoolBytes: 800_000 })
  const answers = [
    stall(server, path, { ...headers, content: 70_000 }),
    stall(server, path, { ...headers, content: 70_000 }),
  ]
  expect(await Promise.any(answers)).toEqual({ status: 429, retryAfter: '1' })
  const padded = { ...ask('hi'), extra: 'x'.repeat(80_000) }
  expect((await callAsOwner(server, chat, padded)).status).toBe(200)
  expect((await server.call('POST', chat, ask('small bodies need no room'))).status).toBe(200)
})

it('bodies of unknown length need room for what arrives', async () => {
  await using server = await start({ maxBodyMemoryBytes: 400_000, maxSpoolBytes: 16 * 1024 * 1024 })
  const chunked = { 'transfer-encoding': 'chunked' }
  for (let index = 0; index < 5; index += 1) void stall(server, chat, { ...chunked, content: 60_000 })
  expect((await server.call('POST', chat, ask('hi'))).status).toBe(200)
  const part = '--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n'
  const uploads = [1, 2, 3].map(() => stall(server, upload, { ...chunked, 'content-type': form, content: part }))
  expect(await Promise.any(uploads)).toEqual({ status: 429, retryAfter: '1' })
})

it('a large body keeps its room until the response starts', async () => {
  await using server = await start({ maxBodyMemoryBytes: 400_000 })
  await startChats(server, 1, { content: `wait here ${'x'.repeat(90_000)}` })
  const answer = await server.call('POST', chat, ask('x'.repeat(90_000)))
  expect(answer.status).toBe(429)
})

it('calls that no plan limits are limited by user, and without a key by address', async () => {
  await using server = await start({ freeCallsPerMinute: 3 }, { now: () => 1_800_000_000_000 })
  const statuses = async (call: () => Promise<Response>) => {
    const answers = []
    for (let index = 0; index < 4; index += 1) answers.push((await call()).status)
    return answers
  }
  const { key } = await (await server.call('POST', '/v1/api-keys', { name: 'second' })).json()
  const headers = { authorization: `Bearer ${key}` }
  expect((await server.call('GET', '/v1/billing/balance', undefined, { headers })).status).toBe(200)
  expect(await statuses(() => server.call('GET', '/v1/billing/balance'))).toEqual([200, 200, 429, 429])
  expect(await statuses(() => callAsOwner(server, '/v1/usage'))).toEqual([200, 200, 200, 429])
  expect(await statuses(() => fetch(`${server.url}/v1/models`))).toEqual([200, 200, 200, 429])
  expect((await server.call('POST', chat, ask('hi'))).status).toBe(200)
})

it('the keys that a user creates are limited per day, revoked ones included', async () => {
  await using server = await start({ createdKeysPerDay: 2 })
  const statuses = []
  for (let index = 0; index < 3; index += 1) {
    const answer = await server.call('POST', '/v1/api-keys', { name: 'n' })
    statuses.push(answer.status)
    const { id } = await answer.json()
    if (id !== undefined) await server.call('DELETE', `/v1/api-keys/${id}`)
  }
  expect(statuses).toEqual([201, 201, 429])
})

it('rejections under idempotency keys take up a limited number of rows', async () => {
  await using server = await start({ storedRejectionsPerDay: 2 })
  const reject = async (key: string) => {
    const answer = await server.call('POST', chat, { model: 'gpt' }, { headers: { 'idempotency-key': key } })
    return [answer.status, answer.headers.get('idempotency-replayed')]
  }
  for (let index = 0; index < 5; index += 1) expect(await reject(`k${index}`)).toEqual([422, null])
  expect([await reject('k0'), await reject('k4')]).toEqual([
    [422, 'true'],
    [422, null],
  ])
  using database = new DatabaseSync(join(server.dataDir, 'mira.db'))
  expect(database.prepare('select count(*) as rows from idempotency_records').get()).toEqual({ rows: 2 })
})
