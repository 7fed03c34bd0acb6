import { expect, it } from 'vitest'
import { generateApiKey } from '../../accounts/api-keys.ts'
import { createPng, toDataUri } from '../../test-support/png.test-support.ts'
import { readEvents } from '../../test-support/read-events.test-support.ts'
import { startWordServer } from '../../test-support/start-word-server.test-support.ts'

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
