import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generateApiKey } from '../../accounts/api-keys.ts'
import { noMediaEngines } from '../../test-support/no-media-engines.test-support.ts'
import { createPng, toDataUri } from '../../test-support/png.test-support.ts'
import { readEvents } from '../../test-support/read-events.test-support.ts'
import { startWordServer, type WordServer } from '../../test-support/start-word-server.test-support.ts'
import { createWordChatEngine } from '../../test-support/word-chat-engine.test-support.ts'

const path = '/v1/responses'
const tools = [{ type: 'function', name: 'look', parameters: { type: 'object', properties: {} } }]

it('answers with the whole documented object', async () => {
  await using server = await startWordServer({ now: () => 1_700_000_000_000 })
  const answer = await server.post(path, { model: 'mira', input: 'hi', metadata: { order: '7' } })
  expect(await answer.json()).toEqual({
    id: expect.stringMatching(/^resp_[0-9a-f]{24}$/),
    object: 'response',
    created_at: 1_700_000_000,
    completed_at: 1_700_000_000,
    status: 'completed',
    background: false,
    error: null,
    incomplete_details: null,
    instructions: null,
    max_output_tokens: null,
    metadata: { order: '7' },
    model: 'mira',
    output: [
      {
        type: 'message',
        id: expect.stringMatching(/^msg_/),
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text: 'You said: hi', annotations: [], logprobs: [] }],
      },
    ],
    parallel_tool_calls: true,
    previous_response_id: null,
    reasoning: { effort: null, summary: null },
    store: true,
    temperature: null,
    text: { format: { type: 'text' } },
    tool_choice: 'auto',
    tools: [],
    top_p: null,
    truncation: 'disabled',
    usage: {
      input_tokens: 1,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: 3,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 4,
    },
    system_fingerprint: 'word-engine@1',
  })
})

it('hands every kind of input to the engine', async () => {
  await using server = await startWordServer()
  await server.post(path, {
    model: 'mira',
    instructions: 'Be brief',
    input: [
      { role: 'user', content: 'look' },
      { type: 'reasoning', id: 'rs_1', summary: [] },
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'I will', annotations: [] }] },
      { type: 'function_call', id: 'fc_1', call_id: 'c1', name: 'look', arguments: '{}' },
      { type: 'function_call', call_id: 'c2', name: 'look', arguments: '{}' },
      { type: 'function_call_output', call_id: 'c1', output: 'a' },
      { type: 'function_call_output', call_id: 'c2', output: [{ type: 'input_text', text: 'b' }] },
      { role: 'user', content: [{ type: 'input_image', image_url: toDataUri(createPng()), detail: 'auto' }] },
    ],
    tools,
    tool_choice: 'none',
    text: { format: { type: 'json_schema', name: 'n', schema: { type: 'object' } } },
    reasoning: { effort: 'low' },
    max_output_tokens: 9,
  })
  const call = (id: string) => ({ id, name: 'look', arguments: '{}' })
  const image = { url: toDataUri(createPng()), detail: 'auto' }
  expect(server.chat.requests[0]).toMatchObject({
    messages: [
      { role: 'system', content: 'Be brief' },
      { role: 'user', content: 'look' },
      { role: 'assistant', content: [{ type: 'text', text: 'I will' }], toolCalls: [call('c1'), call('c2')] },
      { role: 'tool', toolCallId: 'c1', content: 'a' },
      { role: 'tool', toolCallId: 'c2', content: [{ type: 'text', text: 'b' }] },
      { role: 'user', content: [{ type: 'image_url', image_url: image }] },
    ],
    tools: [{ name: 'look', parameters: { type: 'object', properties: {} } }],
    toolChoice: 'none',
    responseFormat: { type: 'json_schema', name: 'n', schema: { type: 'object' } },
    maxTokens: 9,
    extra: { reasoning_effort: 'low' },
  })
})

it('streams thoughts and text as numbered events, each named by its type', async () => {
  await using server = await startWordServer()
  const events = await readEvents(await server.post(path, { model: 'mira-thinking', input: 'hi', stream: true }))
  const bodies = events.map(({ data }) => JSON.parse(data))
  expect(events.map(({ event }) => event)).toEqual(bodies.map(({ type }) => type))
  expect(bodies.map(({ sequence_number }) => sequence_number)).toEqual(bodies.map((_, index) => index))
  expect(bodies.map(({ type, output_index = '' }) => `${type} ${output_index}`.trim())).toEqual([
    'response.created',
    'response.in_progress',
    'response.output_item.added 0',
    'response.reasoning_summary_part.added 0',
    'response.reasoning_summary_text.delta 0',
    'response.reasoning_summary_text.done 0',
    'response.reasoning_summary_part.done 0',
    'response.output_item.done 0',
    'response.output_item.added 1',
    'response.content_part.added 1',
    'response.output_text.delta 1',
    'response.output_text.delta 1',
    'response.output_text.delta 1',
    'response.output_text.done 1',
    'response.content_part.done 1',
    'response.output_item.done 1',
    'response.completed',
  ])
  const [created, completed] = [bodies[0].response, bodies.at(-1).response]
  expect(created).toMatchObject({ id: completed.id, status: 'in_progress', output: [], usage: null })
  expect(completed).toMatchObject({ status: 'completed', usage: { total_tokens: 4 } })
  expect(completed.output).toEqual(
    bodies.filter(({ type }) => type === 'response.output_item.done').map(({ item }) => item),
  )
})

