import { expect, it } from 'vitest'
import { startWordServer } from '../test-support/start-word-server.test-support.ts'

const chat = '/v1/chat/completions'
const user = { role: 'user', content: 'hi' }
const tool = { type: 'function', function: { name: 'look' } }
const tokenArrays =
  'input[0]: token arrays are not supported, because their tokenizer is not that of the model; send texts (in LangChain for Python: check_embedding_ctx_length=False)'
const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

/** Invalid bodies, with the exact error. */
const badBodies: [path: string, body: unknown, status: number, detail: string][] = [
  [chat, '{"model": ', 400, 'Malformed JSON in request body'],
  [chat, '', 400, 'Malformed JSON in request body'],
  [chat, '[]', 422, 'body: expected an object, not an array'],
  [chat, 'null', 422, 'body: expected an object, not null'],
  [chat, `{"model":"mira","messages":${deep(20)}}`, 400, 'JSON nesting exceeds 20 levels'],
  [chat, { model: 'mira', messages: [{ role: 'user', content: 'a\0b' }] }, 400, 'The body contains a null character'],
  [chat, {}, 422, 'model: missing, expected a string; messages: missing, expected an array'],
  [chat, { model: 7, messages: [user] }, 422, 'model: expected a string, not 7'],
  [chat, { model: 'gpt', messages: [user] }, 400, 'model: unknown model "gpt"; available models: mira, mira-thinking'],
  [
    chat,
    { model: 'mira-embed', messages: [user] },
    400,
    'model: unknown model "mira-embed"; available models: mira, mira-thinking',
  ],
  [chat, { model: 'm'.repeat(65), messages: [user] }, 422, 'model: must have at most 64 characters, not 65'],
  [chat, { model: 'mira', messages: [] }, 422, 'messages: must not be empty'],
  [chat, { model: 'mira', messages: Array(201).fill(user) }, 422, 'messages: must have at most 200 items, not 201'],
  [
    chat,
    { model: 'mira', messages: [user, { role: 'robot', content: 'hi' }] },
    422,
    'messages[1].role: expected "system", "developer", "user", "assistant", "function", or "tool", not "robot"',
  ],
  [
    chat,
    { model: 'mira', messages: [{ role: 'user' }] },
    422,
    'messages[0].content: missing, expected a string or an array',
  ],
  [
    chat,
    { model: 'mira', messages: [{ role: 'user', content: 5 }] },
    422,
    'messages[0].content: expected a string or an array, not 5',
  ],
  [
    chat,
    {
      model: 'mira',
      messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'file:///etc/passwd' } }] }],
    },
    422,
    'messages[0].content[0].image_url.url: expected an http(s) URL or a data:image URI',
  ],
  [
    chat,
    { model: 'mira', messages: [{ role: 'tool', content: 'x' }] },
    422,
    'messages[0].tool_call_id: missing, expected a string',
  ],
  [chat, { model: 'mira', messages: [user], temperature: 2.1 }, 422, 'temperature: must be at most 2, not 2.1'],
  [chat, { model: 'mira', messages: [user], max_tokens: 1.5 }, 422, 'max_tokens: expected an integer, not 1.5'],
  [chat, { model: 'mira', messages: [user], max_tokens: 0 }, 422, 'max_tokens: must be at least 1, not 0'],
  [chat, { model: 'mira', messages: [user], stream: 'yes' }, 422, 'stream: expected a boolean, not "yes"'],
  [chat, { model: 'mira', messages: [user], n: 17 }, 422, 'n: must be at most 16, not 17'],
  [chat, { model: 'mira', messages: [user], stop: '' }, 422, 'stop: must not be empty'],
  [
    chat,
    { model: 'mira', messages: [user], stop: ['a', 'b', 'c', 'd', 'e'] },
    422,
    'stop: must have at most 4 items, not 5',
  ],
  [
    chat,
    { model: 'mira', messages: [user], tool_choice: 'required' },
    422,
    'tool_choice: "required" requires at least one tool',
  ],
  [
    chat,
    { model: 'mira', messages: [user], tools: [tool], tool_choice: { type: 'function', function: { name: 'leap' } } },
    422,
    'tool_choice: no tool is named "leap"',
  ],
  [
    chat,
    { model: 'mira', messages: [user], tools: [{ type: 'web_search' }] },
    422,
    'tools[0].type: expected "function" or "mira_music_generate", not "web_search"',
  ],
  [
    chat,
    { model: 'mira', messages: [user], response_format: { type: 'xml' } },
    422,
    'response_format.type: expected "text", "json_object", or "json_schema", not "xml"',
  ],
  ['/v1/responses', { model: 'mira' }, 422, 'input: missing, expected a string or an array'],
  [
    '/v1/responses',
    { model: 'mira', input: 'a', previous_response_id: 'resp_0' },
    400,
    'previous_response_id: response "resp_0" was not found',
  ],
  [
    '/v1/responses',
    { model: 'mira', input: [{ type: 'item_memory', id: 'x' }] },
    422,
    'input[0].type: expected "message", "function_call", "function_call_output", "reasoning", or "item_reference", not "item_memory"',
  ],
  [
    '/v1/responses',
    { model: 'mira', input: [{ type: 'function_call_output', output: '' }] },
    422,
    'input[0].call_id: missing, expected a string',
  ],
  ['/v1/embeddings', { model: 'mira-embed' }, 422, 'input: missing, expected a text or an array'],
  ['/v1/embeddings', { model: 'mira-embed', input: [1, 2] }, 422, tokenArrays],
  ['/v1/embeddings', { model: 'mira-embed', input: [[1], [2]] }, 422, tokenArrays],
  ['/v1/embeddings', { model: 'mira-embed', input: '' }, 422, 'input: expected a non-empty text'],
  ['/v1/embeddings', { model: 'mira-embed', input: ['a', ''] }, 422, 'input[1]: expected a non-empty text'],
  [
    '/v1/embeddings',
    { model: 'mira-embed', input: Array(2_049).fill('a') },
    422,
    'input: must have at most 2048 items, not 2049',
  ],
  ['/v1/embeddings', { model: 'mira-embed', input: 'a', dimensions: 7 }, 400, 'dimensions: 7 is not one of 26, 8'],
  [
    '/v1/embeddings',
    { model: 'mira-embed', input: 'a', encoding_format: 'hex' },
    422,
    'encoding_format: expected "float" or "base64", not "hex"',
  ],
  ['/v1/embeddings', { model: 'mira', input: 'a' }, 400, 'model: unknown model "mira"; available models: mira-embed'],
]

