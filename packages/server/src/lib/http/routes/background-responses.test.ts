import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { generateApiKey } from '../../accounts/api-keys.ts'
import { startServer } from '../../start-server.ts'
import { createLetterEmbeddingEngine } from '../../test-support/letter-embedding-engine.test-support.ts'
import { noMediaEngines } from '../../test-support/no-media-engines.test-support.ts'
import { readEvents } from '../../test-support/read-events.test-support.ts'
import { type AccountServer, startAccountServer } from '../../test-support/start-account-server.test-support.ts'
import { createWordChatEngine } from '../../test-support/word-chat-engine.test-support.ts'

const path = '/v1/responses'
const body = { model: 'mira', input: 'one two', background: true }
const waiting = { ...body, input: 'wait here' }

const create = async (server: AccountServer, request: object = body) =>
  (await server.call('POST', path, request)).json()
const read = async (server: AccountServer, id: string) => (await server.call('GET', `${path}/${id}`)).json()
const settled = async (server: AccountServer, id: string) => {
  await expect.poll(async () => (await read(server, id)).status).not.toMatch(/queued|in_progress/)
  return read(server, id)
}
/** Waits until the engine has spoken its first words and pauses. */
const isPaused = (server: AccountServer) => expect.poll(() => server.chat.aborted.length).toBe(1)
const typesOf = async (answer: Response) => (await readEvents(answer)).map(({ event }) => event)
const numbersOf = (events: Awaited<ReturnType<typeof readEvents>>) =>
  events.map(({ data }) => JSON.parse(data).sequence_number)

