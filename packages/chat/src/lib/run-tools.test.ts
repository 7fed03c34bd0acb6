import { createClient } from '@mira/core'
import { type RecordedRequest, type Reply, startTestServer } from '@mira/test-server'
import { type } from 'arktype'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import * as mini from 'zod/mini'
import { runTools } from './run-tools.ts'
import { streamTools } from './stream-tools.ts'
import { defineTool, type Tool } from './tool.ts'
import type { RunToolsParams } from './tool-run.ts'

const path = 'POST /v1/chat/completions'
const question = { role: 'user', content: 'Weather?' }
const usage = { prompt_tokens: 10, completion_tokens: 1, total_tokens: 11 }
const call = (name: string, args: unknown, id: string | undefined = `id_${name}`) => ({
  id,
  type: 'function',
  function: { name, arguments: args },
})
const asks = (...tool_calls: object[]): Reply => ({
  json: {
    choices: [{ index: 0, message: { role: 'assistant', content: null, tool_calls }, finish_reason: 'tool_calls' }],
    usage,
  },
})
const says = (content: string): Reply => ({
  json: { choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }], usage },
})
const echo: Tool = { name: 'echo', description: 'Echoes', parameters: { type: 'object' }, execute: (args) => args }

async function run(replies: Reply[], params: Partial<RunToolsParams> = {}, options: object = {}) {
  await using server = await startTestServer({ [path]: replies })
  const client = createClient({ baseUrl: server.url })
  const result = await runTools(client, { messages: [question], tools: [echo], ...params } as RunToolsParams, options)
  return { result, bodies: server.requests.map((request) => request.json() as Record<string, unknown>), server }
}

/** Content sent to the model after its first calls. */
const toolMessagesOf = (bodies: Record<string, unknown>[]) =>
  (bodies[1]!.messages as { role: string; content: string }[]).filter(({ role }) => role === 'tool')

