import { createClient } from '@mira/core'
import { createGate, type Reply, type SseItem, startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import type { ChatChunk } from './chat-completion.ts'
import { createChatCompletion } from './create-chat-completion.ts'
import { createEmbeddings } from './create-embeddings.ts'
import { listModels } from './list-models.ts'
import { streamChatCompletion } from './stream-chat-completion.ts'
import { streamResponse } from './stream-response.ts'

const messages = [{ role: 'user', content: 'Hello' }]
const chunk = (delta: object, more: object = {}) => ({
  id: 'c',
  choices: [{ index: 0, delta, finish_reason: null, ...more }],
})
const stop = chunk({}, { finish_reason: 'stop' })
const hi = chunk({ content: 'Hi' })
const whole = { choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }] }
const text = (value: unknown) => JSON.stringify(value)

async function read(reply: Reply) {
  await using server = await startTestServer({ 'POST /v1/chat/completions': reply })
  const stream = streamChatCompletion(createClient({ baseUrl: server.url, retry: false }), { messages })
  const chunks: ChatChunk[] = []
  for await (const item of stream) chunks.push(item)
  const completion = await stream.final()
  const { choices } = completion
  return { chunks, completion, choice: choices[0], message: choices[0]?.message as Record<string, unknown> }
}
const streamOf = (...sse: SseItem[]): Reply => ({ sse })
const bodyOf = (body: string, type = 'text/event-stream'): Reply => ({ text: body, headers: { 'content-type': type } })

describe('a chat stream is read', () => {
  it.each([
    { with: 'a last event without a blank line', reply: bodyOf(`data: ${text(hi)}\n\ndata: ${text(stop)}\n`) },
    { with: 'a last event without a line end', reply: bodyOf(`data: ${text(hi)}\r\n\r\ndata: ${text(stop)}`) },
    { with: 'a [DONE] without a line end', reply: bodyOf(`data: ${text(hi)}\n\ndata: [DONE]`) },
    { with: 'blanks around [DONE]', reply: streamOf(hi, ' [DONE]\t ') },
    { with: 'empty events', reply: streamOf('', hi, ' ', stop, '[DONE]') },
    { with: 'keep-alives as data', reply: streamOf(': keepalive', 'ping', hi, '[keep-alive]', 'null', '5', stop) },
    {
      with: 'named keep-alives',
      reply: streamOf({ event: 'ping', data: 'now' }, hi, { event: 'ping', data: {} }, stop),
    },
    { with: 'a whole message in a chunk', reply: streamOf(whole, '[DONE]') },
    {
      with: 'a whole message after a role',
      reply: streamOf(chunk({ role: 'assistant', content: '' }), whole, '[DONE]'),
    },
    { with: 'a whole message after its deltas', reply: streamOf(hi, whole, '[DONE]') },
    { with: 'one JSON body instead of events', reply: { json: whole } },
    { with: 'one JSON body labeled as events', reply: bodyOf(`\n ${text(whole)}`) },
    { with: 'one JSON body after a byte order mark', reply: bodyOf(`\ufeff ${text(whole)}`) },
    { with: 'events after a byte order mark', reply: bodyOf(`\ufeffdata: ${text(whole)}\n\n`) },
    { with: 'events after many empty lines', reply: bodyOf(`${'\n'.repeat(500)}data: ${text(whole)}\n\n`) },
  ])('with $with', async ({ reply }) => {
    const { chunks, completion } = await read(reply)
    expect(chunks.map((item) => item.text).join('')).toBe('Hi')
    expect(completion.text).toBe('Hi')
    expect(Object.keys(completion)).not.toContain('text')
  })

  it.each([
    { body: { error: { message: 'model is busy', code: 'overloaded' } }, code: 'overloaded' },
    { body: { error: 'model is busy' }, code: 'server_error' },
    { body: [{ error: { message: 'model is busy', code: 401 } }], code: 'unauthorized' },
  ])('as the error $body, whatever it is labeled as', async ({ body, code }) => {
    for (const type of ['text/event-stream', 'application/json', 'application/problem+json']) {
      await expect(read(bodyOf(text(body), type))).rejects.toMatchObject({
        code,
        message: expect.stringContaining('model is busy'),
      })
    }
  })

  it('with the request id in every error', async () => {
    const headers = { 'x-request-id': 'r7' }
    for (const end of [[], [{ error: 'It broke' }], ['{']]) {
      await expect(read({ sse: [hi, ...end], headers })).rejects.toMatchObject({ requestId: 'r7' })
    }
  })

  it('and never given up while the server sends keep-alives as events', async () => {
    const gate = createGate()
    await using server = await startTestServer({
      'POST /v1/chat/completions': { sse: ['', gate, { event: 'ping', data: 'x' }, hi, stop] },
    })
    const stream = streamChatCompletion(createClient({ baseUrl: server.url }), { messages })
    const call = stream.text()
    await server.nextRequest()
    gate.open()
    expect(await call).toBe('Hi')
    expect(server.requests).toHaveLength(1)
  })
})

