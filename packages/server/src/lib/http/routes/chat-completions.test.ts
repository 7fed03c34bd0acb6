import { request as httpRequest } from 'node:http'
import { expect, it } from 'vitest'
import { createPng, toDataUri } from '../../test-support/png.test-support.ts'
import { readEvents } from '../../test-support/read-events.test-support.ts'
import { startWordServer } from '../../test-support/start-word-server.test-support.ts'

const path = '/v1/chat/completions'
const ask = (content: string, fields: Record<string, unknown> = {}) => {
  return { model: 'mira', messages: [{ role: 'user', content }], ...fields }
}
const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'Weather of a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
}

it('answers a conversation', async () => {
  await using server = await startWordServer({ now: () => 1_700_000_000_999 })
  const answer = await server.post(path, ask('good morning'))
  expect(await answer.json()).toEqual({
    id: expect.stringMatching(/^chatcmpl-[0-9a-f]{24}$/),
    object: 'chat.completion',
    created: 1_700_000_000,
    model: 'mira',
    system_fingerprint: 'word-engine@1',
    choices: [{ index: 0, message: { role: 'assistant', content: 'You said: good morning' }, finish_reason: 'stop' }],
    usage: {
      prompt_tokens: 2,
      completion_tokens: 4,
      total_tokens: 6,
      prompt_tokens_details: { cached_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 0 },
    },
  })
})

it('hands every field to the engine by its name', async () => {
  await using server = await startWordServer()
  const picture = toDataUri(createPng())
  await server.post(path, {
    model: 'mira-thinking',
    messages: [
      { role: 'system', content: 'Be brief' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'a' },
          { type: 'image_url', image_url: { url: picture, detail: 'low' } },
        ],
      },
      { role: 'user', name: 'Ada', content: [{ type: 'image_url', image_url: picture }] },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'get_weather', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: 'c1', content: 'rain' },
    ],
    tools: [weather],
    tool_choice: { type: 'function', function: { name: 'get_weather' } },
    parallel_tool_calls: false,
    response_format: { type: 'json_schema', json_schema: { name: 'n', schema: { type: 'object' }, strict: true } },
    temperature: 1.5,
    top_p: 0.5,
    max_tokens: 7,
    stop: 'END',
    seed: 4,
    user: 'u-1',
    __proto__: { polluted: true },
  })
  expect(server.chat.requests).toEqual([
    {
      model: 'mira-thinking',
      messages: [
        { role: 'system', content: 'Be brief' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'a' },
            { type: 'image_url', image_url: { url: picture, detail: 'low' } },
          ],
        },
        { role: 'user', name: 'Ada', content: [{ type: 'image_url', image_url: { url: picture } }] },
        { role: 'assistant', content: null, toolCalls: [{ id: 'c1', name: 'get_weather', arguments: '{}' }] },
        { role: 'tool', content: 'rain', toolCallId: 'c1' },
      ],
      tools: [{ name: 'get_weather', description: 'Weather of a city', parameters: weather.function.parameters }],
      toolChoice: { name: 'get_weather' },
      parallelToolCalls: false,
      responseFormat: { type: 'json_schema', name: 'n', schema: { type: 'object' }, strict: true },
      temperature: 1.5,
      topP: 0.5,
      maxTokens: 7,
      stop: ['END'],
      seed: 4,
      extra: { user: 'u-1' },
    },
  ])
})

it('uses the documented defaults, and caps max_tokens at what the model can give', async () => {
  await using server = await startWordServer()
  await server.post(path, ask('hi'))
  await server.post(path, ask('hi', { max_tokens: 1_000_000 }))
  await server.post(path, ask('hi', { max_completion_tokens: 5 }))
  expect(server.chat.requests[0]).toMatchObject({ temperature: 0.7, maxTokens: 4_096 })
  expect(server.chat.requests.map(({ maxTokens }) => maxTokens)).toEqual([4_096, 4_096, 5])
})

