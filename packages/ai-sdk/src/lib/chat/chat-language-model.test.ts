import { InvalidArgumentError, InvalidResponseDataError, type LanguageModelV4CallOptions } from '@ai-sdk/provider'
import { describe, expect, it } from 'vitest'
import { completion, hello, startModels } from '../models.test-support.ts'

const route = 'POST /v1/chat/completions'

async function generate(json: object, options: Partial<LanguageModelV4CallOptions> = {}, headers = {}) {
  await using models = await startModels({ [route]: { json, headers } })
  const result = await models.mira('mira-thinking').doGenerate({ prompt: hello, ...options })
  return { result, sent: models.server.requests[0]!.json() as Record<string, unknown> }
}

describe('a generated answer', () => {
  it('has reasoning, text and calls, in this order, and its metadata', async () => {
    const usage = {
      prompt_tokens: 10,
      completion_tokens: 20,
      total_tokens: 30,
      prompt_tokens_details: { cached_tokens: 4 },
      completion_tokens_details: { reasoning_tokens: 15 },
    }
    const message = {
      content: 'Ответ',
      reasoning_content: 'Думаю',
      tool_calls: [
        { id: 'a', type: 'function', function: { name: 'f', arguments: '{"ё":1}' } },
        { id: 'a', type: 'function', function: { name: 'g', arguments: { x: 1 } } },
      ],
    }
    const json = { ...completion(message), usage }
    const { result } = await generate(json, {}, { 'x-request-id': 'r1' })
    expect(result).toEqual({
      content: [
        { type: 'reasoning', text: 'Думаю' },
        { type: 'text', text: 'Ответ' },
        { type: 'tool-call', toolCallId: 'a', toolName: 'f', input: '{"ё":1}' },
        { type: 'tool-call', toolCallId: expect.stringMatching(/^call_./), toolName: 'g', input: '{"x":1}' },
      ],
      finishReason: { unified: 'tool-calls', raw: 'stop' },
      usage: {
        inputTokens: { total: 10, noCache: 6, cacheRead: 4, cacheWrite: undefined },
        outputTokens: { total: 20, text: 5, reasoning: 15 },
        raw: usage,
      },
      request: { body: expect.objectContaining({ model: 'mira-thinking' }) },
      response: {
        id: 'chatcmpl-1',
        modelId: 'mira',
        timestamp: new Date(1_714_867_200_000),
        headers: expect.objectContaining({ 'x-request-id': 'r1' }),
        body: json,
      },
      warnings: [],
    })
  })

  it.each<[string, unknown, object]>([
    ['nothing', undefined, { inputTokens: { total: undefined }, outputTokens: { total: undefined, text: undefined } }],
    ['null', null, { inputTokens: { total: undefined } }],
    [
      'thinking tokens',
      { prompt_tokens: 1, completion_tokens: 9, thinking_tokens: 4 },
      { outputTokens: { total: 9, text: 5, reasoning: 4 } },
    ],
    [
      'numbers that cannot be',
      { prompt_tokens: -1, completion_tokens: 'many' },
      { inputTokens: { total: undefined }, outputTokens: { total: undefined } },
    ],
    [
      'more reasoning than output',
      { completion_tokens: 3, completion_tokens_details: { reasoning_tokens: 5 } },
      { outputTokens: { text: 0, reasoning: 5 } },
    ],
  ])('counts usage of %s', async (_, usage, expected) => {
    const { result } = await generate({ ...completion({ content: 'x' }), usage })
    expect(result.usage).toMatchObject(expected)
  })

  it.each([
    [{ content: 'x' }, 'length', 'length'],
    [{ content: null, refusal: 'Нет' }, 'stop', 'content-filter'],
    [{ content: 'x' }, 'content_filter', 'content-filter'],
    [{ content: 'x' }, null, 'other'],
    [{ content: 'x' }, 'tired', 'other'],
  ])('finishes: %j, %s, %s', async (message, raw, unified) => {
    const { result } = await generate(completion(message, { finish_reason: raw }))
    expect(result.finishReason).toEqual({ unified, raw: raw ?? undefined })
  })

  it('reads content in parts', async () => {
    const content = [
      { type: 'thinking', thinking: 'Хм' },
      { type: 'text', text: 'Да' },
      { type: 'text', text: '!' },
    ]
    const { result } = await generate(completion({ content }))
    expect(result.content).toEqual([
      { type: 'reasoning', text: 'Хм' },
      { type: 'text', text: 'Да!' },
    ])
  })

  it('names the calls that the server executed in its metadata', async () => {
    const call = { type: 'tool_call', name: 'mira_music_generate', arguments: { prompt: 'x' } }
    const { result } = await generate(completion({ content: 'https://a.example/x.mp3', tool_calls: [call] }))
    expect(result.content).toEqual([{ type: 'text', text: 'https://a.example/x.mp3' }])
    expect(result.finishReason.unified).toBe('stop')
    expect(result.providerMetadata).toEqual({ mira: { serverToolCalls: [call] } })
  })

  it.each([[[]], [[null]], [[{ index: 0 }]]])('is an error with the choices %j', async (choices) => {
    const error = await generate({ choices }).catch((thrown) => thrown)
    expect(InvalidResponseDataError.isInstance(error)).toBe(true)
  })
})