describe('nothing of a chat stream is lost', () => {
  it.each([
    {
      what: 'log probabilities',
      sse: [
        chunk({}, { logprobs: { content: [{ token: 'a' }], refusal: null } }),
        chunk({}, { logprobs: { content: [{ token: 'b' }] }, finish_reason: 'stop' }),
      ],
      choice: { logprobs: { content: [{ token: 'a' }, { token: 'b' }], refusal: null } },
    },
    {
      what: 'filter results, which every chunk repeats',
      sse: [
        chunk({}, { filter: { hate: { severity: 'safe' } } }),
        chunk({}, { filter: { hate: { severity: 'safe' } } }),
        stop,
      ],
      choice: { filter: { hate: { severity: 'safe' } } },
    },
    {
      what: 'a refusal',
      sse: [chunk({ refusal: 'I ' }), chunk({ refusal: 'cannot' }), stop],
      message: { content: null, refusal: 'I cannot' },
    },
    {
      what: 'audio',
      sse: [
        chunk({ audio: { id: 'a1', transcript: 'He', data: 'QQ' } }),
        chunk({ audio: { id: 'a1', transcript: 'llo', expires_at: 9 } }),
        stop,
      ],
      message: { audio: { id: 'a1', transcript: 'Hello', data: 'QQ', expires_at: 9 } },
    },
    {
      what: 'details by index',
      sse: [
        chunk({ reasoning_details: [{ index: 0, type: 'text', text: 'a' }] }),
        chunk({
          reasoning_details: [
            { index: 1, type: 'text', text: 'x' },
            { index: 0, type: 'text', text: 'b' },
          ],
        }),
        stop,
      ],
      message: {
        reasoning_details: [
          { index: 0, type: 'text', text: 'ab' },
          { index: 1, type: 'text', text: 'x' },
        ],
      },
    },
    {
      what: 'lists without indices',
      sse: [chunk({ annotations: [{ url: 'a' }] }), chunk({ annotations: [{ url: 'b' }] }), stop],
      message: { annotations: [{ url: 'a' }, { url: 'b' }] },
    },
    {
      what: 'parts of other types',
      sse: [chunk({ content: 'See ' }), chunk({ content: [{ type: 'image_url', image_url: { url: 'u' } }] }), stop],
      message: {
        content: [
          { type: 'text', text: 'See ' },
          { type: 'image_url', image_url: { url: 'u' } },
        ],
      },
    },
    {
      what: 'a role that later chunks send empty',
      sse: [chunk({ role: 'assistant', content: 'Hi' }), chunk({ role: '' }), { ...stop, id: '' }],
      message: { role: 'assistant', content: 'Hi' },
    },
    {
      what: 'a finish reason that later chunks send empty',
      sse: [hi, stop, chunk({}, { finish_reason: '' })],
      choice: { finish_reason: 'stop' },
    },
    {
      what: 'a field named __proto__',
      sse: ['{"choices":[{"index":0,"delta":{"x":{"__proto__":{"y":1}}},"finish_reason":"stop"}]}'],
      message: { x: JSON.parse('{"__proto__":{"y":1}}') as object },
    },
  ])('of $what', async ({ sse, choice = {}, message = {} }) => {
    const found = await read(streamOf(...sse, '[DONE]'))
    expect(found.choice).toMatchObject(choice)
    expect(found.message).toMatchObject(message)
    expect(({} as { y?: unknown }).y).toBeUndefined()
  })

  it('of fields that only later chunks have', async () => {
    const { completion } = await read(
      streamOf({ ...hi, model: '' }, { ...stop, model: 'm', citations: ['a'] }, '[DONE]'),
    )
    expect(completion).toMatchObject({ id: 'c', model: 'm', citations: ['a'] })
  })

  it('of reasoning in parts of the content', async () => {
    const think = (value: unknown) => chunk({ content: [{ type: 'thinking', thinking: value }] })
    const answer = chunk({
      content: [
        { type: 'reasoning', text: '!' },
        { type: 'text', text: '42' },
      ],
    })
    const found = await read(streamOf(think([{ type: 'text', text: 'Hm' }]), think('m'), answer, stop))
    expect(found.chunks.map((item) => [item.text, item.reasoning])).toEqual([
      ['', 'Hm'],
      ['', 'm'],
      ['42', '!'],
      ['', ''],
    ])
    expect(found.message).toMatchObject({ content: '42', thinking_content: 'Hmm!' })
  })

  it('in a snapshot, which later chunks do not change', async () => {
    await using server = await startTestServer({
      'POST /v1/chat/completions': { sse: [chunk({ list: [{ a: 1 }] }), chunk({ list: [{ a: 2 }] }), stop] },
    })
    const stream = streamChatCompletion(createClient({ baseUrl: server.url }), { messages })
    const lists: unknown[] = []
    for await (const _ of stream) lists.push(stream.snapshot.choices[0]?.message.list)
    expect(lists[0]).toEqual(lists[2] === undefined ? undefined : expect.arrayContaining([{ a: 1 }]))
    expect((await stream.final()).choices[0]?.message.list).toEqual([{ a: 1 }, { a: 2 }])
  })
})