describe('a response in the background', () => {
  it('is queued, completed without its caller, and costs what a call costs', async () => {
    await using server = await startAccountServer({ plan: 'max', balanceKopecks: 100 })
    const direct = await create(server, { model: 'mira', input: 'one two' })
    const queued = await create(server)
    expect(queued).toMatchObject({ status: 'queued', background: true, output: [], usage: null })
    const done = await settled(server, queued.id)
    expect(done).toMatchObject({ status: 'completed', usage: direct.usage, error: null })
    expect(done.output[0].content[0].text).toBe('You said: one two')
    const usage = await server.store.usage.list(server.userId, 0)
    expect(usage.map(({ inputTokens, outputTokens, outcome }) => ({ inputTokens, outputTokens, outcome }))).toEqual([
      { inputTokens: 2, outputTokens: 4, outcome: 'completed' },
      { inputTokens: 2, outputTokens: 4, outcome: 'completed' },
    ])
    const next = await create(server, { model: 'mira', input: 'three', previous_response_id: queued.id })
    expect(next.usage.input_tokens).toBe(2 + 4 + 1)
  })

  it('outlives the stream of its caller, and is followed from any event', async () => {
    await using server = await startAccountServer()
    const caller = new AbortController()
    const answer = await server.call('POST', path, { ...waiting, stream: true }, { signal: caller.signal })
    await answer.body!.getReader().read()
    await isPaused(server)
    caller.abort()
    const [open] = await server.store.responses.listAbandoned(Number.MAX_SAFE_INTEGER)
    const { id } = open!
    expect(await read(server, id)).toMatchObject({ status: 'in_progress' })
    const followed = server.call('GET', `${path}/${id}?stream=true&starting_after=4`)
    await server.call('POST', `${path}/${id}/cancel`)
    const events = await readEvents(await followed)
    expect(numbersOf(events)[0]).toBe(5)
    expect(events.at(-1)?.event).toBe('response.cancelled')
  })

  it('can be continued as soon as it is completed, however it is known', async () => {
    await using server = await startAccountServer()
    for (let round = 1; round <= 20; round++) {
      const { id } = await create(server)
      if (round % 2 === 0) await server.call('GET', `${path}/${id}?stream=true`).then((answer) => answer.text())
      else while ((await read(server, id)).status !== 'completed');
      const next = await server.call('POST', path, { model: 'mira', input: 'x', previous_response_id: id })
      expect([round, next.status]).toEqual([round, 200])
    }
  })

  it('streams while it is generated as it does afterwards', async () => {
    await using server = await startAccountServer()
    const events = await readEvents(await server.call('POST', path, { ...body, stream: true }))
    const [first] = events.map(({ data }) => JSON.parse(data))
    expect(events.slice(0, 3).map(({ event }) => event)).toEqual([
      'response.created',
      'response.queued',
      'response.in_progress',
    ])
    expect(events.at(-1)?.event).toBe('response.completed')
    const { id } = first.response
    expect(numbersOf(events)).toEqual(events.map((_, index) => index))
    for (const after of [undefined, 0, 3, events.length - 1, 999]) {
      const query = after === undefined ? '' : `&starting_after=${after}`
      const again = await readEvents(await server.call('GET', `${path}/${id}?stream=true${query}`))
      expect(again).toEqual(events.slice((after ?? -1) + 1))
    }
  })

  it('is canceled once, and charged for what it has said', async () => {
    await using server = await startAccountServer({ plan: 'max', balanceKopecks: 100 })
    const { id } = await create(server, waiting)
    await isPaused(server)
    const canceled = await (await server.call('POST', `${path}/${id}/cancel`)).json()
    expect(canceled).toMatchObject({ id, status: 'cancelled', output: [{ content: [{ text: 'You said:' }] }] })
    const again = await server.call('POST', `${path}/${id}/cancel`)
    expect([again.status, await again.json()]).toEqual([200, canceled])
    const usage = await server.store.usage.list(server.userId, 0)
    expect(usage).toMatchObject([{ outcome: 'cancelled', inputTokens: 2, outputTokens: 2 }])
    const balance = await (await server.call('GET', '/v1/billing/balance')).json()
    expect(balance).not.toHaveProperty('held')
    expect(await server.store.limits.totalSlots(server.userId, 0)).toEqual([])
  })

  it('fails if its engine ends without a reason', async () => {
    const chat = createWordChatEngine()
    const generate = async function* () {
      yield { type: 'text' as const, text: 'One' }
    }
    await using server = await startAccountServer({ engines: { chat: { ...chat, generate } } })
    const { id } = await create(server)
    const message = 'The engine ended the stream without a finish event'
    expect(await settled(server, id)).toMatchObject({ status: 'failed', error: { message } })
    const whole = await server.call('POST', path, { model: 'mira', input: 'x' })
    expect([whole.status, (await whole.json()).detail]).toEqual([502, message])
    const events = await readEvents(await server.call('POST', path, { model: 'mira', input: 'x', stream: true }))
    expect(events.at(-1)?.event).toBe('response.failed')
  })

  it('fails with the reason of its engine, free of charge', async () => {
    await using server = await startAccountServer({ plan: 'max', balanceKopecks: 100 })
    for (const [input, message] of [
      ['fail-late now', 'Upstream went away'],
      ['be-broken', 'Internal server error'],
    ]) {
      const { id } = await create(server, { ...body, input })
      expect(await settled(server, id)).toMatchObject({ status: 'failed', error: { code: 'server_error', message } })
      expect((await typesOf(await server.call('GET', `${path}/${id}?stream=true`))).at(-1)).toBe('response.failed')
      const next = await server.call('POST', path, { ...body, previous_response_id: id })
      expect([next.status, (await next.json()).error.param]).toEqual([400, 'previous_response_id'])
    }
    expect(await server.ledger()).toHaveLength(1)
  })

  it('is deleted while it runs', async () => {
    await using server = await startAccountServer()
    const { id } = await create(server, waiting)
    await isPaused(server)
    expect(await (await server.call('DELETE', `${path}/${id}`)).json()).toMatchObject({ id, deleted: true })
    expect(await server.chat.aborted[0]).toBeInstanceOf(DOMException)
    expect((await server.call('GET', `${path}/${id}`)).status).toBe(404)
    expect(await server.store.responses.listEvents(id, -1)).toEqual([])
  })

  it('counts as an open stream of its key, until it has settled', async () => {
    await using server = await startAccountServer({ limits: { maxConcurrentStreams: 1 } })
    const { id } = await create(server, waiting)
    const second = await server.call('POST', path, body)
    expect([second.status, second.headers.get('retry-after')]).toEqual([429, '5'])
    await server.call('POST', `${path}/${id}/cancel`)
    const streamed = await readEvents(await server.call('POST', path, { ...body, stream: true }))
    expect(streamed.at(-1)?.event).toBe('response.completed')
    expect((await server.call('POST', path, body)).status).toBe(200)
  })

  it('is rejected at once like a call, and stores nothing', async () => {
    await using server = await startAccountServer({ plan: 'pro', balanceKopecks: 0 })
    expect((await server.call('POST', path, body)).status).toBe(402)
    expect((await server.call('POST', path, { ...body, model: 'none' })).status).toBe(400)
    const unstored = await server.call('POST', path, { ...body, store: false })
    expect([unstored.status, (await unstored.json()).detail]).toEqual([422, expect.stringMatching(/^store: /)])
    expect(await server.store.responses.listAbandoned(Number.MAX_SAFE_INTEGER)).toEqual([])
  })

  it('is created once under an idempotency key', async () => {
    await using server = await startAccountServer()
    const headers = { 'idempotency-key': 'k' }
    const first = await (await server.call('POST', path, body, { headers })).json()
    await settled(server, first.id)
    const again = await server.call('POST', path, body, { headers })
    expect([again.headers.get('idempotency-replayed'), await again.json()]).toEqual(['true', first])
    expect(server.chat.requests).toHaveLength(1)
  })

  it('ends with the revocation of its key', async () => {
    await using server = await startAccountServer()
    const { id, key } = await (await server.call('POST', '/v1/api-keys', { name: 'other' })).json()
    const headers = { authorization: `Bearer ${key}` }
    await server.call('POST', path, waiting, { headers })
    await isPaused(server)
    await server.call('DELETE', `/v1/api-keys/${id}`)
    expect(await server.chat.aborted[0]).toMatchObject({ status: 401 })
  })
})

