import { channel } from 'node:diagnostics_channel'
import { type ChatMessage, chat } from '@mira/chat'
import { type ClientOptions, createClient, download, isMiraError, request } from '@mira/core'
import { createGate, startTestServer } from '@mira/test-server'
import { context, SpanStatusCode, trace } from '@opentelemetry/api'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { registerMiraInstrumentation, telemetryHooks } from './register.ts'
import { exportedText, startSdk } from './sdk.test-support.ts'
import type { TelemetryOptions } from './telemetry-options.ts'

const sdk = startSdk()
afterAll(() => sdk[Symbol.asyncDispose]())
beforeEach(() => sdk.reset())

const apiKey = `sk-mira-${'0123456789abcdef'.repeat(2)}`
const path = '/v1/chat/completions'
const messages = [{ role: 'user', content: 'Сколько стоит ксилофон?' }]
const completion = {
  id: 'c1',
  model: 'mira-1',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Ксилофон стоит 100 рублей.' }, finish_reason: 'stop' }],
  usage: {
    prompt_tokens: 7,
    completion_tokens: 9,
    total_tokens: 16,
    prompt_tokens_details: { cached_tokens: 4 },
    completion_tokens_details: { reasoning_tokens: 2 },
  },
}
const chunk = (content: string, finish_reason: string | null = null) => ({
  id: 'c2',
  model: 'mira-1',
  choices: [{ index: 0, delta: { content }, finish_reason }],
})

const providers = { tracerProvider: sdk.tracerProvider, meterProvider: sdk.meterProvider }
const connect = (baseUrl: string, options: ClientOptions = {}) =>
  createClient({ baseUrl, apiKey, retry: { baseDelayMs: 1 }, ...options }).extend(chat)

/** Both ways to instrument a client; tests must pass on each. */
const ways = [
  {
    way: 'a registration',
    instrument(baseUrl: string, options: TelemetryOptions = {}) {
      unregister = registerMiraInstrumentation({ ...providers, ...options })
      return connect(baseUrl)
    },
  },
  {
    way: 'hooks',
    instrument: (baseUrl: string, options: TelemetryOptions = {}) =>
      connect(baseUrl, { hooks: telemetryHooks({ ...providers, ...options }) }),
  },
]
let unregister = (): void => {}
afterEach(() => unregister())

const channels = ['request', 'response', 'retry', 'end', 'task'].map((name) => channel(`mira:${name}`))

