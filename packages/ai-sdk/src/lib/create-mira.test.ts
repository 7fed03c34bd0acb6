import { createClient } from '@mira/core'
import { startTestServer } from '@mira/test-server'
import { embedMany, generateText } from 'ai'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createMira } from './create-mira.ts'
import { mira } from './mira.ts'
import { completion, hello } from './models.test-support.ts'

const routes = { 'POST /v1/chat/completions': { json: completion({ content: 'Да' }) } } as const

afterEach(() => vi.unstubAllEnvs())

describe('createMira', () => {
  it('takes a client, whose hooks and middleware observe the calls', async () => {
    await using server = await startTestServer(routes)
    const seen: string[] = []
    const client = createClient({
      baseUrl: server.url,
      hooks: { onEnd: ({ operation, usage }) => void seen.push(`${operation} ${JSON.stringify(usage)}`) },
      middleware: [(request, next) => next({ ...request, headers: { ...request.headers, 'x-by': 'middleware' } })],
    })
    await generateText({ model: createMira(client)('mira'), prompt: 'x' })
    expect(seen).toEqual(['chat.create undefined'])
    expect(server.requests[0]?.headers['x-by']).toBe('middleware')
  })

  it('takes the options of a client', async () => {
    await using server = await startTestServer(routes)
    const provider = createMira({ baseUrl: `${server.url}/v1/`, apiKey: 'sk-mira-1' })
    for (const model of [provider('mira'), provider.chat('mira'), provider.languageModel('mira')]) {
      expect(model).toMatchObject({ specificationVersion: 'v4', provider: 'mira.chat', modelId: 'mira' })
      await generateText({ model, prompt: 'x' })
    }
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill('Bearer sk-mira-1'))
  })

  it.each([{ baseURL: 'http://127.0.0.1:9' }, { apikey: 'x' }, { retry: { max: 1 } }])('refuses %j', (options) => {
    expect(() => createMira(options as never)).toThrow(TypeError)
  })

  it.each([{ extend: 1 }, { extend: () => {} }])('refuses %o, which only looks like a client', (value) => {
    expect(() => createMira(value as never)).toThrow(TypeError)
  })

  it('names each model by its kind', () => {
    const provider = createMira({ baseUrl: 'http://127.0.0.1:9' })
    const models = [
      provider.responses('a'),
      provider.embeddingModel('b'),
      provider.imageModel('c'),
      provider.speechModel('d'),
      provider.transcriptionModel('e'),
      provider.videoModel('f'),
    ]
    expect(
      models.map(({ provider, modelId, specificationVersion }) => [provider, modelId, specificationVersion]),
    ).toEqual([
      ['mira.responses', 'a', 'v4'],
      ['mira.embedding', 'b', 'v4'],
      ['mira.image', 'c', 'v4'],
      ['mira.speech', 'd', 'v4'],
      ['mira.transcription', 'e', 'v4'],
      ['mira.video', 'f', 'v4'],
    ])
  })
})

describe('mira', () => {
  it('reads its settings at the first call', async () => {
    await using server = await startTestServer(routes)
    const model = mira('mira')
    vi.stubEnv('MIRA_BASE_URL', server.url)
    vi.stubEnv('MIRA_API_KEY', 'sk-mira-2')
    await model.doGenerate({ prompt: hello })
    expect(server.requests[0]?.headers.authorization).toBe('Bearer sk-mira-2')
  })
})

describe('an embedding model', () => {
  it('is one call for any number of values, in their order', async () => {
    const reply = (request: { json(): unknown }) => {
      const { input } = request.json() as { input: string[] }
      const data = input.map((text, index) => ({ index, embedding: [Number(text), 0.5] }))
      return { json: { model: 'mira-embed', data, usage: { prompt_tokens: input.length, total_tokens: input.length } } }
    }
    await using server = await startTestServer({ 'POST /v1/embeddings': reply })
    const model = createMira({ baseUrl: server.url }).embeddingModel('mira-embed')
    const values = Array.from({ length: 250 }, (_, index) => String(index))
    const providerOptions = { mira: { dimensions: 256 } }
    const { embeddings, usage } = await embedMany({ model, values, providerOptions })
    expect(embeddings.map(([first]) => first)).toEqual(values.map(Number))
    expect(usage.tokens).toBe(250)
    expect(server.requests).toHaveLength(3)
    expect(server.requests[0]?.json()).toMatchObject({ model: 'mira-embed', dimensions: 256 })
    expect(await model.doEmbed({ values: [] })).toEqual({ embeddings: [], warnings: [] })
  })
})