describe('requests that it cannot serve', () => {
  it.each([
    { method: 'POST', suffix: '/cancel', status: 400, detail: 'Only a response created with background: true' },
    { method: 'GET', suffix: '?stream=true', status: 400, detail: 'stream: only a response created with background' },
    { method: 'GET', suffix: '?starting_after=3', status: 400, detail: 'starting_after: expected stream=true' },
    { method: 'GET', suffix: '?stream=perhaps', status: 400, detail: 'stream: ' },
    ...['x', '', '-1', '1.5', '0x1', '9'.repeat(16)].map((after) => {
      const suffix = `?stream=true&starting_after=${after}`
      return { method: 'GET', suffix, status: 400, detail: 'starting_after: expected a whole number' }
    }),
  ])('$method $suffix of a response in the foreground: $status', async ({ method, suffix, status, detail }) => {
    await using server = await startAccountServer()
    const { id } = await create(server, { model: 'mira', input: 'one' })
    const answer = await server.call(method, `${path}/${id}${suffix}`)
    expect([answer.status, (await answer.json()).detail]).toEqual([status, expect.stringContaining(detail)])
  })

  it('belong to another key', async () => {
    await using server = await startAccountServer()
    const { id } = await create(server, waiting)
    const { key } = await (await server.call('POST', '/v1/api-keys', { name: 'other' })).json()
    const headers = { authorization: `Bearer ${key}` }
    for (const [method, suffix] of [
      ['GET', ''],
      ['GET', '?stream=true'],
      ['GET', '/input_items'],
      ['POST', '/cancel'],
      ['DELETE', ''],
    ] as const) {
      expect((await server.call(method, `${path}/${id}${suffix}`, undefined, { headers })).status).toBe(404)
    }
    expect((await read(server, id)).status).toMatch(/queued|in_progress/)
  })

  it('continue a response in progress', async () => {
    await using server = await startAccountServer()
    const { id } = await create(server, waiting)
    const answer = await server.call('POST', path, { model: 'mira', input: 'x', previous_response_id: id })
    expect([answer.status, (await answer.json()).detail]).toEqual([
      400,
      `previous_response_id: response "${id}" is in progress; only a completed one can be continued`,
    ])
  })
})