describe('a request', () => {
  it('has the settings of the call', async () => {
    const { sent, result } = await generate(completion({ content: 'x' }), {
      maxOutputTokens: 9,
      temperature: 0,
      topP: 0.5,
      stopSequences: ['КОНЕЦ'],
      seed: 7,
      reasoning: 'high',
    })
    expect(sent).toEqual({
      model: 'mira-thinking',
      messages: [{ role: 'user', content: 'Привет' }],
      max_tokens: 9,
      temperature: 0,
      top_p: 0.5,
      stop: ['КОНЕЦ'],
      seed: 7,
      reasoning_effort: 'high',
    })
    expect(result.warnings).toEqual([])
  })

  it.each([
    [{ type: 'text' }, undefined],
    [{ type: 'json' }, { type: 'json_object' }],
    [
      { type: 'json', schema: { type: 'object' }, description: 'Заказ' },
      { type: 'json_schema', json_schema: { name: 'output', description: 'Заказ', schema: { type: 'object' } } },
    ],
    [
      { type: 'json', schema: {}, name: 'order' },
      { type: 'json_schema', json_schema: { name: 'order', schema: {} } },
    ],
  ] as const)('for the format %j has %j', async (responseFormat, response_format) => {
    const { sent } = await generate(completion({ content: '{}' }), { responseFormat })
    expect(sent.response_format).toEqual(response_format)
  })

  const weather = { type: 'function', name: 'weather', description: 'Погода', inputSchema: { type: 'object' } } as const
  const wireWeather = {
    type: 'function',
    function: { name: 'weather', description: 'Погода', parameters: { type: 'object' } },
  }

  it.each([
    [undefined, undefined],
    [{ type: 'auto' }, 'auto'],
    [{ type: 'none' }, 'none'],
    [{ type: 'required' }, 'required'],
    [
      { type: 'tool', toolName: 'weather' },
      { type: 'function', function: { name: 'weather' } },
    ],
  ] as const)('with the tool choice %j has %j', async (toolChoice, tool_choice) => {
    const { sent } = await generate(completion({ content: 'x' }), {
      tools: [weather],
      ...(toolChoice && { toolChoice }),
    })
    expect(sent).toMatchObject({ tools: [wireWeather] })
    expect(sent.tool_choice).toEqual(tool_choice)
  })

  it('has strict tools, tools of the provider and those of provider options', async () => {
    const { sent, result } = await generate(completion({ content: 'x' }), {
      tools: [
        { ...weather, strict: true, inputExamples: [{ input: { город: 'Омск' } }] },
        { type: 'provider', id: 'mira.mira_music_generate', name: 'music', args: { max: 1 } },
        { type: 'provider', id: 'openai.web_search', name: 'search', args: {} },
      ],
      providerOptions: { mira: { parallel_tool_calls: false, tools: [{ type: 'own' }] } },
    })
    expect(sent).toMatchObject({
      parallel_tool_calls: false,
      tools: [
        { ...wireWeather, function: { ...wireWeather.function, strict: true } },
        { type: 'mira_music_generate', max: 1 },
        { type: 'own' },
      ],
    })
    expect(result.warnings.map((warning) => 'feature' in warning && warning.feature)).toEqual([
      'inputExamples of the tool weather',
      'tool openai.web_search of another provider',
    ])
  })

  it('omits the choice among no tools', async () => {
    const { sent } = await generate(completion({ content: 'x' }), { tools: [], toolChoice: { type: 'auto' } })
    expect(Object.keys(sent)).toEqual(['model', 'messages'])
  })

  it('warns of settings that the wire does not have, and sends them as provider options', async () => {
    const { sent, result } = await generate(completion({ content: 'x' }), {
      topK: 4,
      presencePenalty: 1,
      frequencyPenalty: 1,
      providerOptions: { mira: { top_k: 4, user: 'анна', temperature: 1 }, openai: { user: 'x' } },
      temperature: 0,
    })
    expect(sent).toMatchObject({ top_k: 4, user: 'анна', temperature: 1 })
    expect(sent).not.toHaveProperty('presence_penalty')
    expect(result.warnings.map((warning) => 'feature' in warning && warning.feature)).toEqual([
      'topK',
      'presencePenalty',
      'frequencyPenalty',
    ])
  })

  it.each(['model', 'messages', 'stream', 'n'])('refuses the provider option %s', async (name) => {
    const call = generate(completion({ content: 'x' }), { providerOptions: { mira: { [name]: 2 } } })
    const error = await call.catch((thrown) => thrown)
    expect(InvalidArgumentError.isInstance(error) && error.argument).toBe(`providerOptions.mira.${name}`)
  })

  it('has the headers of the call', async () => {
    await using models = await startModels({ [route]: { json: completion({ content: 'x' }) } })
    await models.mira('mira').doGenerate({ prompt: hello, headers: { 'X-Trace': 't1', 'x-none': undefined } })
    expect(models.server.requests[0]?.headers['x-trace']).toBe('t1')
    expect(models.server.requests[0]?.headers).not.toHaveProperty('x-none')
  })
})
