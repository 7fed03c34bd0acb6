import { APICallError, InvalidResponseDataError, type LanguageModelV4StreamPart } from '@ai-sdk/provider'
import { streamChatCompletion } from '@mira/chat'
import { createClient } from '@mira/core'
import { createGate, everyByteOf, type Reply, type SseItem } from '@mira/test-server'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chunk, hello, partsOf, startModels } from '../models.test-support.ts'

const route = 'POST /v1/chat/completions'
const usage = { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 }
const whole: SseItem[] = [
  chunk({ role: 'assistant', content: '' }),
  chunk({ content: 'Ёлки-' }),
  chunk({ content: 'палки 🌲' }),
  chunk({}, 'stop'),
  { choices: [], usage },
  '[DONE]',
]
const finish = (parts: readonly LanguageModelV4StreamPart[]) => parts.findLast((part) => part.type === 'finish')
const toolDelta = (...calls: object[]) => chunk({ tool_calls: calls })
const done = (reason = 'tool_calls'): SseItem[] => [chunk({}, reason), '[DONE]']

/** Parts of a stream with these events, without its start and metadata. */
async function read(reply: Reply, options: Parameters<typeof partsOf>[1] = {}) {
  await using models = await startModels({ [route]: reply })
  const parts = await partsOf(models.mira('mira'), options)
  return parts.filter(({ type }) => type !== 'stream-start' && type !== 'response-metadata')
}

describe('a stream', () => {
  it('has its start, metadata, a block of text, and the finish with the usage', async () => {
    await using models = await startModels({ [route]: { sse: whole, headers: { 'x-request-id': 'r1' } } })
    const { stream, response, request } = await models.mira('mira').doStream({ prompt: hello })
    const parts: LanguageModelV4StreamPart[] = []
    for await (const part of stream) parts.push(part)
    expect(parts).toEqual([
      { type: 'stream-start', warnings: [] },
      { type: 'response-metadata', id: 'chatcmpl-1', modelId: 'mira', timestamp: new Date(1_714_867_200_000) },
      { type: 'text-start', id: 'text-0' },
      { type: 'text-delta', id: 'text-0', delta: 'Ёлки-' },
      { type: 'text-delta', id: 'text-0', delta: 'палки 🌲' },
      { type: 'text-end', id: 'text-0' },
      {
        type: 'finish',
        finishReason: { unified: 'stop', raw: 'stop' },
        usage: {
          inputTokens: { total: 5, noCache: 5, cacheRead: undefined, cacheWrite: undefined },
          outputTokens: { total: 7, text: 7, reasoning: undefined },
          raw: usage,
        },
      },
    ])
    expect(response?.headers).toMatchObject({ 'x-request-id': 'r1', 'content-type': 'text/event-stream' })
    expect(request?.body).toMatchObject({ model: 'mira', messages: [{ role: 'user', content: 'Привет' }] })
    expect(models.server.requests[0]?.json()).toEqual({
      model: 'mira',
      messages: [{ role: 'user', content: 'Привет' }],
      stream: true,
      stream_options: { include_usage: true },
    })
  })

  it.each(['thinking_content', 'thinking', 'reasoning_content', 'reasoning'])(
    'has blocks of reasoning from %s, before and after text',
    async (field) => {
      const sse = [
        chunk({ [field]: 'Ду' }),
        chunk({ [field]: 'маю' }),
        chunk({ content: 'Да' }),
        chunk({ [field]: 'Ещё' }),
        chunk({ content: '.' }, 'stop'),
        '[DONE]',
      ]
      expect((await read({ sse })).slice(0, -1)).toEqual([
        { type: 'reasoning-start', id: 'reasoning-0' },
        { type: 'reasoning-delta', id: 'reasoning-0', delta: 'Ду' },
        { type: 'reasoning-delta', id: 'reasoning-0', delta: 'маю' },
        { type: 'reasoning-end', id: 'reasoning-0' },
        { type: 'text-start', id: 'text-1' },
        { type: 'text-delta', id: 'text-1', delta: 'Да' },
        { type: 'text-end', id: 'text-1' },
        { type: 'reasoning-start', id: 'reasoning-2' },
        { type: 'reasoning-delta', id: 'reasoning-2', delta: 'Ещё' },
        { type: 'reasoning-end', id: 'reasoning-2' },
        { type: 'text-start', id: 'text-3' },
        { type: 'text-delta', id: 'text-3', delta: '.' },
        { type: 'text-end', id: 'text-3' },
      ])
    },
  )

  it('has a refusal as text, and its finish reason', async () => {
    const parts = await read({ sse: [chunk({ refusal: 'Не ' }), chunk({ refusal: 'буду' }, 'stop'), '[DONE]'] })
    expect(parts.map((part) => part.type === 'text-delta' && part.delta)).toEqual([false, 'Не ', 'буду', false, false])
    expect(finish(parts)).toMatchObject({ finishReason: { unified: 'content-filter', raw: 'stop' } })
  })

  it.each([
    ['length', 'length'],
    ['content_filter', 'content-filter'],
    ['function_call', 'tool-calls'],
    ['__proto__', 'other'],
    ['paused', 'other'],
  ])('that ends with %s finishes with %s', async (raw, unified) => {
    const parts = await read({ sse: [chunk({ content: 'x' }, raw), '[DONE]'] })
    expect(finish(parts)).toMatchObject({ finishReason: { unified, raw } })
  })

  it('includes the chunks as sent, if asked', async () => {
    const parts = await read({ sse: whole }, { includeRawChunks: true })
    expect(parts.flatMap((part) => (part.type === 'raw' ? [part.rawValue] : []))).toEqual(whole.slice(0, -1))
  })

  it('reports fields without effect', async () => {
    const headers = { 'x-mira-unknown-fields': 'top_k2: unknown field' }
    await using models = await startModels({ [route]: { sse: whole, headers } })
    const [start] = await partsOf(models.mira('mira'), { topK: 4 })
    expect(start).toEqual({
      type: 'stream-start',
      warnings: [
        expect.objectContaining({ type: 'unsupported', feature: 'topK' }),
        { type: 'other', message: 'Fields without effect on the server: top_k2: unknown field' },
      ],
    })
  })

  it('does without the usage if the server rejects stream_options', async () => {
    await using models = await startModels({
      [route]: [{ status: 422, json: { detail: 'stream_options: unknown' } }, { sse: whole }],
    })
    expect(finish(await partsOf(models.mira('mira')))).toMatchObject({ finishReason: { unified: 'stop' } })
    expect(models.server.requests.map((request) => 'stream_options' in (request.json() as object))).toEqual([
      true,
      false,
    ])
  })

  it('sends stream_options of the caller, once', async () => {
    await using models = await startModels({ [route]: { status: 422, json: { detail: 'no' } } })
    const providerOptions = { mira: { stream_options: { include_usage: false } } }
    await expect(partsOf(models.mira('mira'), { providerOptions })).rejects.toMatchObject({ statusCode: 422 })
    expect(models.server.requests).toHaveLength(1)
    expect(models.server.requests[0]?.json()).toMatchObject({ stream_options: { include_usage: false } })
  })
})

