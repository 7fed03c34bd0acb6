import { APICallError, type LanguageModelV4Prompt, UnsupportedFunctionalityError } from '@ai-sdk/provider'
import { everyByteOf, type Reply, type SseItem } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { hello, partsOf, startModels } from '../models.test-support.ts'

const route = 'POST /v1/responses'
const usage = {
  input_tokens: 10,
  input_tokens_details: { cached_tokens: 3 },
  output_tokens: 20,
  output_tokens_details: { reasoning_tokens: 5 },
  total_tokens: 30,
}
const reasoning = { id: 'rs_1', type: 'reasoning', summary: [{ type: 'summary_text', text: 'Думаю' }] }
const message = { id: 'msg_1', type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Ёж 🦔' }] }
const call = { id: 'fc_1', type: 'function_call', call_id: 'call_1', name: 'weather', arguments: '{"город":"Омск"}' }
const response = (output: object[], fields: object = {}) => ({
  id: 'resp_1',
  object: 'response',
  created_at: 1_714_867_200,
  status: 'completed',
  model: 'mira',
  output,
  usage,
  ...fields,
})
const toolCall = { type: 'tool-call', toolCallId: 'call_1', toolName: 'weather', input: call.arguments }

async function generate(json: object, options: object = {}) {
  await using models = await startModels({ [route]: { json } })
  const result = await models.mira.responses('mira').doGenerate({ prompt: hello, ...options })
  return { result, sent: models.server.requests[0]!.json() as Record<string, unknown> }
}

const streamed = (type: string, fields: object) => ({ event: type, data: { type, ...fields } })
const events: SseItem[] = [
  streamed('response.created', { response: response([], { status: 'in_progress', usage: null }) }),
  streamed('response.output_item.added', { output_index: 0, item: { ...reasoning, summary: [] } }),
  streamed('response.reasoning_summary_part.added', { output_index: 0, summary_index: 0, item_id: 'rs_1', part: {} }),
  streamed('response.reasoning_summary_text.delta', { output_index: 0, item_id: 'rs_1', delta: 'Думаю' }),
  streamed('response.output_item.done', { output_index: 0, item: reasoning }),
  streamed('response.output_item.added', { output_index: 1, item: { ...message, content: [] } }),
  streamed('response.output_text.delta', { output_index: 1, content_index: 0, item_id: 'msg_1', delta: 'Ёж ' }),
  streamed('response.output_text.delta', { output_index: 1, content_index: 0, item_id: 'msg_1', delta: '🦔' }),
  streamed('response.output_item.done', { output_index: 1, item: message }),
  streamed('response.output_item.added', { output_index: 2, item: { ...call, arguments: '' } }),
  streamed('response.function_call_arguments.delta', { output_index: 2, item_id: 'fc_1', delta: '{"город"' }),
  streamed('response.function_call_arguments.delta', { output_index: 2, item_id: 'fc_1', delta: ':"Омск"}' }),
  streamed('response.function_call_arguments.done', { output_index: 2, item_id: 'fc_1', arguments: call.arguments }),
  streamed('response.output_item.done', { output_index: 2, item: call }),
  streamed('response.completed', { response: response([reasoning, message, call]) }),
]

const read = async (reply: Reply, options: object = {}) => {
  await using models = await startModels({ [route]: reply })
  return await partsOf(models.mira.responses('mira'), options)
}

describe('a generated response', () => {
  it('has its items as content, and its metadata', async () => {
    const json = response([reasoning, message, call])
    const { result } = await generate(json)
    expect(result).toMatchObject({
      content: [
        { type: 'reasoning', text: 'Думаю', providerMetadata: { mira: { itemId: 'rs_1' } } },
        { type: 'text', text: 'Ёж 🦔' },
        toolCall,
      ],
      finishReason: { unified: 'tool-calls', raw: 'completed' },
      usage: {
        inputTokens: { total: 10, noCache: 7, cacheRead: 3 },
        outputTokens: { total: 20, text: 15, reasoning: 5 },
        raw: usage,
      },
      response: { id: 'resp_1', modelId: 'mira', timestamp: new Date(1_714_867_200_000) },
      warnings: [],
    })
  })

  it.each([
    [{ status: 'completed' }, [message], 'stop', 'completed'],
    [
      { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } },
      [message],
      'length',
      'max_output_tokens',
    ],
    [
      { status: 'incomplete', incomplete_details: { reason: 'content_filter' } },
      [],
      'content-filter',
      'content_filter',
    ],
    [{ status: 'cancelled' }, [], 'other', 'cancelled'],
    [{}, [{ type: 'message', content: [{ type: 'refusal', refusal: 'Нет' }] }], 'content-filter', 'completed'],
  ])('%j finishes', async (fields, output, unified, raw) => {
    const { result } = await generate(response(output, fields))
    expect(result.finishReason).toEqual({ unified, raw })
  })

  it('that failed is an error', async () => {
    const failed = response([], { status: 'failed', error: { code: 'server_error', message: 'Сломалось' } })
    const error = await generate(failed).catch((thrown) => thrown)
    expect(APICallError.isInstance(error) && error.message).toContain('Сломалось')
  })
})