it('streams a function call in fragments', async () => {
  await using server = await startWordServer()
  const body = { model: 'mira', input: 'look', tools, tool_choice: { type: 'function', name: 'look' }, stream: true }
  const bodies = (await readEvents(await server.post(path, body))).map(({ data }) => JSON.parse(data))
  const deltas = bodies.filter(({ type }) => type === 'response.function_call_arguments.delta')
  expect(deltas.map(({ delta }) => delta).join('')).toBe('{}')
  expect(bodies.at(-1).response.output).toEqual([
    {
      type: 'function_call',
      id: expect.stringMatching(/^fc_/),
      call_id: 'call_1',
      name: 'look',
      arguments: '{}',
      status: 'completed',
    },
  ])
})

it('reports that an answer was cut at max_output_tokens', async () => {
  await using server = await startWordServer()
  const body = { model: 'mira', input: 'one two three', max_output_tokens: 2 }
  expect(await (await server.post(path, body)).json()).toMatchObject({
    status: 'incomplete',
    incomplete_details: { reason: 'max_output_tokens' },
    completed_at: null,
    output: [{ status: 'incomplete', content: [{ text: 'You said:' }] }],
  })
  const last = (await readEvents(await server.post(path, { ...body, stream: true }))).at(-1)
  expect(last?.event).toBe('response.incomplete')
})

it('ends a stream that fails with the failure and what there was', async () => {
  await using server = await startWordServer()
  const events = await readEvents(await server.post(path, { model: 'mira', input: 'fail-late', stream: true }))
  expect(events.at(-1)?.event).toBe('response.failed')
  expect(JSON.parse(events.at(-1)!.data).response).toMatchObject({
    status: 'failed',
    error: { code: 'server_error', message: 'Upstream went away' },
    output: [{ content: [{ text: 'You said:' }] }],
  })
})

it('goes on from an earlier response, without its instructions, for its own key only', async () => {
  const keys = [generateApiKey(), generateApiKey()]
  await using server = await startWordServer({ apiKeys: keys })
  const first = await (await server.post(path, { model: 'mira', input: 'one', instructions: 'Be brief' })).json()
  const next = { model: 'mira', input: 'two', previous_response_id: first.id }
  const second = await (await server.post(path, next)).json()
  expect(second.previous_response_id).toBe(first.id)
  await server.post(path, { ...next, previous_response_id: second.id, instructions: 'Be long' })
  expect(server.chat.requests.at(-1)?.messages.map(({ content }) => content)).toEqual([
    'Be long',
    'one',
    'You said: one',
    'two',
    'You said: two',
    'two',
  ])
  const other = await server.post(path, next, { headers: { authorization: `Bearer ${keys[1]}` } })
  expect([other.status, await other.json()]).toMatchObject([
    400,
    { detail: `previous_response_id: response "${first.id}" was not found` },
  ])
})

it('can be continued as soon as its stream has ended', async () => {
  await using server = await startWordServer()
  const events = await readEvents(await server.post(path, { model: 'mira', input: 'one', stream: true }))
  const { id } = JSON.parse(events.at(-1)!.data).response
  expect((await server.post(path, { model: 'mira', input: 'two', previous_response_id: id })).status).toBe(200)
})

it('keeps nothing with store: false', async () => {
  await using server = await startWordServer()
  const { id, store } = await (await server.post(path, { model: 'mira', input: 'one', store: false })).json()
  expect(store).toBe(false)
  const headers = { authorization: `Bearer ${server.apiKey}` }
  expect((await fetch(`${server.url}${path}/${id}`, { headers })).status).toBe(404)
})

it('counts earlier messages against the limit of a conversation', async () => {
  await using server = await startWordServer({ limits: { maxMessages: 2 } })
  const { id } = await (await server.post(path, { model: 'mira', input: 'one' })).json()
  const answer = await server.post(path, { model: 'mira', input: 'two', previous_response_id: id })
  expect([answer.status, await answer.json()]).toMatchObject([
    422,
    { detail: 'input: the conversation has 3 messages, which exceeds the limit of 2' },
  ])
})