describe('tool calls stay apart', () => {
  const call = (fields: object, name?: string, args?: unknown) => ({ ...fields, function: { name, arguments: args } })
  it.each([
    {
      when: 'all have index 0 and ids of their own',
      calls: [call({ index: 0, id: 'a' }, 't', '{"n":1}'), call({ index: 0, id: 'b' }, 't', '{"n":2}')],
    },
    {
      when: 'all have index 0 and one id',
      calls: [call({ index: 0, id: 'a' }, 't', '{"n":1}'), call({ index: 0, id: 'a' }, 't', '{"n":2}')],
    },
    {
      when: 'all have index 0 and no id',
      calls: [call({ index: 0 }, 't', '{"n":1}'), call({ index: 0 }, 't', '{"n":2}')],
    },
    {
      when: 'all have index 0 and other names',
      calls: [
        call({ index: 0 }, 't', ''),
        call({ index: 0 }, undefined, '{"n":1}'),
        call({ index: 0 }, 'u', '{"n":2}'),
      ],
    },
    {
      when: 'they have one id and no index',
      calls: [call({ id: 'a' }, 't', '{"n":1}'), call({ id: 'a' }, 't', '{"n":2}')],
    },
    {
      when: 'they have one id and indices',
      calls: [call({ index: 0, id: 'a' }, 't', '{"n":1}'), call({ index: 1, id: 'a' }, 't', '{"n":2}')],
    },
    {
      when: 'fragments of both alternate',
      calls: [
        call({ index: 0, id: 'a' }, 't', '{"n"'),
        call({ index: 0, id: 'b' }, 't', '{"n"'),
        call({ index: 0, id: 'a' }, undefined, ':1}'),
        call({ index: 0, id: 'b' }, undefined, ':2}'),
      ],
    },
    {
      when: 'arguments are objects',
      calls: [call({ index: 0, id: 'a' }, 't', { n: 1 }), call({ index: 0, id: 'b' }, 't', { n: 2 })],
    },
  ])('when $when', async ({ calls }) => {
    for (const chunks of [calls.map((item) => chunk({ tool_calls: [item] })), [chunk({ tool_calls: calls })]]) {
      const { message } = await read(streamOf(...chunks, stop))
      const found = message.tool_calls as { function: { arguments: string } }[]
      expect(found.map((item) => item.function.arguments)).toEqual(['{"n":1}', '{"n":2}'])
    }
  })

  it.each([
    {
      when: 'every fragment repeats the name',
      calls: [call({ index: 0, id: 'a' }, 't', '{"n"'), call({ index: 0, id: 'a' }, 't', ':1}')],
    },
    {
      when: 'every fragment has a new id',
      calls: [call({ index: 0, id: 'a' }, 't', '{"n"'), call({ index: 0, id: 'b' }, undefined, ':1}')],
    },
  ])('and whole when $when', async ({ calls }) => {
    const { message } = await read(streamOf(...calls.map((item) => chunk({ tool_calls: [item] })), stop))
    expect(message.tool_calls).toMatchObject([{ id: 'a', function: { name: 't', arguments: '{"n":1}' } }])
  })
})