describe.each(ways)('calls observed by $way', ({ instrument }) => {
  it('describes a chat by the conventions, without its content', async () => {
    await using server = await startTestServer({
      [`POST ${path}`]: { json: completion, headers: { 'x-request-id': 'r1' } },
    })
    await instrument(server.url).chat.create({ messages, temperature: 0.5, max_tokens: 50, stop: ['.', '!'], n: 2 })
    const [span] = sdk.spans()
    expect([span?.name, span?.kind, span?.status]).toEqual(['chat mira', 2, { code: SpanStatusCode.UNSET }])
    expect(span?.attributes).toEqual({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'mira',
      'gen_ai.request.model': 'mira',
      'gen_ai.request.temperature': 0.5,
      'gen_ai.request.max_tokens': 50,
      'gen_ai.request.stop_sequences': ['.', '!'],
      'gen_ai.request.choice.count': 2,
      'gen_ai.response.id': 'c1',
      'gen_ai.response.model': 'mira-1',
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.usage.input_tokens': 7,
      'gen_ai.usage.output_tokens': 9,
      'gen_ai.usage.cache_read.input_tokens': 4,
      'gen_ai.usage.reasoning.output_tokens': 2,
      'http.response.status_code': 200,
      'http.response.header.x-request-id': ['r1'],
      'server.address': '127.0.0.1',
      'server.port': Number(new URL(server.url).port),
    })
    expect(exportedText(sdk.spans())).not.toMatch(/ксилофон|рублей|sk-mira/i)
  })

  it('records content if asked to, with API keys masked', async () => {
    await using server = await startTestServer({ [`POST ${path}`]: { json: completion } })
    const asked: ChatMessage[] = [
      { role: 'system', content: `Never say ${apiKey}` },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Ксилофон?' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,QUJD' } },
        ],
      },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 't1', type: 'function', function: { name: 'find', arguments: '{"что":"ксилофон"}' } }],
      },
      { role: 'tool', tool_call_id: 't1', content: '100' },
    ]
    await instrument(server.url, { captureContent: true }).chat.create({ messages: asked })
    const { 'gen_ai.input.messages': input, 'gen_ai.output.messages': output } = sdk.spans()[0]?.attributes ?? {}
    expect(JSON.parse(String(input))).toEqual([
      { role: 'system', parts: [{ type: 'text', content: 'Never say sk-mira-01234567…[redacted]' }] },
      {
        role: 'user',
        parts: [
          { type: 'text', content: 'Ксилофон?' },
          { type: 'image', mime_type: 'image/png', length: 26 },
        ],
      },
      { role: 'assistant', parts: [{ type: 'tool_call', id: 't1', name: 'find', arguments: { что: 'ксилофон' } }] },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 't1', response: '100' }] },
    ])
    expect(JSON.parse(String(output))).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'Ксилофон стоит 100 рублей.' }], finish_reason: 'stop' },
    ])
    expect(exportedText(sdk.spans())).not.toContain(apiKey)
  })

  it('covers all attempts by one span, with an event for each retry', async () => {
    await using server = await startTestServer({
      [`POST ${path}`]: [{ status: 503 }, { status: 429 }, { json: completion }],
    })
    await instrument(server.url).chat.create({ messages })
    const [span, ...others] = sdk.spans()
    expect(others).toEqual([])
    expect(span?.attributes).toMatchObject({ 'http.request.resend_count': 2, 'http.response.status_code': 200 })
    expect(span?.events.map(({ name, attributes }) => [name, attributes])).toEqual([
      ['retry', { 'error.type': 'overloaded', 'http.response.status_code': 503, 'http.request.resend_count': 1 }],
      ['retry', { 'error.type': 'rate_limited', 'http.response.status_code': 429, 'http.request.resend_count': 2 }],
    ])
  })

  it('names an error by its code, and leaves its message out', async () => {
    await using server = await startTestServer({ [`POST ${path}`]: { status: 400, json: { detail: 'ксилофон?' } } })
    const error = await instrument(server.url)
      .chat.create({ messages })
      .catch((reason) => reason)
    const [span] = sdk.spans()
    expect(isMiraError(error) && span?.attributes['error.type']).toBe('bad_request')
    expect(span?.status).toEqual({ code: SpanStatusCode.ERROR })
    expect(exportedText(sdk.spans())).not.toContain('ксилофон')
  })

  it('ends the span of a stream when it ends, is left, is aborted or breaks', async () => {
    await using server = await startTestServer({
      [`POST ${path}`]: [
        { sse: [chunk('Кси'), chunk('лофон', 'stop'), '[DONE]'] },
        { sse: [chunk('Кси'), createGate()] },
        { sse: [chunk('Кси'), createGate()] },
        { sse: [chunk('Кси')], dropAt: 200 },
      ],
    })
    const mira = instrument(server.url)
    const stream = mira.chat.stream({ messages })
    for await (const _ of stream) expect(sdk.spans()).toEqual([])
    for await (const _ of mira.chat.stream({ messages })) break
    const controller = new AbortController()
    const aborted = mira.chat.stream({ messages }, { signal: controller.signal })
    const reading = (async () => {
      for await (const _ of aborted) controller.abort()
    })()
    await expect(reading).rejects.toThrow('abort')
    await mira.chat
      .stream({ messages })
      .final()
      .catch(() => {})
    expect(sdk.spans().map(({ attributes, ended }) => [attributes['error.type'], ended])).toEqual([
      [undefined, true],
      [undefined, true],
      ['canceled', true],
      ['stream_interrupted', true],
    ])
    expect(sdk.spans()[0]?.attributes).toMatchObject({
      'gen_ai.request.stream': true,
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.response.time_to_first_chunk': expect.any(Number),
    })
  })

  it('sends the trace context to the API, unless the caller sends one', async () => {
    await using server = await startTestServer({ [`POST ${path}`]: { json: completion } })
    const mira = instrument(server.url)
    await mira.chat.create({ messages })
    const own = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`
    await mira.chat.create({ messages }, { headers: { traceparent: own } })
    const { traceId, spanId } = sdk.spans()[0]!.spanContext()
    expect(server.requests.map(({ headers }) => headers.traceparent)).toEqual([`00-${traceId}-${spanId}-01`, own])
  })

  it('sends the trace context to no other host', async () => {
    await using bucket = await startTestServer({ 'GET /file': { json: {} } })
    await using server = await startTestServer({
      'GET /v1/file': { status: 302, headers: { location: `${bucket.url}/file` } },
    })
    const mira = instrument(server.url)
    for (const from of ['/v1/file', `${bucket.url}/file`])
      await download(mira, { operation: 'video.download', path: from }).bytes()
    expect(server.requests[0]?.headers).toHaveProperty('traceparent')
    expect(bucket.requests).toHaveLength(2)
    for (const { headers } of bucket.requests) expect(headers).not.toHaveProperty('traceparent')
  })

  it('lets concurrent calls keep their parents', async () => {
    await using server = await startTestServer({ [`POST ${path}`]: { json: completion } })
    const mira = instrument(server.url)
    const tracer = sdk.tracerProvider.getTracer('test')
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        tracer.startActiveSpan(`user ${index}`, async (span) => {
          await mira.chat.create({ messages, seed: index })
          await mira.chat
            .stream({ messages, seed: index })
            .final()
            .catch(() => {})
          span.end()
        }),
      ),
    )
    const parents = new Map(sdk.spans().map((span) => [span.spanContext().spanId, span.name]))
    const chats = sdk.spans().filter(({ name }) => name === 'chat mira')
    expect(chats).toHaveLength(40)
    for (const { attributes, parentSpanContext } of chats)
      expect(parents.get(parentSpanContext!.spanId)).toBe(`user ${attributes['gen_ai.request.seed']}`)
  })

  it('activates the span while the request is sent', async () => {
    await using server = await startTestServer({ [`POST ${path}`]: { json: completion } })
    let active: string | undefined
    const mira = connect(server.url, {
      hooks: telemetryHooks(providers),
      middleware: [
        (sent, next) => {
          active = trace.getSpan(context.active())?.spanContext().spanId
          return next(sent)
        },
      ],
    })
    await mira.chat.create({ messages })
    expect(active).toBe(sdk.spans()[0]?.spanContext().spanId)
  })

  it('measures durations, tokens and the time to the first chunk', async () => {
    await using server = await startTestServer({
      [`POST ${path}`]: [{ json: completion }, { sse: [chunk('Да', 'stop'), '[DONE]'] }, { status: 400 }],
    })
    const mira = instrument(server.url)
    await mira.chat.create({ messages })
    await mira.chat.stream({ messages }).final()
    await mira.chat.create({ messages }).catch(() => {})
    const target = { 'gen_ai.operation.name': 'chat', 'server.port': Number(new URL(server.url).port) }
    const points = async (name: string) =>
      (await sdk.histogram(name))!.dataPoints.filter(
        ({ attributes }) => attributes['server.port'] === target['server.port'],
      )
    const durations = await points('gen_ai.client.operation.duration')
    expect(durations.map(({ attributes, value }) => [attributes['error.type'], value.count])).toEqual([
      [undefined, 2],
      ['bad_request', 1],
    ])
    expect(durations[0]?.value.buckets.boundaries).toEqual([
      0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
    ])
    const tokens = await points('gen_ai.client.token.usage')
    expect(tokens.map(({ attributes, value }) => [attributes['gen_ai.token.type'], value.sum])).toEqual([
      ['input', 7],
      ['output', 9],
    ])
    expect(tokens[0]?.value.buckets.boundaries).toEqual([
      1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864,
    ])
    expect((await points('gen_ai.client.operation.time_to_first_chunk')).map(({ value }) => value.count)).toEqual([1])
  })

  it('traces a call that generates nothing by its own name', async () => {
    await using server = await startTestServer({ 'GET /v1/thing': { json: {} } })
    await request(instrument(server.url), { operation: 'thing.get', path: '/v1/thing' })
    const [span] = sdk.spans()
    expect(span?.name).toBe('thing.get')
    expect(Object.keys(span?.attributes ?? {}).filter((name) => name.startsWith('gen_ai'))).toEqual([])
  })
})

describe('registerMiraInstrumentation', () => {
  it('leaves no subscriber behind', async () => {
    const end = registerMiraInstrumentation(providers)
    expect(channels.map(({ hasSubscribers }) => hasSubscribers)).toEqual([true, true, true, true, true])
    end()
    end()
    expect(channels.map(({ hasSubscribers }) => hasSubscribers)).toEqual([false, false, false, false, false])
    await using server = await startTestServer({ [`POST ${path}`]: { json: completion } })
    await connect(server.url).chat.create({ messages })
    expect(sdk.spans()).toEqual([])
  })

  it('lets an instrumentation of fetch send the only trace context', async () => {
    await using server = await startTestServer({ [`POST ${path}`]: { json: completion } })
    const mira = ways[0]!.instrument(server.url)
    const undici = channel('undici:request:create')
    let parent: string | undefined
    const instrument = (message: unknown): void => {
      parent = trace.getSpan(context.active())?.spanContext().spanId
      const { request: sent } = message as { request: { addHeader(name: string, value: string): void } }
      sent.addHeader('traceparent', 'theirs')
    }
    undici.subscribe(instrument)
    await mira.chat.create({ messages })
    undici.unsubscribe(instrument)
    expect(server.requests[0]?.headers.traceparent).toBe('theirs')
    expect(parent).toBe(sdk.spans()[0]?.spanContext().spanId)
  })

  it.each([
    [{ captureContents: true }, /captureContents is unknown/],
    [{ captureContent: 'yes' }, /captureContent must be a boolean/],
  ])('refuses %o', (options, message) => {
    expect(() => registerMiraInstrumentation(options as TelemetryOptions)).toThrow(message)
    expect(() => telemetryHooks(options as TelemetryOptions)).toThrow(message)
    expect(channels.some(({ hasSubscribers }) => hasSubscribers)).toBe(false)
  })
})