describe('a request', () => {
  it('has the settings of the call', async () => {
    const { sent, result } = await generate(response([message]), {
      maxOutputTokens: 9,
      temperature: 0,
      topP: 0.5,
      reasoning: 'low',
      responseFormat: { type: 'json', schema: { type: 'object' }, name: 'order' },
      tools: [{ type: 'function', name: 'weather', description: 'Погода', inputSchema: {}, strict: true }],
      toolChoice: { type: 'tool', toolName: 'weather' },
      providerOptions: { mira: { previous_response_id: 'resp_0' } },
      seed: 1,
      stopSequences: ['x'],
    })
    expect(sent).toEqual({
      model: 'mira',
      input: [{ role: 'user', content: [{ type: 'input_text', text: 'Привет' }] }],
      max_output_tokens: 9,
      temperature: 0,
      top_p: 0.5,
      reasoning: { effort: 'low' },
      text: { format: { type: 'json_schema', name: 'order', schema: { type: 'object' } } },
      tools: [{ type: 'function', name: 'weather', description: 'Погода', parameters: {}, strict: true }],
      tool_choice: { type: 'function', name: 'weather' },
      previous_response_id: 'resp_0',
    })
    expect(result.warnings.map((warning) => 'feature' in warning && warning.feature)).toEqual(['seed', 'stopSequences'])
  })

  it('has the items of a conversation', async () => {
    const image = new Uint8Array([0xff, 0xd8, 0xff])
    const itemId = { mira: { itemId: 'rs_1' } }
    const prompt: LanguageModelV4Prompt = [
      { role: 'system', content: 'Кратко' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Что это?' },
          {
            type: 'file',
            mediaType: 'image',
            data: { type: 'data', data: image },
            providerOptions: { mira: { detail: 'low' } },
          },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'Ду', providerOptions: itemId },
          { type: 'reasoning', text: 'маю', providerOptions: itemId },
          { type: 'text', text: 'Смотрю' },
          { type: 'tool-call', toolCallId: 'call_1', toolName: 'look', input: { x: 1 } },
        ],
      },
      {
        role: 'tool',
        content: [
          {
            type: 'tool-result',
            toolCallId: 'call_1',
            toolName: 'look',
            output: {
              type: 'content',
              value: [
                { type: 'text', text: 'Ёж' },
                { type: 'file', mediaType: 'image/jpeg', data: { type: 'data', data: image } },
              ],
            },
          },
        ],
      },
    ]
    const { sent, result } = await generate(response([message]), { prompt })
    const url = 'data:image/jpeg;base64,/9j/'
    expect(sent.input).toEqual([
      { role: 'system', content: 'Кратко' },
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'Что это?' },
          { type: 'input_image', image_url: url, detail: 'low' },
        ],
      },
      {
        type: 'reasoning',
        id: 'rs_1',
        summary: [
          { type: 'summary_text', text: 'Ду' },
          { type: 'summary_text', text: 'маю' },
        ],
      },
      { role: 'assistant', content: [{ type: 'output_text', text: 'Смотрю' }] },
      { type: 'function_call', call_id: 'call_1', name: 'look', arguments: '{"x":1}' },
      {
        type: 'function_call_output',
        call_id: 'call_1',
        output: [
          { type: 'input_text', text: 'Ёж' },
          { type: 'input_image', image_url: url },
        ],
      },
    ])
    expect(result.warnings).toEqual([])
  })

  it('cannot have audio', async () => {
    const prompt = [
      { role: 'user', content: [{ type: 'file', mediaType: 'audio/wav', data: { type: 'data', data: 'AQI=' } }] },
    ]
    const error = await generate(response([]), { prompt }).catch((thrown) => thrown)
    expect(UnsupportedFunctionalityError.isInstance(error)).toBe(true)
  })
})

