import { createChatCompletion, createEmbeddings, listModels, streamChatCompletion } from '@mira/chat'
import { type ClientOptions, createClient, isMiraError, metadataOf } from '@mira/core'
import { createScriptedFetch, createVirtualClock, type ScriptedRequest, type ScriptedStep } from '@mira/core/testing'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { type CacheOptions, cacheReplies, isCached } from './cache-replies.ts'
import { createMemoryStore } from './reply-store.ts'

const messages = [{ role: 'user' as const, content: 'Hello' }]
const answer = {
  id: 'c1',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
}

/** Answers with one vector per text, whose first number is the length of the text. */
const embed = (request: ScriptedRequest): ScriptedStep & object => {
  const { input } = request.json() as { input: string | string[] }
  const data = [input].flat().map((text, index) => ({ index, embedding: [text.length, 0.5] }))
  return { json: { model: 'mira-embed', data, usage: { prompt_tokens: 1, total_tokens: 1 } }, delayMs: 10 }
}

function script(options: CacheOptions = {}, client: ClientOptions = {}) {
  const clock = createVirtualClock()
  const fetch = createScriptedFetch(
    {
      'POST /v1/embeddings': embed as never,
      'POST /v1/chat/completions': { json: answer, delayMs: 10 },
      'GET /v1/models': {
        json: { data: [{ id: 'mira' }] },
        headers: { 'x-ratelimit-limit': '9', 'x-request-id': 'r1' },
      },
    },
    { clock },
  )
  const base = createClient({ baseUrl: 'http://mira.test', apiKey: null, fetch, clock, retry: false, ...client })
  return { clock, fetch, base, client: cacheReplies(base, options) }
}

// The first call loads parts of the runtime, during which virtual time would pass.
beforeAll(async () => {
  const fetch = createScriptedFetch({ 'POST /v1/embeddings': embed as never })
  await createEmbeddings(createClient({ baseUrl: 'http://mira.test', apiKey: null, fetch }), { input: 'x' })
})

describe('an equal call', () => {
  it('is answered from the cache, with a copy of the result and its metadata', async () => {
    const { clock, fetch, client } = script()
    const first = await clock.run(createEmbeddings(client, { input: ['a', 'bcd'] }))
    const second = await clock.run(createEmbeddings(client, { input: ['a', 'bcd'] }))
    expect(fetch.requests).toHaveLength(1)
    expect([isCached(first), isCached(second)]).toEqual([false, true])
    expect(second).toEqual(first)
    expect(second.data[1]?.embedding).toEqual(Float32Array.of(3, 0.5))
    second.data[0]!.embedding[0] = 7
    const third = await clock.run(createEmbeddings(client, { input: ['a', 'bcd'] }))
    expect(third).toEqual(first)
    const lists = [await clock.run(listModels(client)), await clock.run(listModels(client))]
    const [, again] = lists.map((list) => metadataOf(list))
    expect(again).toMatchObject({ requestId: 'r1', status: 200, rateLimit: undefined })
  })

  it('is one with the same texts in another batch', async () => {
    const { clock, fetch, client } = script()
    const options = { batchSize: 2 }
    await clock.run(createEmbeddings(client, { input: ['a', 'b', 'cc', 'dd'] }, options))
    const { data } = await clock.run(createEmbeddings(client, { input: ['cc', 'dd', 'a', 'b'] }, options))
    expect(fetch.requests).toHaveLength(2)
    expect(data.map(({ index, embedding }) => [index, embedding[0]])).toEqual([
      [0, 2],
      [1, 2],
      [2, 1],
      [3, 1],
    ])
  })

  it('expires', async () => {
    const { clock, fetch, client } = script({ ttlMs: 1_000 })
    await clock.run(listModels(client))
    await clock.advance(999)
    await clock.run(listModels(client))
    expect(fetch.requests).toHaveLength(1)
    await clock.advance(2)
    await clock.run(listModels(client))
    expect(fetch.requests).toHaveLength(2)
  })

  it('at the same time sends no request of its own', async () => {
    const { clock, fetch, client } = script()
    const results = await clock.run(
      Promise.all(Array.from({ length: 5 }, () => createEmbeddings(client, { input: 'same' }))),
    )
    expect(fetch.requests).toHaveLength(1)
    expect(results.filter((result) => isCached(result))).toHaveLength(4)
    expect(new Set(results).size).toBe(5)
  })

  it('does not fail because the first one was aborted', async () => {
    const { clock, fetch, client } = script()
    const controller = new AbortController()
    const first = createEmbeddings(client, { input: 'same' }, { signal: controller.signal }).catch(() => 'aborted')
    const others = [1, 2].map(() => createEmbeddings(client, { input: 'same' }))
    await clock.advance(5)
    controller.abort()
    expect(await first).toBe('aborted')
    expect((await clock.run(Promise.all(others))).map(({ data }) => data[0]?.embedding[0])).toEqual([4, 4])
    expect(fetch.requests).toHaveLength(2)
  })
})