it.each([
  { name: 'max_tokens', fields: { max_tokens: 3 }, content: 'You said: one', reason: 'length' },
  { name: 'stop', fields: { stop: ['two', 'three'] }, content: 'You said: one ', reason: 'stop' },
  {
    name: 'json_object',
    fields: { response_format: { type: 'json_object' } },
    content: '{"said":"one two three"}',
    reason: 'stop',
  },
])('honours $name', async ({ fields, content, reason }) => {
  await using server = await startWordServer()
  const { choices } = await (await server.post(path, ask('one two three', fields))).json()
  expect(choices[0].message.content.trimEnd()).toBe(content.trimEnd())
  expect(choices[0].finish_reason).toBe(reason)
})

it('reads the schema of a plain object, as some clients send it', async () => {
  await using server = await startWordServer()
  const schema = { type: 'object', properties: { said: { type: 'string' } } }
  const formats = [
    { type: 'json_object', schema },
    { type: 'json_object', schema: null },
  ]
  for (const response_format of formats)
    expect((await server.post(path, ask('hi', { response_format }))).status).toBe(200)
  expect(server.chat.requests.map(({ responseFormat }) => responseFormat)).toEqual([
    { type: 'json_schema', name: 'object', schema },
    { type: 'json_object' },
  ])
})

it('gives tool calls and thoughts their documented places', async () => {
  await using server = await startWordServer()
  const called = await (await server.post(path, ask('use get_weather', { tools: [weather] }))).json()
  expect(called.choices[0]).toEqual({
    index: 0,
    message: {
      role: 'assistant',
      content: null,
      tool_calls: [
        { id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: '{"city":"use get_weather"}' } },
      ],
    },
    finish_reason: 'tool_calls',
  })
  const thought = await (await server.post(path, ask('why', { model: 'mira-thinking' }))).json()
  expect(thought.choices[0].message).toEqual({
    role: 'assistant',
    content: 'You said: why',
    thinking_content: 'The question has 1 words.',
  })
})

it('streams the role, the pieces, the reason and [DONE]', async () => {
  await using server = await startWordServer()
  const answer = await server.post(path, ask('hi', { model: 'mira-thinking', stream: true }))
  expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  const events = await readEvents(answer)
  expect(events.pop()).toEqual({ data: '[DONE]' })
  const chunks = events.map(({ data }) => JSON.parse(data))
  expect(chunks.map(({ choices }) => choices)).toEqual(
    [
      [{ role: 'assistant', content: '' }, null],
      [{ thinking_content: 'The question has 1 words.' }, null],
      [{ content: 'You' }, null],
      [{ content: ' said:' }, null],
      [{ content: ' hi' }, null],
      [{}, 'stop'],
    ].map(([delta, finish_reason]) => [{ index: 0, delta, finish_reason }]),
  )
  expect(new Set(chunks.map(({ id }) => id)).size).toBe(1)
  for (const chunk of chunks) expect(chunk).not.toHaveProperty('usage')
})

it('streams tool calls in fragments', async () => {
  await using server = await startWordServer()
  const answer = await server.post(path, ask('use get_weather', { tools: [weather], stream: true }))
  const events = (await readEvents(answer)).slice(1, -2)
  expect(events.map(({ data }) => JSON.parse(data).choices[0].delta)).toEqual([
    { tool_calls: [{ index: 0, id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: '' } }] },
    { tool_calls: [{ index: 0, function: { arguments: '{"cit' } }] },
    { tool_calls: [{ index: 0, function: { arguments: 'y":"use get_weather"}' } }] },
  ])
})

it('ends a stream with its usage when asked', async () => {
  await using server = await startWordServer()
  const answer = await server.post(path, ask('hi', { stream: true, stream_options: { include_usage: true } }))
  const chunks = (await readEvents(answer)).slice(0, -1).map(({ data }) => JSON.parse(data))
  const last = chunks.pop()
  expect(last.choices).toEqual([])
  expect(last.usage).toMatchObject({ prompt_tokens: 1, completion_tokens: 3, total_tokens: 4 })
  for (const chunk of chunks) expect(chunk.usage).toBeNull()
})