describe('tool calls of a stream', () => {
  const args = '{"город":"Омск","день":"🌞"}'
  const split = [
    toolDelta({ index: 0, id: 'a', type: 'function', function: { name: 'weather', arguments: '' } }),
    ...[...args].map((character) => toolDelta({ index: 0, function: { arguments: character } })),
    toolDelta({ index: 1, id: 'b', type: 'function', function: { name: 'time', arguments: '{}' } }),
    ...done(),
  ]
  const callsOf = (parts: readonly LanguageModelV4StreamPart[]) => parts.filter((part) => part.type === 'tool-call')

  it('are announced, grow, and are complete at the end', async () => {
    const parts = await read({ sse: split })
    const deltas = parts.flatMap((part) => (part.type === 'tool-input-delta' && part.id === 'a' ? [part.delta] : []))
    expect(deltas).toEqual([...args])
    expect(parts.filter(({ type }) => type !== 'tool-input-delta')).toEqual([
      { type: 'tool-input-start', id: 'a', toolName: 'weather' },
      { type: 'tool-input-start', id: 'b', toolName: 'time' },
      { type: 'tool-input-end', id: 'a' },
      { type: 'tool-call', toolCallId: 'a', toolName: 'weather', input: args },
      { type: 'tool-input-end', id: 'b' },
      { type: 'tool-call', toolCallId: 'b', toolName: 'time', input: '{}' },
      expect.objectContaining({ type: 'finish', finishReason: { unified: 'tool-calls', raw: 'tool_calls' } }),
    ])
  })

  it('are the same wherever the bytes are split', async () => {
    const reply: Reply = { sse: [split[0]!, split[3]!, split.at(-2)!, '[DONE]'] }
    const expected = await read(reply)
    const offsets = everyByteOf(reply)
    for (let start = 0; start < offsets.length; start += 20) {
      const tries = offsets.slice(start, start + 20).map((offset) => read({ ...reply, splitAt: [offset] }))
      for (const parts of await Promise.all(tries)) expect(parts).toEqual(expected)
    }
  })

  it.each<[string, object[], object[]]>([
    [
      'whose name comes after the first arguments',
      [
        { index: 0, id: 'a', function: { arguments: '{"x"' } },
        { index: 0, function: { name: 'f', arguments: ':1}' } },
      ],
      [{ toolCallId: 'a', toolName: 'f', input: '{"x":1}' }],
    ],
    [
      'with arguments as an object, without ids and indices',
      [{ function: { name: 'f', arguments: { x: 1 } } }, { function: { name: 'g', arguments: '{}' } }],
      [
        { toolName: 'f', input: '{"x":1}' },
        { toolName: 'g', input: '{}' },
      ],
    ],
    [
      'that all have index 0',
      [
        { index: 0, id: 'a', function: { name: 'f', arguments: '{}' } },
        { index: 0, id: 'b', function: { name: 'f', arguments: '{}' } },
      ],
      [
        { toolCallId: 'a', input: '{}' },
        { toolCallId: 'b', input: '{}' },
      ],
    ],
    [
      'out of order',
      [
        { index: 1, id: 'b', function: { name: 'g', arguments: '{}' } },
        { index: 0, id: 'a', function: { name: 'f', arguments: '{}' } },
      ],
      [{ toolCallId: 'a' }, { toolCallId: 'b' }],
    ],
    ['without arguments', [{ index: 0, id: 'a', function: { name: 'f' } }], [{ toolCallId: 'a', input: '' }]],
  ])('are complete %s', async (_, fragments, calls) => {
    const parts = await read({ sse: [...fragments.map((fragment) => toolDelta(fragment)), ...done('stop')] })
    expect(callsOf(parts)).toEqual(calls.map((call) => expect.objectContaining(call)))
    expect(finish(parts)).toMatchObject({ finishReason: { unified: 'tool-calls', raw: 'stop' } })
  })

  it('have ids of their own', async () => {
    const call = { function: { name: 'f', arguments: '{}' } }
    const parts = await read({
      sse: [toolDelta({ index: 0, id: 'a', ...call }, { index: 1, id: 'a', ...call }), ...done()],
    })
    expect(new Set(callsOf(parts).map((part) => part.type === 'tool-call' && part.toolCallId)).size).toBe(2)
  })

  it('without a name end the stream with an error', async () => {
    const parts = await read({ sse: [toolDelta({ index: 0, id: 'a', function: { arguments: '{}' } }), ...done()] })
    const error = parts.find((part) => part.type === 'error')
    expect(InvalidResponseDataError.isInstance(error?.error)).toBe(true)
    expect(finish(parts)).toMatchObject({ finishReason: { unified: 'error' } })
  })

  it('that the server executes itself are metadata', async () => {
    const call = { type: 'tool_call', name: 'mira_music_generate', arguments: { prompt: 'synthwave' } }
    const parts = await read({ sse: [chunk({ content: 'Here' }), toolDelta(call), ...done('stop')] })
    expect(callsOf(parts)).toEqual([])
    expect(finish(parts)).toMatchObject({
      finishReason: { unified: 'stop' },
      providerMetadata: { mira: { serverToolCalls: [call] } },
    })
  })

  it('are those that the client itself puts together, however they are split', async () => {
    const id = fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined })
    const fragment = fc.record({
      index: fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined }),
      id,
      function: fc.record({
        name: fc.option(fc.constantFrom('f', 'g', ''), { nil: undefined }),
        arguments: fc.option(fc.constantFrom('{', '}', '{}', '"ё":', '1', ''), { nil: undefined }),
      }),
    })
    let fragments: object[] = []
    const sse = () => ({ sse: [...fragments.map((one) => toolDelta(one)), ...done()] })
    await using models = await startModels({ [route]: sse })
    const client = createClient({ baseUrl: models.server.url, apiKey: null })
    await fc.assert(
      fc.asyncProperty(fc.array(fragment, { maxLength: 8 }), async (generated) => {
        fragments = JSON.parse(JSON.stringify(generated))
        const parts = await partsOf(models.mira('mira'))
        const final = await streamChatCompletion(client, { messages: [{ role: 'user', content: 'x' }] }).final()
        const expected = (final.choices[0]?.message.tool_calls ?? []).map((call) => 'function' in call && call.function)
        const named = expected.every((called) => called && called.name !== '')
        fc.pre(named)
        const calls = callsOf(parts).map(
          (part) => part.type === 'tool-call' && { name: part.toolName, arguments: part.input },
        )
        expect(calls).toEqual(expected)
      }),
      { numRuns: 150 },
    )
  })
})