it('keys, headers, bodies and addresses make different calls', async () => {
  const entries = new Map<string, string>()
  const store = {
    get: async (key: string) => entries.get(key),
    set: (key: string, value: string) => void entries.set(key, value),
  }
  const apiKey = 'sk-mira-0123456789abcdef'
  const clients = [
    script({ store }, { apiKey }),
    script({ store }, { apiKey: () => apiKey }),
    script({ store }, { apiKey: 'sk-mira-fedcba9876543210' }),
    script({ store }, { apiKey, headers: { 'x-tenant': 'b' } }),
    script({ store }, { apiKey, baseUrl: 'http://other.test' }),
  ]
  for (const { clock, client } of clients) await clock.run(createEmbeddings(client, { input: 'x' }))
  expect(clients.map(({ fetch }) => fetch.requests.length)).toEqual([1, 0, 1, 1, 1])
  const { clock, client } = clients[0]!
  await clock.run(createEmbeddings(client, { input: 'y' }))
  expect(entries.size).toBe(5)
  expect(JSON.stringify([...entries])).not.toMatch(/sk-mira/)
})

describe('by default', () => {
  it('only embeddings and models are stored, and chats if asked', async () => {
    const plain = script()
    const asked = script({ operations: ['chat.create'] })
    for (const { clock, client } of [plain, asked]) {
      for (let call = 0; call < 2; call += 1) {
        const completion = await clock.run(createChatCompletion(client, { messages }))
        expect(completion.text).toBe('Hi')
      }
    }
    expect([plain.fetch.requests.length, asked.fetch.requests.length]).toEqual([2, 1])
  })

  it('errors and streams are not stored', async () => {
    const clock = createVirtualClock()
    const fetch = createScriptedFetch(
      {
        'GET /v1/models': [{ status: 500 }, { json: { error: { message: 'no' } } }, { json: { data: [] } }],
        'POST /v1/chat/completions': { sse: ['[DONE]'] },
      },
      { clock },
    )
    const base = createClient({ baseUrl: 'http://mira.test', apiKey: null, fetch, clock, retry: false })
    const client = cacheReplies(base, { operations: ['models.list', 'chat.stream'] })
    const outcomes: unknown[] = []
    for (let call = 0; call < 4; call += 1) {
      const outcome = listModels(client).then(
        () => 'ok',
        (error: unknown) => isMiraError(error) && error.code,
      )
      outcomes.push(await clock.run(outcome))
      await clock.run(streamChatCompletion(client, { messages }).final())
    }
    expect(outcomes).toEqual(['server_error', 'server_error', 'ok', 'ok'])
    expect(fetch.requests.filter(({ method }) => method === 'GET')).toHaveLength(3)
    expect(fetch.requests.filter(({ method }) => method === 'POST')).toHaveLength(4)
  })
})

it('a store that fails, or returns anything else, is a miss', async () => {
  const broken = [
    { get: () => Promise.reject(new Error('down')), set: () => Promise.reject(new Error('down')) },
    { get: () => '{"expiresAtMs":1e15,"data":"no JSON"}', set: () => undefined },
  ]
  for (const store of broken) {
    const { clock, fetch, client } = script({ store })
    expect((await clock.run(listModels(client))).data).toHaveLength(1)
    expect(fetch.requests).toHaveLength(1)
  }
})

it('the memory is bounded by entries and bytes, and keeps what was used last', () => {
  const anyStep = fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), length: fc.nat({ max: 60 }) })
  fc.assert(
    fc.property(
      fc.array(anyStep),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 200 }),
      (steps, max, bytes) => {
        const store = createMemoryStore({ maxEntries: max, maxBytes: bytes })
        for (const { key, length } of steps) {
          const value = 'x'.repeat(length)
          store.set(key, value, 1)
          const fits = 2 * (length + 1) <= bytes
          expect(store.get(key)).toBe(fits ? value : undefined)
          const stored = ['a', 'b', 'c', 'd', 'e', 'f']
            .map((name) => store.get(name))
            .filter((text) => text !== undefined)
          expect(stored.length).toBeLessThanOrEqual(max)
          const size = stored.reduce<number>((sum, text) => sum + 2 * ((text as string).length + 1), 0)
          expect(size).toBeLessThanOrEqual(bytes)
        }
      },
    ),
  )
})

it.each([
  [{ ttlMs: 0 }, 'ttlMs must be an integer of at least 1, not 0'],
  [{ max: 1 } as never, 'max is unknown; use the names in CacheOptions'],
  [{ maxEntries: 5, store: { get: () => undefined, set: () => undefined } }, 'bound the memory'],
])('refuses the options %j', (options, message) => {
  expect(() => cacheReplies(createClient({ apiKey: null }), options)).toThrow(message)
})