describe('runTools', () => {
  it('calls what the model asks for until it has its answer', async () => {
    const messages = [question]
    const { result, bodies } = await run([asks(call('echo', '{"n":1}')), asks(call('echo', { n: 2 })), says('Cold.')], {
      messages,
    })
    expect(result.rounds).toBe(3)
    expect(result.usage).toEqual({ prompt_tokens: 30, completion_tokens: 3, total_tokens: 33 })
    expect(result.completion.choices[0]?.message.content).toBe('Cold.')
    expect(result.messages.map(({ role, content }) => [role, content])).toEqual([
      ['user', 'Weather?'],
      ['assistant', null],
      ['tool', '{"n":1}'],
      ['assistant', null],
      ['tool', '{"n":2}'],
      ['assistant', 'Cold.'],
    ])
    expect(messages).toEqual([question])
    expect(bodies[0]).toEqual({
      model: 'mira',
      messages: [question],
      tools: [{ type: 'function', function: { name: 'echo', description: 'Echoes', parameters: { type: 'object' } } }],
    })
    expect(bodies[1]?.messages).toEqual(result.messages.slice(0, 3))
    expect(result.messages[2]).toEqual({ role: 'tool', tool_call_id: 'id_echo', content: '{"n":1}' })
  })

  it.each([
    ['a text as it is', () => 'ok', 'ok'],
    ['anything else as JSON', () => [1], '[1]'],
    ['nothing as nothing', () => undefined, ''],
    ['a promise as what it gives', async () => ({ a: 1 }), '{"a":1}'],
    ['a failure in its own words', () => Promise.reject(new Error('No such city')), 'Error: No such city'],
    ['a failure that is no error', () => Promise.reject('broken'), 'Error: broken'],
    ['a result that is no JSON', () => 1n, expect.stringMatching(/^Error: /)],
  ])('tells the model %s', async (_, execute, content) => {
    const { bodies } = await run([asks(call('echo', '{}')), says('ok')], { tools: [{ ...echo, execute }] })
    expect(toolMessagesOf(bodies)).toEqual([{ role: 'tool', tool_call_id: 'id_echo', content }])
  })

  it.each([
    ['arguments that are no JSON', call('echo', '{"n":'), /^Error: The arguments are not JSON/],
    ['a tool that does not exist', call('missing', '{}'), /^Error: There is no tool "missing"; the tools are: echo/],
    ['a tool without a name', { id: 'id_echo', type: 'function' }, /^Error: There is no tool "undefined"/],
  ])('reports %s', async (_, asked, content) => {
    const { bodies } = await run([asks(asked), says('ok')])
    expect(toolMessagesOf(bodies)).toEqual([expect.objectContaining({ content: expect.stringMatching(content) })])
  })

  it.each(['', null, undefined, ' ', 'null', '{}', '"{}"', '""'])('takes %j for no arguments', async (args) => {
    const { bodies } = await run([asks(call('echo', args)), says('ok')])
    expect(toolMessagesOf(bodies)[0]?.content).toBe('{}')
  })

  it('decodes arguments that a model encoded twice', async () => {
    const args = JSON.stringify(JSON.stringify({ city: 'Omsk' }))
    const { bodies } = await run([asks(call('echo', args)), says('ok')])
    expect(toolMessagesOf(bodies)[0]?.content).toBe('{"city":"Omsk"}')
  })

  it('checks arguments by the validator, and describes them by its schema', async () => {
    const schema = z.object({ city: z.string(), unit: z.enum(['C', 'F']).default('C') })
    const given: unknown[] = []
    const weather = defineTool({ name: 'weather', parameters: schema, execute: (args) => void given.push(args.unit) })
    const { bodies } = await run(
      [asks(call('weather', '{"city":"Omsk"}', 'a'), call('weather', '{"city":1}', 'b')), says('ok')],
      {
        tools: [
          weather,
          defineTool({ name: 'other', schema: type({ n: 'number' }), parameters: { own: true }, execute: () => 0 }),
        ],
      },
    )
    expect(given).toEqual(['C'])
    expect(toolMessagesOf(bodies)[1]?.content).toMatch(/^Error: The arguments are not valid: city: /)
    expect(bodies[0]?.tools).toMatchObject([
      { function: { name: 'weather', parameters: { properties: { city: { type: 'string' } }, required: ['city'] } } },
      { function: { name: 'other', parameters: { own: true } } },
    ])
  })

  it('runs the calls of a round side by side, so many at a time, and answers in their order', async () => {
    let atWork = 0
    let most = 0
    const execute = async (args: unknown) => {
      most = Math.max(most, ++atWork)
      for (let turns = 0; turns < 10 - (args as { n: number }).n; turns += 1) await Promise.resolve()
      atWork -= 1
      return args
    }
    const calls = Array.from({ length: 9 }, (_, n) => call('echo', `{"n":${n}}`, `c${n}`))
    const { bodies } = await run([asks(...calls), says('ok')], { tools: [{ ...echo, execute }], maxParallel: 3 })
    expect(most).toBe(3)
    expect(toolMessagesOf(bodies).map(({ content }) => content)).toEqual(calls.map((_, n) => `{"n":${n}}`))
  })

  it('gives ids to calls that have none', async () => {
    const { bodies } = await run([asks(call('echo', '{}', ''), call('echo', '{}', '')), says('ok')])
    const [, assistant, ...outputs] = bodies[1]!.messages as { tool_calls: { id: string }[]; tool_call_id: string }[]
    expect(new Set(outputs.map(({ tool_call_id }) => tool_call_id)).size).toBe(2)
    expect(assistant?.tool_calls.map(({ id }) => id)).toEqual(outputs.map(({ tool_call_id }) => tool_call_id))
  })

  it('leaves calls that the server carries out itself alone', async () => {
    const builtIn = { type: 'tool_call', name: 'mira_music_generate', arguments: { prompt: 'x' } }
    expect((await run([asks(builtIn)])).result.rounds).toBe(1)
    const { bodies } = await run([asks({ ...builtIn, name: 'echo' }), says('ok')])
    expect(toolMessagesOf(bodies)[0]?.content).toBe('{"prompt":"x"}')
  })

  it('forces a call in the first round only', async () => {
    const { bodies } = await run([asks(call('echo', '{}')), says('ok')], { tool_choice: 'required' })
    expect(bodies.map((body) => body.tool_choice)).toEqual(['required', 'auto'])
  })

  it('reports calls and their outcomes, and gives every request an id of its own', async () => {
    const seen: unknown[] = []
    const failing = { name: 'failing', execute: () => Promise.reject(new Error('No')) }
    const { server } = await run(
      [asks(call('echo', '{}'), call('failing', '{}')), says('ok')],
      {
        tools: [echo, failing],
        maxParallel: 1,
        onToolCall: ({ name }) => seen.push(name),
        onToolResult: ({ name, content, error }) => seen.push([name, content, error]),
      },
      { idempotencyKey: 'k' },
    )
    expect(seen).toEqual(['echo', ['echo', '{}', undefined], 'failing', ['failing', 'Error: No', new Error('No')]])
    expect(server.requests.map(({ headers }) => headers['idempotency-key'])).toEqual(['k-1', 'k-2'])
  })

  it('ends when a callback throws', async () => {
    const stop = new Error('stop')
    const params = {
      onToolCall: () => {
        throw stop
      },
    }
    await expect(run([asks(call('echo', '{}'))], params)).rejects.toBe(stop)
  })

  it('gives up after maxRounds, with the conversation so far', async () => {
    const error = await run([asks(call('echo', '{}'))], { maxRounds: 2 }).catch((thrown) => thrown)
    expect(error).toMatchObject({ code: 'tool_rounds_exceeded', partial: { rounds: 2, usage: { total_tokens: 22 } } })
    expect(error.partial.messages).toHaveLength(4)
  })

  it('stops everything on abort: tools learn of it, and none is begun', async () => {
    const controller = new AbortController()
    const reason = { why: 'enough' }
    const begun: string[] = []
    const aborted: unknown[] = []
    const execute: Tool['execute'] = (_, { signal, toolCallId }) => {
      begun.push(toolCallId)
      signal.addEventListener('abort', () => aborted.push(signal.reason))
      if (begun.length === 2) controller.abort(reason)
      return new Promise(() => {})
    }
    const calls = ['a', 'b', 'c'].map((id) => call('echo', '{}', id))
    const ended = run(
      [asks(...calls), says('never')],
      { tools: [{ ...echo, execute }], maxParallel: 2 },
      { signal: controller.signal },
    )
    await expect(ended).rejects.toBe(reason)
    expect([begun, aborted]).toEqual([
      ['a', 'b'],
      [reason, reason],
    ])
  })

  it.each([
    ['no tools', { tools: [] }, TypeError],
    ['tools that are no list', { tools: {} }, TypeError],
    ['a tool that cannot run', { tools: [{ name: 'x' }] }, /"x" needs a function execute/],
    ['a tool without a name', { tools: [{ execute: () => 0 }] }, TypeError],
    ['two tools of one name', { tools: [echo, echo] }, /two tools named "echo"/],
    ['no round', { maxRounds: 0 }, RangeError],
    ['no parallel tool', { maxParallel: 0 }, RangeError],
    ['no messages', { messages: undefined }, TypeError],
  ])('refuses %s', async (_, params, error) => {
    await expect(run([], params as never)).rejects.toThrow(error)
  })
})

