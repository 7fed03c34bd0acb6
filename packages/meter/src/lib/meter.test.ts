import { chat, defineTool } from '@mira/chat'
import { createClient, type Middleware } from '@mira/core'
import { jobs } from '@mira/jobs'
import { media } from '@mira/media'
import { type ReplyScript, startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { meter } from './meter.ts'
import type { PriceList } from './prices.ts'

const prices: PriceList = {
  models: {
    mira: { input_per_million_tokens: '50', output_per_million_tokens: '150' },
    'mira-embed': { input_per_million_tokens: '5' },
    'mira-image': { per_image: '4' },
    'mira-voice': { per_million_characters: '900' },
    'mira-transcribe': { per_second: '0.05' },
    'mira-music': { per_second: '0.30' },
    'mira-vision': { per_image: '0.50' },
  },
}
const usage = { prompt_tokens: 10, completion_tokens: 4, total_tokens: 14 }
const message = (content: string): object => ({
  index: 0,
  message: { role: 'assistant', content },
  finish_reason: 'stop',
})
const completion = { id: 'c', object: 'chat.completion', created: 1, model: 'mira', choices: [message('Hi')], usage }
const chunk = (delta: object, finish_reason: string | null = null): object => ({
  ...{ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'mira' },
  choices: [{ index: 0, delta, finish_reason }],
})
const messages = [{ role: 'user', content: 'Hello' }]

async function start(routes: Record<string, ReplyScript>, middleware: readonly Middleware[] = []) {
  const server = await startTestServer(routes)
  const options = { baseUrl: server.url, apiKey: null, middleware, retry: { baseDelayMs: 1, maxDelayMs: 1 } }
  const client = createClient(options).extend(chat).extend(media).extend(jobs)
  return { client, server, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

type Mira = Awaited<ReturnType<typeof start>>['client']

/** Operations with their response, usage and cost. */
const operations: readonly {
  name: string
  route: string
  reply: ReplyScript
  run(mira: Mira): Promise<unknown>
  usage: object
  cost: string
  model: string
}[] = [
  {
    ...{ name: 'a completion', route: 'POST /v1/chat/completions', reply: { json: completion } },
    run: (mira) => mira.chat.create({ messages }),
    ...{ usage: { promptTokens: 10, completionTokens: 4 }, cost: '0.0011', model: 'mira' },
  },
  {
    ...{ name: 'a stream with usage', route: 'POST /v1/chat/completions' },
    reply: { sse: [chunk({ content: 'Hi' }), chunk({}, 'stop'), { ...chunk({}), choices: [], usage }, '[DONE]'] },
    run: (mira) => mira.chat.stream({ messages }).final(),
    ...{ usage: { promptTokens: 10, completionTokens: 4 }, cost: '0.0011', model: 'mira' },
  },
  {
    ...{ name: 'a response', route: 'POST /v1/responses' },
    reply: {
      json: { id: 'r', model: 'mira', output: [], status: 'completed', usage: { input_tokens: 2, output_tokens: 2 } },
    },
    run: (mira) => mira.responses.create({ input: 'Hi' }),
    ...{ usage: { promptTokens: 2, completionTokens: 2 }, cost: '0.0004', model: 'mira' },
  },
  {
    ...{ name: 'embeddings', route: 'POST /v1/embeddings' },
    reply: { json: { model: 'mira-embed', data: [{ embedding: [1] }], usage: { prompt_tokens: 3, total_tokens: 3 } } },
    run: (mira) => mira.embeddings.create({ input: 'Hi' }),
    ...{ usage: { promptTokens: 3 }, cost: '0.000015', model: 'mira-embed' },
  },
  {
    ...{ name: 'images', route: 'POST /v1/images/generate', reply: { json: { data: [{ url: '/a' }, { url: '/b' }] } } },
    run: (mira) => mira.images.generate({ prompt: 'A cat', n: 2 }),
    ...{ usage: { images: 2 }, cost: '8.00', model: 'mira-image' },
  },
  {
    ...{ name: 'speech', route: 'POST /v1/audio/speech' },
    reply: { bytes: new Uint8Array(9), headers: { 'content-type': 'audio/mpeg' } },
    run: async (mira) => (await mira.audio.speech({ input: 'Hallo 🌍' })).bytes(),
    ...{ usage: { characters: 7 }, cost: '0.0063', model: 'mira-voice' },
  },
  {
    ...{ name: 'a transcript', route: 'POST /v1/audio/transcribe', reply: { json: { text: 'Hi', duration: 2 } } },
    run: (mira) => mira.audio.transcribe({ file: new Blob(['RIFF']) }),
    ...{ usage: { durationMs: 2_000 }, cost: '0.10', model: 'mira-transcribe' },
  },
  {
    ...{ name: 'a located object', route: 'POST /v1/vision/locate', reply: { json: { found: false, boxes: [] } } },
    run: (mira) => mira.vision.locate({ image: 'https://a.test/b.png', target: 'cat' }),
    ...{ usage: { images: 1 }, cost: '0.50', model: 'mira-vision' },
  },
]

describe('a scope', () => {
  it.each(operations)('counts $name', async ({ route, reply, run, usage: expected, cost, model }) => {
    await using started = await start({ [route]: reply })
    const scope = meter(started.client, { prices })
    await run(scope.client)
    await run(started.client)
    expect(scope.unknown).toEqual([])
    expect(scope.unpriced).toEqual([])
    expect(scope.usage).toMatchObject({ calls: 1, ...expected })
    expect(`${scope.cost}`).toBe(cost)
    expect(Object.keys(scope.byModel)).toEqual([model])
    expect(scope.calls).toHaveLength(1)
    const { byModel, byOperation } = JSON.parse(JSON.stringify(scope))
    expect(byModel[model]).toMatchObject({ usage: { calls: 1 }, cost: { amount: cost, currency: 'RUB' } })
    expect(Object.values(byOperation)).toEqual([byModel[model]])
  })

  it.each([
    {
      name: 'a transcription',
      run: (mira: Mira) => mira.audio.transcribe({ file: new Blob(['RIFF']), model: 'whisper' }),
    },
    {
      name: 'an image edit',
      run: (mira: Mira) => {
        const params = { prompt: 'A cat', reference_images: [new Blob(['GIF8'])], model: 'whisper' }
        return mira.images.edit(params, { encoding: 'multipart' })
      },
    },
  ])('knows the model of $name, which is in a form', async ({ run }) => {
    await using started = await start({
      'POST /v1/audio/transcribe': { json: { text: 'Hi', duration: 2 } },
      'POST /v1/images/edit': { json: { data: [{ url: '/a' }] } },
    })
    const scope = meter(started.client, { prices: { models: { whisper: { per_second: 1, per_image: 2 } } } })
    await run(scope.client)
    expect(`${scope.cost}`).toBe('2.00')
    expect((await started.server.requests[0]?.formData())?.get('model')).toBe('whisper')
  })

  it('counts a job when it has settled, up to the duration that was requested', async () => {
    const job = { id: 'j/1', status: 'queued' }
    await using started = await start({
      'POST /v1/audio/music': { json: job },
      'GET /v1/audio/music/:id': [
        { json: { ...job, status: 'running' } },
        { json: { ...job, status: 'succeeded', audio_url: '/a', duration_seconds: 9 } },
      ],
    })
    const scope = meter(started.client, { prices })
    const music = await scope.client.music.generate({ prompt: 'Rain', duration_seconds: 3 })
    expect(scope.unknown).toMatchObject([{ reason: 'running', model: 'mira-music', operation: 'music.generate' }])
    expect(`${scope.unknown[0]?.estimate} ${scope.cost}`).toBe('0.90 0.00')
    await music.refresh()
    await music.refresh()
    expect(scope.unknown).toEqual([])
    expect(scope.usage).toMatchObject({ calls: 1, jobs: 1, durationMs: 3_000 })
    expect(`${scope.cost}`).toBe('0.90')
  })

  it('counts no cost for a job that failed', async () => {
    await using started = await start({
      'POST /v1/audio/music': { json: { id: 'j', status: 'queued' } },
      'GET /v1/audio/music/:id': { json: { id: 'j', status: 'failed', error: { message: 'No' } } },
    })
    const scope = meter(started.client, { prices })
    const music = await scope.client.music.generate({ prompt: 'Rain', duration_seconds: 3 })
    await music.refresh()
    expect(scope.calls).toMatchObject([{ status: 'exact', reason: 'job_failed', usage: { jobs: 0, calls: 1 } }])
    expect(`${scope.cost}`).toBe('0.00')
  })

  it('adds to the scopes around it', async () => {
    await using started = await start({ 'POST /v1/chat/completions': { json: completion } })
    const outer = meter(started.client, { prices })
    const inner = meter(outer.client, { prices })
    await inner.client.chat.create({ messages })
    await outer.client.chat.create({ messages })
    expect([`${outer.cost}`, `${inner.cost}`]).toEqual(['0.0022', '0.0011'])
    expect([outer.usage.calls, inner.usage.calls]).toEqual([2, 1])
  })

  it('reports a model without a price, and does not count it as free', async () => {
    await using started = await start({ 'POST /v1/chat/completions': { json: { ...completion, model: 'other' } } })
    const scope = meter(started.client, { prices: { models: { 'oth-*': {} } } })
    await scope.client.chat.create({ messages, model: 'other' })
    expect(scope.unpriced).toEqual(['other'])
    expect(scope.snapshot()).toMatchObject({ unpriced: 1, unknown: 0, usage: { promptTokens: 10 } })
  })

  it('uses the price of the requested model if that of the response has none', async () => {
    await using started = await start({ 'POST /v1/chat/completions': { json: { ...completion, model: 'internal' } } })
    const scope = meter(started.client, { prices })
    await scope.client.chat.create({ messages })
    expect(`${scope.cost} ${Object.keys(scope.byModel)}`).toBe('0.0011 internal')
  })

  it('does not count what a middleware answers itself, and counts what it repeats', async () => {
    const cached = { status: 200, headers: new Headers(), url: '', data: completion }
    let sends = 0
    const repeat: Middleware = async (request, next) => {
      if (request.headers['x-cached']) return cached
      sends += 1
      await next(request)
      return next(request)
    }
    await using started = await start({ 'POST /v1/chat/completions': { json: completion } }, [repeat])
    const scope = meter(started.client, { prices })
    await scope.client.chat.create({ messages }, { headers: { 'x-cached': '1' } })
    expect(scope.calls).toEqual([])
    await scope.client.chat.create({ messages })
    expect(sends).toBe(1)
    expect(`${scope.cost}`).toBe('0.0022')
    expect(scope.usage.calls).toBe(1)
  })

  it('counts all requests of parallel tools', async () => {
    const call = (id: string): object => ({ id, type: 'function', function: { name: 'ask', arguments: '{}' } })
    const calls = { ...message(''), message: { role: 'assistant', tool_calls: [call('1'), call('2')] } }
    await using started = await start({
      'POST /v1/chat/completions': (request) => {
        const { messages: sent, tools } = request.json() as { messages: object[]; tools?: object }
        return { json: tools && sent.length === 1 ? { ...completion, choices: [calls] } : completion }
      },
    })
    const scope = meter(started.client, { prices })
    const ask = defineTool({
      name: 'ask',
      description: 'Asks',
      parameters: { type: 'object' },
      execute: async () => (await scope.client.chat.create({ messages })).text,
    })
    await scope.client.chat.runTools({ messages, tools: [ask] })
    expect(scope.usage.calls).toBe(4)
    expect(`${scope.cost}`).toBe('0.0044')
  })

  it('requests the usage of streams if asked to, and leaves other options as they are', async () => {
    const reply = { sse: [chunk({ content: 'Hi' }, 'stop'), '[DONE]'] }
    await using started = await start({ 'POST /v1/chat/completions': reply })
    const scope = meter(started.client, { prices, includeUsage: true })
    await scope.client.chat.stream({ messages }).final()
    await scope.client.chat.stream({ messages, stream_options: { include_usage: false } }).final()
    const sent = started.server.requests.map((request) => (request.json() as { stream_options: object }).stream_options)
    expect(sent).toEqual([{ include_usage: true }, { include_usage: false }])
  })

  it('starts over, except for running jobs', async () => {
    await using started = await start({
      'POST /v1/chat/completions': { json: completion },
      'POST /v1/audio/music': { json: { id: 'j', status: 'queued' } },
      'GET /v1/audio/music/:id': { json: { id: 'j', status: 'succeeded', audio_url: '/a', duration_seconds: 1 } },
    })
    const scope = meter(started.client, { prices })
    await scope.client.chat.create({ messages })
    const music = await scope.client.music.generate({ prompt: 'Rain' })
    expect(scope.reset()).toMatchObject({ usage: { calls: 2 } })
    expect(scope.usage.calls).toBe(1)
    await music.refresh()
    expect(`${scope.cost}`).toBe('0.30')
  })

  it('keeps the sums of calls that it no longer lists', async () => {
    await using started = await start({ 'POST /v1/chat/completions': { json: completion } })
    const scope = meter(started.client, { prices, maxRecords: 2 })
    for (let call = 0; call < 5; call += 1) await scope.client.chat.create({ messages })
    expect([scope.calls.length, scope.usage.calls, `${scope.cost}`]).toEqual([2, 5, '0.0055'])
  })

  it.each([
    [{ price: {} }, TypeError],
    [{ maxCost: 1 }, TypeError],
    [{ prices, maxCost: -1n }, RangeError],
    [{ maxCalls: 0.5 }, RangeError],
    [{ maxTokens: -1 }, RangeError],
    [{ maxRecords: -1 }, RangeError],
  ])('is refused with the options %o', (options, error) => {
    expect(() => meter(createClient({ apiKey: null }), options as never)).toThrow(error)
  })
})

describe('an unknown cost', () => {
  const lost = { beforeHeaders: 'reset' } as const
  const ok = { json: completion, headers: { 'x-request-id': 'r2' } }
  it.each([
    { name: 'a lost response', script: [lost, ok], reasons: ['connection_failed'], cost: '0.0011' },
    { name: 'a failed gateway', script: [{ status: 502 }, ok], reasons: ['server_error'], cost: '0.0011' },
    { name: 'a busy server', script: [{ status: 503 }, { status: 429 }, ok], reasons: [], cost: '0.0011' },
    { name: 'a rejection', script: [{ status: 400, json: {} }], reasons: [], cost: '0.00' },
    { name: 'no usage', script: [{ json: { ...completion, usage: undefined } }], reasons: ['no_usage'], cost: '0.00' },
    { name: 'no JSON', script: [{ text: 'Hi' }], reasons: ['invalid_response'], cost: '0.00' },
  ])('after $name is $reasons', async ({ script, reasons, cost }) => {
    await using started = await start({ 'POST /v1/chat/completions': script as ReplyScript })
    const scope = meter(started.client, { prices })
    await scope.client.chat.create({ messages }).catch(() => undefined)
    expect(scope.unknown.map(({ reason }) => reason)).toEqual(reasons)
    expect(scope.usage.calls).toBe(1)
    expect(`${scope.cost}`).toBe(cost)
  })

  it('is not that of a server that cannot be reached', async () => {
    const { client, server } = await start({})
    await server[Symbol.asyncDispose]()
    const scope = meter(client, { prices })
    await scope.client.chat.create({ messages }).catch(() => undefined)
    expect(scope.unknown).toEqual([])
    expect(scope.usage.calls).toBe(1)
  })

  it.each([
    { name: 'an aborted call', end: (controller: AbortController) => controller.abort(), reason: 'aborted' },
    { name: 'a call that timed out', timeout: 20, reason: 'timeout' },
  ])('is that of $name, at once', async ({ end, timeout, reason }) => {
    await using started = await start({ 'POST /v1/chat/completions': { beforeHeaders: 'stall' } })
    const scope = meter(started.client, { prices })
    const controller = new AbortController()
    const call = scope.client.chat.create({ messages }, { signal: controller.signal, timeout }).catch(() => undefined)
    await started.server.nextRequest()
    end?.(controller)
    await call
    expect(scope.unknown).toMatchObject([{ reason }])
  })

  const words = [chunk({ content: 'One two ' }), chunk({ content: 'three four' })]
  it.each([
    { name: 'is left early', sse: [...words, chunk({}, 'stop'), '[DONE]'], reason: 'aborted' },
    { name: 'breaks', sse: words, dropAt: 10_000, isRead: true, reason: 'stream_interrupted' },
    { name: 'reports no usage', sse: [...words, chunk({}, 'stop'), '[DONE]'], isRead: true, reason: 'no_usage' },
  ])('of a stream that $name is estimated from what has arrived', async ({ reason, isRead = false, ...reply }) => {
    const headers = { 'x-request-id': 'r1' }
    await using started = await start({ 'POST /v1/chat/completions': { ...reply, headers } })
    const scope = meter(started.client, { prices })
    const stream = scope.client.chat.stream({ messages })
    if (isRead) await stream.final().catch(() => undefined)
    else for await (const { text } of stream) if (text) break
    expect(scope.unknown).toMatchObject([{ reason, requestId: 'r1', model: 'mira', usage: { completionTokens: 0 } }])
    expect(scope.unknown[0]?.estimate?.exact).toBeGreaterThan(0n)
    expect(`${scope.cost}`).toBe('0.00')
  })

  it.each([
    { name: 'is not read to its end', reply: {}, reason: 'aborted' },
    { name: 'breaks', reply: { dropAt: 9 }, reason: 'connection_failed' },
  ])('is that of speech that $name', async ({ reply, reason }) => {
    const sound = { bytes: new Uint8Array(200_000), headers: { 'content-type': 'audio/mpeg' }, ...reply }
    await using started = await start({ 'POST /v1/audio/speech': sound })
    const scope = meter(started.client, { prices })
    const speech = await scope.client.audio.speech({ input: 'Hello' }, { retry: false })
    const read = async (): Promise<void> => {
      for await (const _ of speech) return
    }
    await (reason === 'aborted' ? read() : speech.bytes().catch(() => undefined))
    expect(scope.unknown).toMatchObject([{ reason, usage: { characters: 5 } }])
    expect(`${scope.unknown[0]?.estimate} ${scope.cost}`).toBe('0.0045 0.00')
  })

  it('of an earlier attempt is settled by a server that deduplicates', async () => {
    const json = { data: [{ url: '/a' }] }
    const deduplicated = { 'idempotency-key': 'k', 'x-request-id': 'r2' }
    await using started = await start({
      'POST /v1/images/generate': [
        { json, headers: { 'idempotency-key': 'k', 'x-request-id': 'r0' } },
        { status: 500, headers: { 'x-request-id': 'r1' } },
        { json, headers: { ...deduplicated, 'idempotency-replayed': 'true' } },
      ],
    })
    const scope = meter(started.client, { prices })
    await scope.client.images.generate({ prompt: 'A cat' })
    await scope.client.images.generate({ prompt: 'A cat' })
    expect(scope.unknown).toEqual([])
    expect(`${scope.cost}`).toBe('8.00')
    expect(scope.calls.map(({ requestId, usage: { calls } }) => `${requestId} ${calls}`)).toEqual([
      'r0 1',
      'undefined 1',
      'r1 0',
    ])
  })
})