describe('a stream that fails', () => {
  it.each<[string, Reply]>([
    ['ends too early', { sse: whole.slice(0, 3) }],
    ['loses its connection', { sse: whole, dropAt: 400 }],
    ['is reset', { sse: whole, resetAt: 400 }],
  ])('and %s is interrupted', async (_, reply) => {
    const parts = await read(reply)
    expect(parts.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['text-start', 'text-delta', 'text-end', 'error', 'finish']),
    )
    const error = parts.find((part) => part.type === 'error')?.error
    expect(APICallError.isInstance(error) && error.cause).toMatchObject({ code: 'stream_interrupted' })
    expect(finish(parts)).toMatchObject({ finishReason: { unified: 'interrupted' } })
  })

  it('emits no call of a tool whose arguments were cut', async () => {
    const call = toolDelta({ index: 0, id: 'a', function: { name: 'f', arguments: '{"all":true}' } })
    expect((await read({ sse: [call] })).map(({ type }) => type)).toEqual([
      'tool-input-start',
      'tool-input-delta',
      'error',
      'finish',
    ])
  })

  it.each([
    [{ error: { message: 'Очередь полна', type: 'server_error', code: 'queue_full' } }, 'Очередь полна'],
    [{ event: 'error', data: { message: 'It broke' } }, 'It broke'],
    ['{"id":', 'not JSON'],
  ])('by an event has an error part: %j', async (event, message) => {
    const parts = await read({ sse: [...whole.slice(0, 3), event, ...whole], headers: { 'x-request-id': 'r2' } })
    const error = parts.find((part) => part.type === 'error')?.error
    expect(APICallError.isInstance(error) && error).toMatchObject({
      message: expect.stringContaining(message),
      isRetryable: false,
      responseHeaders: expect.objectContaining({ 'x-request-id': 'r2' }),
    })
    expect(parts.at(-1)).toMatchObject({ type: 'finish', finishReason: { unified: 'error' } })
    expect(parts.filter(({ type }) => type === 'text-end')).toHaveLength(1)
  })

  it('before its first event rejects, and has been retried', async () => {
    const failure = { error: { message: 'Queue is full', code: 'queue_full' } }
    await using models = await startModels({ [route]: [{ status: 503, json: {} }, { sse: [failure] }, { sse: whole }] })
    expect(finish(await partsOf(models.mira('mira')))).toMatchObject({ finishReason: { unified: 'stop' } })
    expect(models.server.requests).toHaveLength(3)
    await using failing = await startModels({ [route]: { sse: [failure] } })
    const error = await partsOf(failing.mira('mira')).catch((thrown) => thrown)
    expect(APICallError.isInstance(error)).toBe(true)
    expect(failing.server.requests).toHaveLength(3)
  })
})