describe('streamTools', () => {
  const chunk = (delta: object, finish_reason: string | null = null) => ({
    choices: [{ index: 0, delta, finish_reason }],
  })
  const replies = (): Reply[] => [
    {
      sse: [
        chunk({ content: 'Let me see. ' }),
        chunk({ tool_calls: [{ index: 0, ...call('echo', '{}') }] }, 'tool_calls'),
        '[DONE]',
      ],
    },
    { sse: [chunk({ content: 'Cold.' }, 'stop'), { ...chunk({}), choices: [], usage }, '[DONE]'] },
  ]
  const start = async (script: Reply[] | ((request: RecordedRequest) => Reply), params: object = {}) => {
    const server = await startTestServer({ [path]: script })
    const stream = streamTools(createClient({ baseUrl: server.url }), {
      messages: [question],
      tools: [echo],
      ...params,
    })
    return { server, stream }
  }

  it('gives the answers of all rounds as they are written', async () => {
    const { server, stream } = await start(replies())
    await using _ = server
    let text = ''
    for await (const item of stream) text += item.text
    expect(text).toBe('Let me see. Cold.')
    const { messages, rounds, usage: sum } = await stream.final()
    expect([messages.map(({ role }) => role), rounds, sum]).toEqual([
      ['user', 'assistant', 'tool', 'assistant'],
      2,
      usage,
    ])
  })

  it('reads to the end without a loop', async () => {
    const { server, stream } = await start(replies())
    await using _ = server
    expect((await stream.final()).messages.at(-1)?.content).toBe('Cold.')
  })

  it('closes the connection on break, and final() says so', async () => {
    const { server, stream } = await start([{ sse: [chunk({ content: 'a' })], stallAt: 1_000 }])
    await using _ = server
    for await (const _chunk of stream) break
    await server.waitForClose()
    await expect(stream.final()).rejects.toMatchObject({ code: 'stream_closed' })
  })

  it('fails in the loop and in final() alike', async () => {
    const { server, stream } = await start([{ sse: [chunk({ content: 'a' })] }])
    await using _ = server
    const read = async () => {
      for await (const _chunk of stream);
    }
    await expect(read()).rejects.toMatchObject({ code: 'stream_interrupted' })
    await expect(stream.final()).rejects.toMatchObject({ code: 'stream_interrupted' })
  })

  it('refuses what cannot work at once', () => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:9' })
    expect(() => streamTools(client, { messages: [question], tools: [] })).toThrow(TypeError)
  })
})