describe('input items', () => {
  const get = async (server: WordServer, suffix: string) => {
    const headers = { authorization: `Bearer ${server.apiKey}` }
    const answer = await fetch(`${server.url}${path}/${suffix}`, { headers })
    return { status: answer.status, ...(await answer.json()) }
  }

  it('are listed with the ids that they had or were given', async () => {
    await using server = await startWordServer()
    const input = [
      { role: 'user', content: 'look' },
      { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'hm' }] },
      { type: 'message', id: 'msg_1', role: 'assistant', content: [{ type: 'output_text', text: 'I will' }] },
      { type: 'function_call', id: 'fc_1', call_id: 'c1', name: 'look', arguments: '{}' },
      { type: 'function_call_output', call_id: 'c1', output: [{ type: 'input_text', text: 'b' }] },
      { role: 'user', content: [{ type: 'input_image', image_url: toDataUri(createPng()) }] },
    ]
    const { id } = await (await server.post(path, { model: 'mira', input })).json()
    const { data, first_id, last_id, has_more } = await get(server, `${id}/input_items?order=asc`)
    const status = 'completed'
    expect(data).toEqual([
      { ...input[0], type: 'message', id: expect.any(String), status, content: [{ type: 'input_text', text: 'look' }] },
      { ...input[1], status },
      { ...input[2], status, content: [{ type: 'output_text', text: 'I will', annotations: [] }] },
      { ...input[3], status },
      { ...input[4], id: expect.any(String), status },
      {
        ...input[5],
        type: 'message',
        id: expect.any(String),
        status,
        content: [{ type: 'input_image', image_url: toDataUri(createPng()), detail: 'auto' }],
      },
    ])
    expect([first_id, last_id, has_more]).toEqual([data[0].id, data[5].id, false])
    // A reference may name an input item as well.
    const reference = { type: 'item_reference', id: data[0].id }
    expect((await server.post(path, { model: 'mira', input: [reference] })).status).toBe(200)
    expect(server.chat.requests.at(-1)?.messages).toEqual([{ role: 'user', content: [{ type: 'text', text: 'look' }] }])
  })

  it('come in pages that together are all, in either order', async () => {
    await using server = await startWordServer()
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom('asc', 'desc', undefined),
        async (count, limit, order) => {
          const input = Array.from({ length: count }, (_, index) => ({ role: 'user', content: `${index}` }))
          const { id } = await (await server.post(path, { model: 'mira', input })).json()
          const texts: string[] = []
          for (let after = '', pages = 1; ; pages++) {
            const query = new URLSearchParams({ limit: `${limit}`, ...(order && { order }), ...(after && { after }) })
            const { data, last_id, has_more } = await get(server, `${id}/input_items?${query}`)
            texts.push(...data.map(({ content }: { content: { text: string }[] }) => content[0]!.text))
            if (!has_more) {
              expect(pages).toBe(Math.ceil(count / limit))
              break
            }
            after = last_id
          }
          const all = input.map(({ content }) => content)
          expect(texts).toEqual(order === 'asc' ? all : all.toReversed())
        },
      ),
      { numRuns: 25 },
    )
  })

  it.each([
    ['limit=0', 'limit: '],
    ['limit=101', 'limit: '],
    ['limit=x', 'limit: '],
    ['order=up', 'order: '],
    ['after=msg_9', 'after: the response has no input item "msg_9"'],
  ])('rejects %s by name', async (query, detail) => {
    await using server = await startWordServer()
    const { id } = await (await server.post(path, { model: 'mira', input: 'x' })).json()
    expect(await get(server, `${id}/input_items?${query}`)).toMatchObject({
      status: 400,
      detail: expect.stringContaining(detail),
    })
  })
})

describe('input tokens', () => {
  it('are those that the usage of the response reports, free of charge', async () => {
    await using server = await startWordServer()
    const first = await (await server.post(path, { model: 'mira', input: 'one two' })).json()
    for (const body of [
      { input: 'one two three' },
      { input: 'four', instructions: 'Be very brief', previous_response_id: first.id },
      { input: [{ type: 'item_reference', id: first.output[0].id }], tools },
    ]) {
      const counted = await (await server.post(`${path}/input_tokens`, { model: 'mira', ...body })).json()
      const { usage } = await (await server.post(path, { model: 'mira', ...body })).json()
      expect(counted).toEqual({ object: 'response.input_tokens', input_tokens: usage.input_tokens })
    }
  })

  it.each([{}, { input: null, model: null }, { model: 'gpt-4o-mini', truncation: 'auto' }])(
    'of %j are zero',
    async (body) => {
      await using server = await startWordServer()
      const answer = await server.post(`${path}/input_tokens`, body)
      expect([answer.status, (await answer.json()).input_tokens]).toEqual([200, 0])
    },
  )

  it('count as calls that no plan limits', async () => {
    await using server = await startWordServer({ limits: { freeCallsPerMinute: 2 } })
    const count = async () => (await server.post(`${path}/input_tokens`, { input: 'x' })).status
    expect([await count(), await count(), await count()]).toEqual([200, 200, 429])
  })

  it('are not guessed for an engine that counts them only while it answers', async () => {
    const { countPromptTokens: _, ...chat } = createWordChatEngine()
    await using server = await startWordServer({ engines: { ...noMediaEngines, chat } })
    const answer = await server.post(`${path}/input_tokens`, { model: 'mira', input: 'x' })
    expect([answer.status, (await answer.json()).detail]).toEqual([
      400,
      'The engine word-engine counts tokens only while it answers; read usage.input_tokens',
    ])
  })
})