describe('leaving a stream', () => {
  const endless = (): Reply => ({ sse: [...whole.slice(0, 2), createGate(), ...whole] })

  it('closes the connection when it is canceled', async () => {
    await using models = await startModels({ [route]: endless() })
    const { stream } = await models.mira('mira').doStream({ prompt: hello })
    for await (const part of stream) if (part.type === 'text-delta') break
    await models.server.waitForClose()
  })

  it('errors it with the reason of the abort, untouched', async () => {
    await using models = await startModels({ [route]: endless() })
    const controller = new AbortController()
    const reason = { why: 'enough' }
    const { stream } = await models.mira('mira').doStream({ prompt: hello, abortSignal: controller.signal })
    const reading = (async () => {
      for await (const part of stream) if (part.type === 'text-delta') controller.abort(reason)
    })()
    await expect(reading).rejects.toBe(reason)
    await models.server.waitForClose()
  })

  it('rejects with the reason if it is aborted before', async () => {
    const controller = new AbortController()
    const leave = (): Reply => {
      controller.abort('left')
      return { beforeHeaders: 'stall' }
    }
    await using models = await startModels({ [route]: leave })
    const call = models.mira('mira').doStream({ prompt: hello, abortSignal: controller.signal })
    await expect(call).rejects.toBe('left')
  })
})