describe('parameters of a tool', () => {
  const validate = (value: unknown) => ({ value })
  const validator = (more: object = {}) => ({ '~standard': { version: 1, vendor: 'v', validate }, ...more }) as never
  const standard = (input: () => object) =>
    ({ '~standard': { version: 1, vendor: 'v', validate, jsonSchema: { input } } }) as never
  const schema = { type: 'object', properties: { n: { type: 'number' } } }

  it.each([
    { from: 'Standard JSON Schema', parameters: standard(() => schema) },
    { from: 'a method of Zod', parameters: validator({ toJSONSchema: () => schema }) },
    { from: 'a method of ArkType', parameters: validator({ toJsonSchema: () => schema }) },
    { from: 'Zod', parameters: z.object({ n: z.number() }) as never },
  ])('come from $from', async ({ parameters }) => {
    for (const fields of [{ parameters }, { schema: parameters }]) {
      const { bodies } = await run([says('ok')], { tools: [{ name: 'echo', execute: echo.execute, ...fields }] })
      expect(bodies[0]?.tools).toMatchObject([{ function: { parameters: schema } }])
    }
  })

  it.each([
    { what: 'a validator without JSON Schema', parameters: validator(), says: 'toJSONSchema' },
    { what: 'zod/mini', parameters: mini.object({ n: mini.number() }), says: 'toJSONSchema' },
    { what: 'a date', parameters: z.object({ at: z.date() }), says: 'Date' },
    { what: 'a map', parameters: z.object({ of: z.map(z.string(), z.string()) }), says: 'Map' },
    {
      what: 'a failing validator',
      parameters: standard(() => {
        throw new Error('no')
      }),
      says: 'no',
    },
    { what: 'validators by name', parameters: { city: z.string() }, says: 'z.object' },
    { what: 'a list', parameters: ['city'], says: 'JSON Schema' },
  ])('are refused with the name of the tool: $what', async ({ parameters, says }) => {
    const tools = [{ name: 'book_flight', parameters, execute: echo.execute }] as Tool[]
    const client = createClient({ baseUrl: 'http://127.0.0.1:9' })
    await expect(runTools(client, { messages: [question], tools })).rejects.toThrow(TypeError)
    expect(() => streamTools(client, { messages: [question], tools })).toThrow(/book_flight/)
    expect(() => streamTools(client, { messages: [question], tools })).toThrow(says)
  })

  it('are refused in wire format', async () => {
    const tools = [{ type: 'function', function: { name: 'get_time', parameters: {} } }] as unknown as Tool[]
    const call = runTools(createClient({ baseUrl: 'http://127.0.0.1:9' }), { messages: [question], tools })
    await expect(call).rejects.toThrow(/get_time.*defineTool/)
  })
})