describe('a streamed response', () => {
  const expected = [
    { type: 'stream-start', warnings: [] },
    { type: 'response-metadata', id: 'resp_1', modelId: 'mira', timestamp: new Date(1_714_867_200_000) },
    { type: 'reasoning-start', id: 'reasoning-0', providerMetadata: { mira: { itemId: 'rs_1' } } },
    { type: 'reasoning-delta', id: 'reasoning-0', delta: 'Думаю' },
    { type: 'reasoning-end', id: 'reasoning-0' },
    { type: 'text-start', id: 'text-1' },
    { type: 'text-delta', id: 'text-1', delta: 'Ёж ' },
    { type: 'text-delta', id: 'text-1', delta: '🦔' },
    { type: 'text-end', id: 'text-1' },
    { type: 'tool-input-start', id: 'call_1', toolName: 'weather', providerMetadata: { mira: { itemId: 'fc_1' } } },
    { type: 'tool-input-delta', id: 'call_1', delta: '{"город"' },
    { type: 'tool-input-delta', id: 'call_1', delta: ':"Омск"}' },
    { type: 'tool-input-end', id: 'call_1' },
    toolCall,
    {
      type: 'finish',
      finishReason: { unified: 'tool-calls', raw: 'completed' },
      usage: expect.objectContaining({ raw: usage }),
    },
  ]

  it('has blocks, calls and the finish', async () => {
    expect(await read({ sse: events })).toEqual(expected)
  })

  it('is the same wherever the bytes are split', async () => {
    const offsets = everyByteOf({ sse: events }).filter((offset) => offset % 7 === 0)
    for (let start = 0; start < offsets.length; start += 20) {
      const tries = offsets.slice(start, start + 20).map((offset) => read({ sse: events, splitAt: [offset] }))
      for (const parts of await Promise.all(tries)) expect(parts).toEqual(expected)
    }
  })

  it('includes the events as sent, if asked', async () => {
    const parts = await read({ sse: events }, { includeRawChunks: true })
    expect(parts.filter(({ type }) => type === 'raw')).toHaveLength(events.length)
  })

  it('has a call that comes in one piece', async () => {
    const parts = await read({
      sse: [events[0]!, events[13]!, streamed('response.completed', { response: response([call]) })],
    })
    expect(parts.slice(2).map(({ type }) => type)).toEqual([
      'tool-input-start',
      'tool-input-delta',
      'tool-input-end',
      'tool-call',
      'finish',
    ])
  })

  it('has the content of a response that comes whole', async () => {
    const parts = await read({ sse: [events.at(-1)!] })
    expect(parts.slice(2).map(({ type }) => type)).toEqual([
      ...['reasoning-start', 'reasoning-delta', 'reasoning-end', 'text-start', 'text-delta', 'text-end'],
      ...['tool-input-start', 'tool-input-delta', 'tool-input-end', 'tool-call', 'finish'],
    ])
  })

  it('that is cut is interrupted', async () => {
    const parts = await read({ sse: events.slice(0, 8) })
    expect(parts.slice(-3)).toMatchObject([
      { type: 'text-end' },
      { type: 'error', error: { cause: { code: 'stream_interrupted' } } },
      { type: 'finish', finishReason: { unified: 'interrupted' } },
    ])
  })

  it('that fails has its error', async () => {
    const error = { code: 'server_error', message: 'Сломалось' }
    const failed = streamed('response.failed', { response: response([], { status: 'failed', error }) })
    const parts = await read({ sse: [...events.slice(0, 8), failed] })
    expect(parts.slice(-2)).toMatchObject([
      { type: 'error', error: { message: expect.stringContaining('Сломалось') } },
      { type: 'finish', finishReason: { unified: 'error' } },
    ])
  })

  it('rejects before it starts', async () => {
    const error = await read({ status: 402, json: { detail: 'Пополните баланс' } }).catch((thrown) => thrown)
    expect(APICallError.isInstance(error) && error.statusCode).toBe(402)
  })
})