it('reports a failure inside a stream that has begun, without [DONE]', async () => {
  await using server = await startWordServer()
  const answer = await server.post(path, ask('fail-late', { stream: true }))
  expect(answer.status).toBe(200)
  const last = (await readEvents(answer)).at(-1)!
  const error = { type: 'server_error', message: 'Upstream went away', code: 'internal_error' }
  expect(JSON.parse(last.data)).toEqual({ error })
})

it.each([
  { word: 'be-unavailable', status: 503, retryAfter: '7', detail: 'Upstream is busy' },
  { word: 'be-refused', status: 502, retryAfter: null, detail: 'Upstream refused the key' },
  { word: 'be-puzzled', status: 400, retryAfter: null, detail: 'messages: cannot read this' },
  { word: 'be-broken', status: 500, retryAfter: null, detail: 'Internal server error' },
])('answers $status when the engine is to $word, streaming or not', async ({ word, status, retryAfter, detail }) => {
  await using server = await startWordServer()
  for (const stream of [false, true]) {
    const answer = await server.post(path, ask(word, { stream }))
    expect([answer.status, answer.headers.get('retry-after'), await answer.json()]).toMatchObject([
      status,
      retryAfter,
      { detail },
    ])
  }
})

it('logs what broke, and neither key nor contents', async () => {
  const lines: string[] = []
  const write = (entry: object) =>
    lines.push(JSON.stringify(entry, (_key, value) => (value instanceof Error ? String(value) : value)))
  const logger = { debug: write, info: write, warn: write, error: write }
  await using server = await startWordServer({ logger })
  await server.post(path, ask('be-broken private words'))
  expect(lines.join('\n')).toContain('secret internals')
  expect(lines.join('\n')).toContain(server.apiKey.slice(0, 16))
  expect(lines.join('\n')).not.toContain(server.apiKey)
  expect(lines.join('\n')).not.toContain('private words')
})

it('blocks what the moderator blocks', async () => {
  const check = async (texts: readonly string[]) => {
    return texts.some((text) => text.includes('bomb'))
      ? ({ isBlocked: true, category: 'extremism' } as const)
      : ({ isBlocked: false } as const)
  }
  await using server = await startWordServer({ moderator: { check } })
  const answer = await server.post(path, ask('a bomb'))
  expect(answer.status).toBe(422)
  expect(JSON.parse((await answer.json()).detail)).toEqual({ error: 'content_blocked', category: 'extremism' })
  expect((await server.post(path, ask('a balm'))).status).toBe(200)
  expect(server.chat.requests).toHaveLength(1)
})

it('stops the engine when the caller leaves, over a real socket', async () => {
  await using server = await startWordServer()
  const headers = { authorization: `Bearer ${server.apiKey}`, 'content-type': 'application/json' }
  const request = httpRequest(server.url + path, { method: 'POST', headers })
  request.on('error', () => undefined)
  request.on('response', (response) => response.on('error', () => undefined).resume())
  request.end(JSON.stringify(ask('wait for it', { stream: true })))
  await expect.poll(() => server.chat.aborted.length).toBe(1)
  request.destroy()
  // Without the abort, this engine would wait forever.
  expect(await server.chat.aborted[0]).toMatchObject({ name: 'AbortError' })
})

it('stops the engine when the caller of a whole answer leaves', async () => {
  await using server = await startWordServer()
  const caller = new AbortController()
  const answer = server.post(path, ask('wait for it'), { signal: caller.signal })
  await expect.poll(() => server.chat.aborted.length).toBe(1)
  caller.abort()
  await expect(answer).rejects.toMatchObject({ name: 'AbortError' })
  expect(await server.chat.aborted[0]).toMatchObject({ name: 'AbortError' })
})

it('keeps a silent stream alive with comments', async () => {
  await using server = await startWordServer({ keepAliveMs: 5 })
  const caller = new AbortController()
  const answer = await server.post(path, ask('wait', { stream: true }), { signal: caller.signal })
  let text = ''
  for await (const bytes of answer.body!) {
    text += Buffer.from(bytes).toString()
    if (text.endsWith(': ping\n\n: ping\n\n')) break
  }
  expect(text).toContain(' said:')
})