it.each(badBodies)('%s with a bad body %#', async (path, body, status, detail) => {
  await using server = await startWordServer()
  const answer = await server.post(path, body)
  expect([answer.status, await answer.json()]).toMatchObject([status, { detail }])
})

it('takes nesting of exactly 20 levels, and brackets in strings', async () => {
  await using server = await startWordServer()
  const body = (extra: string) => `{"model":"mira","messages":[{"role":"user","content":"[[[{{{"}],"extra":${extra}}`
  expect((await server.post(chat, body(deep(19)))).status).toBe(200)
  expect((await server.post(chat, body(deep(20)))).status).toBe(400)
})

it('keeps a key named __proto__ from reaching any prototype', async () => {
  await using server = await startWordServer()
  const answer = await server.post(
    chat,
    '{"model":"mira","messages":[{"role":"user","content":"a"}],"__proto__":{"x":1}}',
  )
  expect(answer.status).toBe(200)
  expect(({} as { x?: number }).x).toBeUndefined()
  expect((server.chat.requests[0]!.extra as { x?: number }).x).toBeUndefined()
})

it.each(['text/plain', 'multipart/form-data; boundary=x', 'application/jsonp', ''])(
  'refuses a body of type "%s"',
  async (type) => {
    await using server = await startWordServer()
    const answer = await server.post(chat, '{}', { headers: { 'content-type': type } })
    const detail = `Content-Type must be application/json, received ${type === '' ? 'none' : type}`
    expect([answer.status, await answer.json()]).toMatchObject([415, { detail }])
  },
)

it.each(['application/json; charset=utf-8', 'Application/JSON', 'application/vnd.mira+json'])(
  'takes a body of type %s',
  async (type) => {
    await using server = await startWordServer()
    const answer = await server.post(chat, { model: 'mira', messages: [user] }, { headers: { 'content-type': type } })
    expect(answer.status).toBe(200)
  },
)

it('refuses a body that is too large, announced or not', async () => {
  await using server = await startWordServer({ limits: { maxBodyBytes: 1_000 } })
  const body = JSON.stringify({ model: 'mira', messages: [{ role: 'user', content: 'a'.repeat(2_000) }] })
  const refusal = [413, { detail: 'The body exceeds 1000 bytes' }]
  const announced = await server.post(chat, body)
  expect([announced.status, await announced.json()]).toMatchObject(refusal)
  const chunked = await fetch(server.url + chat, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.apiKey}`, 'content-type': 'application/json' },
    body: new Blob([body]).stream(),
    duplex: 'half',
  } as RequestInit)
  expect([chunked.status, await chunked.json()]).toMatchObject(refusal)
})

it('takes a body that does not say how long it is', async () => {
  await using server = await startWordServer()
  const body = JSON.stringify({ model: 'mira', messages: [{ role: 'user', content: 'hello ё' }] })
  const answer = await fetch(server.url + chat, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.apiKey}`, 'content-type': 'application/json' },
    body: new Blob([body]).stream(),
    duplex: 'half',
  } as RequestInit)
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('hello ё')])
})

it('answers 408 when no answer begins in time, and stops the engine', async () => {
  // Long enough for the engine to start on a busy machine.
  await using server = await startWordServer({ limits: { requestTimeoutMs: 1_000 } })
  const answer = await server.post(chat, { model: 'mira', messages: [{ role: 'user', content: 'wait please' }] })
  expect([answer.status, await answer.json()]).toMatchObject([408, { detail: 'The request timed out after 1000 ms' }])
  expect(await server.chat.aborted[0]).toMatchObject({ status: 408 })
})

it('limits requests per minute by key', async () => {
  await using server = await startWordServer({ limits: { requestsPerMinute: 2 }, now: () => 1_700_000_000_000 })
  const answers = []
  for (let attempt = 1; attempt <= 3; attempt++)
    answers.push(await server.post(chat, { model: 'mira', messages: [user] }))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 429])
  expect(answers[2]!.headers.get('retry-after')).toBe('60')
  expect((await answers[2]!.json()).detail).toBe('Rate limit exceeded: 2 requests per minute. Retry after 60 seconds')
})

it('limits open streams by key, and frees them however they end', async () => {
  await using server = await startWordServer({ limits: { maxConcurrentStreams: 1 } })
  const stream = (content: string) =>
    server.post(chat, { model: 'mira', messages: [{ role: 'user', content }], stream: true })
  for (const content of ['finish', 'fail-late', 'be-broken']) await (await stream(content)).text()

  const open = await stream('wait for me')
  const refused = await stream('second')
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5'])
  await open.body!.cancel()
  await expect.poll(async () => (await stream('third')).status).toBe(200)
})