describe('across processes', () => {
  const key = generateApiKey()
  const start = (options: { dataDir: string }) =>
    startServer({
      engines: { ...noMediaEngines, chat: createWordChatEngine(), embeddings: createLetterEmbeddingEngine() },
      apiKeys: [key],
      ...options,
    })
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }

  it('a response that the end of the server interrupts is failed, with its events', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'mira-background-'))
    try {
      const first = await start({ dataDir })
      const answer = await fetch(first.url + path, { method: 'POST', headers, body: JSON.stringify(waiting) })
      const { id } = await answer.json()
      await first.close({ graceMs: 0 })
      await using second = await start({ dataDir })
      const stored = await (await fetch(`${second.url}${path}/${id}`, { headers })).json()
      const message = 'The server stopped before the response was complete'
      expect(stored).toMatchObject({ status: 'failed', error: { code: 'server_error', message } })
      const events = await readEvents(await fetch(`${second.url}${path}/${id}?stream=true`, { headers }))
      expect(events.at(-1)?.event).toBe('response.failed')
      expect(numbersOf(events)).toEqual(events.map((_, index) => index))
    } finally {
      await rm(dataDir, { recursive: true })
    }
  })

  it.each([
    { lease: 'that has expired', leaseExpiresAt: 1, status: 'failed', event: 'response.failed' },
    { lease: 'of a running process', leaseExpiresAt: 4e12, status: 'cancelled', event: 'response.cancelled' },
  ])('one with a lease $lease is settled as $status', async ({ leaseExpiresAt, status, event }) => {
    const id = `resp_${'a'.repeat(24)}`
    const response = { id, object: 'response', status: 'in_progress', background: true, output: [] }
    const created = { type: 'response.created', sequence_number: 0, response }
    await using server = await startAccountServer()
    const record = { id, keyId: server.keyId, conversation: '[]', input: '[]', leaseExpiresAt, createdAt: 4e12 }
    await server.store.responses.add({ ...record, body: JSON.stringify(response) })
    const events = { responseId: id, firstNumber: 0, lastNumber: 0, events: JSON.stringify([created]) }
    await server.store.responses.addEvents(events)
    const followed = server.call('GET', `${path}/${id}?stream=true`)
    expect(await (await server.call('POST', `${path}/${id}/cancel`)).json()).toMatchObject({ status })
    expect(await typesOf(await followed)).toEqual(['response.created', event])
  })

  it('one that a crash has left is failed by the next start', async () => {
    const id = `resp_${'b'.repeat(24)}`
    const body = JSON.stringify({ id, object: 'response', status: 'queued', background: true, output: [] })
    const record = { id, conversation: '[]', input: '[]', leaseExpiresAt: 4e12, createdAt: 4e12, body }
    await using server = await startAccountServer({
      prepare: ({ store, keyId }) => store.responses.add({ ...record, keyId }),
    })
    expect(await read(server, id)).toMatchObject({ status: 'failed', error: { code: 'server_error' } })
  })

  it('notices that another process has canceled its response', async () => {
    await using server = await startAccountServer()
    const { id } = await create(server, waiting)
    await isPaused(server)
    await server.store.responses.update(id, { body: '{"status":"cancelled"}', leaseExpiresAt: null })
    expect(await server.chat.aborted[0]).toBeInstanceOf(DOMException)
  })
})