describe('an error with status 200', () => {
  const bodies = [
    { error: { message: 'upstream is down' } },
    { error: 'upstream is down' },
    { detail: 'upstream is down' },
  ]
  it.each(bodies)('%j fails every operation', async (json) => {
    await using server = await startTestServer({
      'POST /v1/chat/completions': { json },
      'POST /v1/embeddings': { json },
      'GET /v1/models': { json },
    })
    const client = createClient({ baseUrl: server.url, retry: false })
    const calls = [
      createChatCompletion(client, { messages }),
      createEmbeddings(client, { input: 'a' }),
      listModels(client),
    ]
    await Promise.all(calls.map((call) => expect(call).rejects.toThrow('upstream is down')))
  })

  const failed = { code: 502, message: 'upstream is down', metadata: { provider: 'x' } }
  const ok = { index: 0, message: { content: 'Hi' }, delta: { content: 'Hi' }, finish_reason: 'stop' }
  it.each([
    { of: 'the only choice', choices: [{ index: 0, error: failed, finish_reason: 'error' }] },
    { of: 'a choice with text', choices: [{ ...ok, error: failed }] },
    { of: 'a later choice', choices: [ok, null, { index: 1, error: failed }] },
    { of: 'a choice beside an error that is null', choices: [{ index: 0, error: failed }], error: null },
    { of: 'a choice that is no list', choices: { index: 0, error: failed } },
  ])('of $of fails the call with its message, whole and streamed', async ({ of: _, ...json }) => {
    await using server = await startTestServer({ 'POST /v1/chat/completions': { json } })
    const client = createClient({ baseUrl: server.url, retry: false })
    const expected = { code: 'server_error', retryable: true, message: expect.stringContaining('upstream is down') }
    await expect(createChatCompletion(client, { messages })).rejects.toMatchObject({ ...expected, body: json })
    if (Array.isArray(json.choices)) await expect(read(streamOf(json, '[DONE]'))).rejects.toMatchObject(expected)
  })

  it.each([{ error: null }, { error: undefined }, { error: '' }, { error: false }])(
    'is not reported by a choice with $error',
    async ({ error }) => {
      const json = { choices: [{ ...ok, error }] }
      await using server = await startTestServer({ 'POST /v1/chat/completions': { json } })
      expect((await createChatCompletion(createClient({ baseUrl: server.url }), { messages })).text).toBe('Hi')
    },
  )
})

it.each([
  { vector: [[0.5, 0.25]], found: [0.5, 0.25] },
  { vector: [[0.5], [0.25]] },
  { vector: [0.5, null] },
  { vector: [0.5, '1'] },
  { vector: [true] },
  { vector: [] },
  { vector: 'AAAAPwA=' },
])('an embedding $vector is read as $found, never as NaN or 0', async ({ vector, found }) => {
  await using server = await startTestServer({
    'POST /v1/embeddings': { json: { data: [{ index: 0, embedding: vector }] } },
  })
  const call = createEmbeddings(createClient({ baseUrl: server.url, retry: false }), { input: 'a' })
  if (found) expect([...((await call).data[0]?.embedding ?? [])]).toEqual(found)
  else await expect(call).rejects.toMatchObject({ code: 'invalid_response' })
})

it('embeddings that all have index 0 are in the order of the texts', async () => {
  const data = [1, 2].map((value) => ({ index: 0, embedding: [value] }))
  await using server = await startTestServer({ 'POST /v1/embeddings': { json: { data } } })
  const found = await createEmbeddings(createClient({ baseUrl: server.url }), { input: ['a', 'b'] })
  expect(found.data.map(({ index, embedding }) => [index, embedding[0]])).toEqual([
    [0, 1],
    [1, 2],
  ])
})

it('the partial response of a cut stream has all items', async () => {
  const event = (type: string, fields: object) => ({
    event: `response.${type}`,
    data: { type: `response.${type}`, ...fields },
  })
  const sse = [
    event('created', { response: { id: 'r', output: [] } }),
    event('output_item.added', { output_index: 0, item: { type: 'reasoning', id: 'q', summary: [] } }),
    event('reasoning_summary_text.delta', { output_index: 0, summary_index: 0, delta: 'Hm' }),
    event('output_item.added', { output_index: 1, item: { type: 'message', id: 'a', content: [] } }),
    event('output_text.delta', { output_index: 1, content_index: 0, delta: 'First. ' }),
    event('output_text.annotation.added', { output_index: 1, content_index: 0, annotation: { url: 'u' } }),
    event('output_text.done', { output_index: 1, content_index: 0, text: 'First. ' }),
    event('output_text.delta', { output_index: 2, content_index: 0, delta: 'Sec' }),
    event('output_text.delta', { output_index: 2, content_index: 0, delta: 'ond' }),
    event('refusal.delta', { output_index: 2, content_index: 1e9, delta: 'No' }),
  ]
  await using server = await startTestServer({ 'POST /v1/responses': { sse } })
  const stream = streamResponse(createClient({ baseUrl: server.url, retry: false }), { input: 'x' })
  await expect(stream.final()).rejects.toMatchObject({
    code: 'stream_interrupted',
    partial: { output_text: 'First. Second' },
  })
  expect(stream.snapshot.output).toEqual([
    { type: 'reasoning', id: 'q', summary: [{ type: 'summary_text', text: 'Hm' }] },
    { type: 'message', id: 'a', content: [{ type: 'output_text', text: 'First. ', annotations: [{ url: 'u' }] }] },
    {
      type: 'message',
      role: 'assistant',
      content: [
        { type: 'output_text', text: 'Second' },
        { type: 'refusal', refusal: 'No' },
      ],
    },
  ])
})

it.each([{ stream: true }, { stream: 'yes' }])('createChatCompletion refuses %j', async (params) => {
  const client = createClient({ baseUrl: 'http://127.0.0.1:9' })
  await expect(createChatCompletion(client, { messages, ...params })).rejects.toThrow(TypeError)
})
