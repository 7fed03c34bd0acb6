import { createClient } from '@mira/core'
import { type SseItem, startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { createResponse } from './create-response.ts'
import { outputText } from './output-text.ts'
import { streamResponse } from './stream-response.ts'

const path = 'POST /v1/responses'
const base = { id: 'resp_1', object: 'response', created_at: 1, model: 'mira' }
const message = {
  id: 'm1',
  type: 'message',
  role: 'assistant',
  status: 'completed',
  content: [
    { type: 'output_text', text: 'Grüße ', annotations: [] },
    { type: 'output_text', text: '🌍!', annotations: [] },
  ],
}
const call = { id: 'f1', type: 'function_call', call_id: 'c1', name: 'time', arguments: '{"zone":"UTC"}' }
const response = { ...base, status: 'completed', output: [{ type: 'reasoning', id: 'r', summary: [] }, message, call] }

const named = (data: { type: string }): SseItem => ({ event: data.type, data })
const delta = (text: string) =>
  named({ type: 'response.output_text.delta', item_id: 'm1', output_index: 0, content_index: 0, delta: text } as never)
const created = named({ type: 'response.created', response: { ...base, status: 'in_progress', output: [] } } as never)
const completed = named({ type: 'response.completed', response } as never)

async function open(...replies: SseItem[][]) {
  const server = await startTestServer({ [path]: replies.map((sse) => ({ sse })) })
  const client = createClient({ baseUrl: server.url, retry: { baseDelayMs: 1 } })
  return { server, stream: streamResponse(client, { input: 'Hello' }) }
}

describe('createResponse', () => {
  it('gives the response as the server sent it, with its text', async () => {
    await using server = await startTestServer({ [path]: { json: response } })
    const result = await createResponse(createClient({ baseUrl: server.url }), { input: 'Hello', store: false })
    expect(result).toEqual({ ...response, output_text: 'Grüße 🌍!' })
    expect(server.requests[0]?.json()).toEqual({ input: 'Hello', store: false, model: 'mira' })
  })

  it.each([{}, { input: [] }, { input: 1 }, undefined])('refuses %j', async (params) => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:9' })
    await expect(createResponse(client, params as never)).rejects.toThrow(TypeError)
    expect(() => streamResponse(client, params as never)).toThrow(TypeError)
  })
})

it.each([[{}], [{ output: null }], [{ output: [null, { type: 'message' }, { type: 'message', content: [null] }] }]])(
  'finds no text in %j',
  (value) => {
    expect(outputText(value as never)).toBe('')
  },
)

describe('streamResponse', () => {
  it('gives every event as it came, and the response in the end', async () => {
    const { server, stream } = await open([
      created,
      delta('Grüße '),
      named({ type: 'response.brand_new', x: 1 } as never),
      delta('🌍!'),
      completed,
    ])
    await using _ = server
    const types: string[] = []
    let text = ''
    for await (const event of stream) {
      types.push(event.type)
      if (event.type === 'response.output_text.delta') text += event.delta
    }
    expect(types).toEqual([
      'response.created',
      'response.output_text.delta',
      'response.brand_new',
      'response.output_text.delta',
      'response.completed',
    ])
    expect(text).toBe('Grüße 🌍!')
    expect(await stream.final()).toEqual({ ...response, output_text: 'Grüße 🌍!' })
    expect(await stream.text()).toBe('Grüße 🌍!')
    expect(server.requests[0]?.json()).toEqual({ input: 'Hello', model: 'mira', stream: true })
  })

  it.each([
    ['[DONE] after the terminal event', [created, completed, '[DONE]']],
    ['no name on the event', [{ type: 'response.completed', response }]],
    ['a name only', [{ event: 'response.completed', data: { response } }]],
  ])('ends with %s', async (_, sse) => {
    const { server, stream } = await open(sse as SseItem[])
    await using _server = server
    expect((await stream.final()).output_text).toBe('Grüße 🌍!')
  })

  it('puts the output together when only deltas arrive', async () => {
    const added = { ...call, arguments: '' }
    const { server, stream } = await open([
      created,
      named({ type: 'response.output_item.added', output_index: 1, item: added } as never),
      named({ type: 'response.function_call_arguments.delta', output_index: 1, delta: '{"zone"' } as never),
      named({ type: 'response.function_call_arguments.delta', output_index: 1, delta: ':"UTC"}' } as never),
      named({ type: 'response.function_call_arguments.delta', output_index: 1e9, delta: 'stray' } as never),
      delta('Grüße '),
      delta('🌍!'),
      named({ type: 'response.output_item.done', output_index: 0, item: message } as never),
      '[DONE]',
    ])
    await using _ = server
    expect(await stream.final()).toEqual({
      ...base,
      status: 'in_progress',
      output: [message, call],
      output_text: 'Grüße 🌍!',
    })
  })

  it('gives an incomplete response as a result', async () => {
    const incomplete = { ...response, status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }
    const { server, stream } = await open([
      created,
      named({ type: 'response.incomplete', response: incomplete } as never),
    ])
    await using _ = server
    expect(await stream.final()).toMatchObject(incomplete)
  })

  it.each([
    ['the server closes early', [created, delta('Grüße ')], 'stream_interrupted'],
    [
      'the response fails',
      [
        created,
        delta('Grüße '),
        named({
          type: 'response.failed',
          response: { ...base, status: 'failed', error: { code: 'server_error', message: 'It broke' } },
        } as never),
      ],
      'server_error',
    ],
    [
      'an error event comes',
      [created, delta('Grüße '), named({ type: 'error', code: 'rate_limit_exceeded', message: 'It broke' } as never)],
      'rate_limited',
    ],
    [
      'an error comes without a name',
      [created, delta('Grüße '), { type: 'error', code: 'rate_limit_exceeded', message: 'It broke' }],
      'rate_limited',
    ],
    ['an event is no JSON', [created, delta('Grüße '), '{'], 'invalid_response'],
  ])('rejects with what had arrived when %s', async (_, sse, code) => {
    const { server, stream } = await open(sse as SseItem[])
    await using _server = server
    const error = await stream.final().catch((thrown) => thrown)
    expect(error).toMatchObject({
      code,
      operation: 'responses.stream',
      partial: { id: 'resp_1', output_text: 'Grüße ' },
    })
    if (code !== 'stream_interrupted' && code !== 'invalid_response') expect(error.message).toContain('It broke')
  })

  it('tries again when an error comes first', async () => {
    const { server, stream } = await open(
      [named({ type: 'error', error: { code: 'queue_full' } } as never)],
      [created, completed],
    )
    await using _ = server
    expect(await stream.text()).toBe('Grüße 🌍!')
    expect(server.requests).toHaveLength(2)
  })
})