describe('tool calls', () => {
  it('of one id, in one round or several, get ids of their own', async () => {
    const repeated = call('echo', '{}', 'x')
    const { result } = await run([asks(repeated, repeated), asks(repeated), says('ok')])
    const asked = result.messages.flatMap(({ tool_calls }) => tool_calls ?? []).map(({ id }) => id)
    expect(asked[0]).toBe('x')
    expect(new Set(asked).size).toBe(3)
    expect(result.messages.flatMap((message) => message.tool_call_id ?? [])).toEqual(asked)
  })

  it('run one at a time with parallel_tool_calls: false', async () => {
    let running = 0
    let most = 0
    const execute = async () => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setImmediate(resolve))
      running -= 1
    }
    const calls = asks(call('echo', '{}', 'a'), call('echo', '{}', 'b'))
    await run([calls, says('ok')], { parallel_tool_calls: false, tools: [{ ...echo, execute }] })
    expect(most).toBe(1)
  })

  it('send results in well-formed Unicode', async () => {
    const { bodies } = await run([asks(call('echo', '{}')), says('ok')], {
      tools: [{ ...echo, execute: () => ({ half: '\ud83d' }) }],
    })
    expect(toolMessagesOf(bodies)[0]?.content).toBe('{"half":"\ufffd"}')
  })
})

describe('the stream of a run', () => {
  const event = (delta: object, finish_reason: string | null = null) => ({
    choices: [{ index: 0, delta, finish_reason }],
  })
  const rounds: Reply[] = [
    { sse: [event({ tool_calls: [{ index: 0, ...call('echo', '{"n":1}') }] }, 'tool_calls'), '[DONE]'] },
    { sse: [...[...'abc'].map((content) => event({ content })), event({}, 'stop'), '[DONE]'] },
  ]
  async function open(options: object = {}, replies = rounds) {
    const server = await startTestServer({ [path]: replies })
    const client = createClient({ baseUrl: server.url, retry: false })
    return { server, stream: streamTools(client, { messages: [question], tools: [echo] }, options) }
  }

  it('has chunks, calls and results in order, also beside final()', async () => {
    const { server, stream } = await open()
    await using _ = server
    const result = stream.final()
    const seen: unknown[] = []
    for await (const item of stream) seen.push(item.type ? item.type : item.text)
    expect(seen).toEqual(['', 'tool_call', 'tool_result', 'a', 'b', 'c', ''])
    expect((await result).rounds).toBe(2)
    expect(await stream.text()).toBe('abc')
    expect(stream.snapshot).toEqual(await result)
  })

  it('reports a call while its tool runs', async () => {
    const { server, stream } = await open()
    await using _ = server
    for await (const item of stream) if (item.type === 'tool_call') break
    await expect(stream.final()).rejects.toMatchObject({ code: 'stream_closed', partial: { rounds: 1 } })
    expect(server.requests).toHaveLength(1)
  })

  it('becomes the body of a Response', async () => {
    const { server, stream } = await open()
    await using _ = server
    const text = await new Response(stream.toReadableStream()).text()
    expect(text.match(/data: /g)).toHaveLength(6)
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true)
  })

  it('closes its connection at the end of a scope, and rejects with the reason of the signal', async () => {
    const { server, stream } = await open({}, [{ sse: [event({ content: 'a' })], stallAt: 99_999 }])
    await using _ = server
    {
      await using scoped = stream
      for await (const item of scoped.batches()) if (item.length > 0) break
    }
    await server.socketsClosed()
    const controller = new AbortController()
    controller.abort('enough')
    const aborted = await open({ signal: controller.signal })
    await using __ = aborted.server
    await expect(aborted.stream.final()).rejects.toBe('enough')
    expect(aborted.server.requests).toEqual([])
  })

  it('leaves no rejection unhandled when final() is not awaited beside a loop that fails', async () => {
    const { server, stream } = await open({}, [{ status: 400, json: { detail: 'No' } }])
    await using _ = server
    void stream.final()
    void stream.text()
    const read = async () => {
      for await (const __ of stream);
    }
    await expect(read()).rejects.toMatchObject({ code: 'bad_request' })
  })
})
