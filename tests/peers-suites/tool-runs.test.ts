import { chat, defineTool, type RunToolsParams, type Tool } from '@mira/chat'
import { createClient } from '@mira/core'
import { type Reply, startTestServer, type TestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'

const path = 'POST /v1/chat/completions'
const user = { role: 'user', content: 'Tell me what the weather is like' }

interface Call {
  readonly id?: string
  readonly name: string
  readonly args?: string
}

const toWire = ({ id, name, args = '' }: Call) => ({
  ...(id !== undefined && { id }),
  type: 'function',
  function: { name, arguments: args },
})

/** A whole completion that calls tools, or answers with a text. */
function complete(answer: string | readonly Call[]): Reply {
  const isText = typeof answer === 'string'
  const message = {
    role: 'assistant',
    content: isText ? answer : null,
    ...(!isText && { tool_calls: answer.map(toWire) }),
  }
  const choice = { index: 0, message, finish_reason: isText ? 'stop' : 'tool_calls' }
  return { json: { id: '1', object: 'chat.completion', created: 1, model: 'mira', choices: [choice] } }
}

/** The same as a stream whose texts and arguments come character by character. */
function stream(answer: string | readonly Call[]): Reply {
  const chunk = (delta: object, finish_reason: string | null = null) => ({
    id: '1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'mira',
    choices: [{ index: 0, delta, finish_reason }],
  })
  if (typeof answer === 'string') {
    return { sse: [...[...answer].map((content) => chunk({ content })), chunk({}, 'stop'), '[DONE]'] }
  }
  const parts = answer.flatMap((call, index) => [
    chunk({ tool_calls: [{ index, ...toWire({ ...call, args: '' }) }] }),
    ...[...(call.args ?? '')].map((piece) => chunk({ tool_calls: [{ index, function: { arguments: piece } }] })),
  ])
  return { sse: [...parts, chunk({}, 'tool_calls'), '[DONE]'] }
}

const forms = [
  { form: 'whole', reply: complete, run: 'runTools' },
  { form: 'streamed', reply: stream, run: 'streamTools' },
] as const

type Form = (typeof forms)[number]

async function converse(
  { reply, run }: Form,
  answers: readonly (string | readonly Call[])[],
  params: Partial<RunToolsParams> & { tools: Tool[] },
  options: object = {},
) {
  const server = await startTestServer({ [path]: answers.map(reply) })
  const client = createClient({ baseUrl: server.url, retry: false }).extend(chat)
  const whole = { messages: [user], ...params }
  const result =
    run === 'runTools' ? client.chat.runTools(whole, options) : client.chat.streamTools(whole, options).final()
  return { server, result }
}

/** Messages of the last request. */
const sentMessages = (server: TestServer) =>
  (server.requests.at(-1)!.json() as { messages: Record<string, unknown>[] }).messages

const weather = (result: unknown): Tool => defineTool({ name: 'getWeather', execute: () => result })

describe.each(forms)('a run with tools, $form', (form) => {
  it('sends the result of a call and returns the answer', async () => {
    const { server, result } = await converse(form, [[{ id: '123', name: 'getWeather' }], 'It is raining'], {
      tools: [weather('it is raining')],
    })
    await using _ = server
    const { completion, messages, rounds } = await result
    expect(completion.choices[0]?.message.content).toBe('It is raining')
    expect(rounds).toBe(2)
    expect(messages).toMatchObject([
      user,
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: '123', type: 'function', function: { name: 'getWeather', arguments: '' } }],
      },
      { role: 'tool', content: 'it is raining', tool_call_id: '123' },
      { role: 'assistant', content: 'It is raining' },
    ])
  })

  it.each([
    { what: 'a text', value: 'it is raining', content: 'it is raining' },
    { what: 'an object', value: { rain: true, mm: 3 }, content: '{"rain":true,"mm":3}' },
    { what: 'a number', value: 0, content: '0' },
    { what: 'null', value: null, content: 'null' },
    { what: 'nothing', value: undefined, content: '' },
    { what: 'a promise', value: Promise.resolve('later'), content: 'later' },
  ])('sends $what as the result of a tool', async ({ value, content }) => {
    const { server, result } = await converse(form, [[{ id: '1', name: 'getWeather' }], 'Done'], {
      tools: [weather(value)],
    })
    await using _ = server
    await result
    expect(sentMessages(server).at(-1)).toEqual({ role: 'tool', tool_call_id: '1', content })
  })

  it('parses arguments', async () => {
    const seen: unknown[] = []
    const tool = defineTool({ name: 'getWeather', execute: (args: unknown) => String(seen.push(args)) })
    const { server, result } = await converse(
      form,
      [[{ id: '1', name: 'getWeather', args: '{"a": "b", "n": [1]}' }], 'Done'],
      { tools: [tool] },
    )
    await using _ = server
    await result
    expect(seen).toEqual([{ a: 'b', n: [1] }])
  })

  it('sends what is wrong with arguments, and takes the second attempt', async () => {
    const seen: unknown[] = []
    const tool = defineTool({ name: 'getWeather', execute: (args: unknown) => String(seen.push(args)) })
    const answers = [
      [{ id: '1', name: 'getWeather', args: '[object Object' }],
      [{ id: '2', name: 'getWeather', args: '{"a":1}' }],
      'Done',
    ]
    const { server, result } = await converse(form, answers, { tools: [tool] })
    await using _ = server
    expect((await result).rounds).toBe(3)
    expect(seen).toEqual([{ a: 1 }])
    expect(sentMessages(server).find(({ tool_call_id }) => tool_call_id === '1')?.content).toMatch(/^Error: .*JSON/)
  })

  it('sends the error of a tool', async () => {
    const tool = defineTool({
      name: 'getWeather',
      execute: () => {
        throw new Error('no thermometer')
      },
    })
    const { server, result } = await converse(form, [[{ id: '1', name: 'getWeather' }], 'Done'], { tools: [tool] })
    await using _ = server
    await result
    expect(sentMessages(server).at(-1)?.content).toBe('Error: no thermometer')
  })

  it.each(['getWeather', '__proto__'])('calls the tool %s that a choice forces', async (name) => {
    const { server, result } = await converse(form, [[{ id: '1', name }], 'Done'], {
      tools: [defineTool({ name, execute: () => 'called' })],
      tool_choice: { type: 'function', function: { name } },
    })
    await using _ = server
    await result
    expect(sentMessages(server).at(-1)?.content).toBe('called')
    expect((server.requests[0]!.json() as { tool_choice: unknown }).tool_choice).toEqual({
      type: 'function',
      function: { name },
    })
    expect((server.requests[1]!.json() as { tool_choice: unknown }).tool_choice).toBe('auto')
  })

  it.each([
    { name: 'get_weather', tool: 'getWeather' },
    { name: 'constructor', tool: 'getWeather' },
    { name: 'toString', tool: 'getWeather' },
    { name: '__proto__', tool: 'getWeather' },
    { name: 'hasOwnProperty', tool: 'getWeather' },
    { name: 'function', tool: '__proto__' },
  ])('names the tools when the model calls $name instead of $tool', async ({ name, tool }) => {
    const { server, result } = await converse(form, [[{ id: '1', name }], 'Sorry'], {
      tools: [defineTool({ name: tool, execute: () => 'called' })],
    })
    await using _ = server
    expect((await result).completion.choices[0]?.message.content).toBe('Sorry')
    const { content } = sentMessages(server).at(-1)!
    expect(content).toContain(name)
    expect(content).toContain(tool)
    expect(content).not.toBe('called')
  })

  it('gives calls without an id ids of their own', async () => {
    const echo = defineTool<{ value: string }>({ name: 'echo', execute: ({ value }) => value })
    const calls = ['first', 'second'].map((value) => ({ id: '', name: 'echo', args: JSON.stringify({ value }) }))
    const { server, result } = await converse(form, [calls, 'Done'], { tools: [echo] })
    await using _ = server
    await result
    const [, assistant, ...results] = sentMessages(server)
    const ids = (assistant!.tool_calls as { id: string }[]).map(({ id }) => id)
    expect(new Set(ids).size).toBe(2)
    expect(ids.every((id) => id.startsWith('call_'))).toBe(true)
    expect(results.map(({ tool_call_id, content }) => [tool_call_id, content])).toEqual([
      [ids[0], 'first'],
      [ids[1], 'second'],
    ])
  })

  it.each([
    { parallel_tool_calls: undefined, started: ['first', 'second'] },
    { parallel_tool_calls: false, started: ['first'] },
  ])(
    'runs calls at once unless parallel_tool_calls is false: $parallel_tool_calls',
    async ({ parallel_tool_calls, started }) => {
      const log: string[] = []
      const startedAtFirstResult: string[][] = []
      const first = defineTool({
        name: 'first',
        execute: async () => {
          log.push('first')
          await new Promise((resolve) => setImmediate(resolve))
          startedAtFirstResult.push([...log])
          return 'first result'
        },
      })
      const second = defineTool({ name: 'second', execute: () => `second result after ${log.push('second')}` })
      const calls = [
        { id: 'a', name: 'first' },
        { id: 'b', name: 'second' },
      ]
      const { server, result } = await converse(form, [calls, 'Done'], {
        tools: [first, second],
        ...(parallel_tool_calls !== undefined && { parallel_tool_calls }),
      })
      await using _ = server
      await result
      expect(startedAtFirstResult).toEqual([started])
      expect(
        sentMessages(server)
          .slice(2)
          .map(({ content }) => content),
      ).toEqual(['first result', expect.stringContaining('second result')])
    },
  )

  it('ends after its rounds, with what was done', async () => {
    const { server, result } = await converse(form, [[{ id: '1', name: 'getWeather' }]], {
      tools: [weather('it is raining')],
      maxRounds: 1,
    })
    await using _ = server
    await expect(result).rejects.toMatchObject({ code: 'tool_rounds_exceeded', partial: { rounds: 1 } })
    expect(server.requests).toHaveLength(1)
  })

  it('is aborted between its rounds, and asks no more', async () => {
    const controller = new AbortController()
    const tool = defineTool({ name: 'getWeather', execute: () => controller.abort(new Error('enough')) })
    const { server, result } = await converse(
      form,
      [[{ id: '1', name: 'getWeather' }]],
      { tools: [tool] },
      { signal: controller.signal },
    )
    await using _ = server
    await expect(result).rejects.toThrow('enough')
    expect(server.requests).toHaveLength(1)
  })

  it('passes the id and the signal of a call to its tool, and nothing of them to the server', async () => {
    const seen: unknown[] = []
    const tool = defineTool({
      name: 'getWeather',
      execute: (_args: unknown, { toolCallId, signal }) => String(seen.push([toolCallId, signal.aborted])),
    })
    const { server, result } = await converse(form, [[{ id: '123', name: 'getWeather' }], 'Done'], { tools: [tool] })
    await using _ = server
    await result
    expect(seen).toEqual([['123', false]])
    expect(Object.keys(server.requests[0]!.json() as object).sort()).toEqual(
      ['messages', 'model', 'tools', ...(form.run === 'streamTools' ? ['stream'] : [])].sort(),
    )
  })
})

describe('a streamed run with tools', () => {
  it('shows chunks, calls and results in their order, and a copy of them that legacy readers understand', async () => {
    const replies = [[{ id: '1', name: 'getWeather', args: '{}' }], 'Rain'].map(stream)
    await using server = await startTestServer({ [path]: replies })
    const client = createClient({ baseUrl: server.url, retry: false }).extend(chat)
    const items: string[] = []
    for await (const item of client.chat.streamTools({ messages: [user], tools: [weather('it is raining')] })) {
      if (item.type === undefined) items.push(item.text)
      else items.push(item.type === 'tool_call' ? `call ${item.call.name}` : `result ${item.outcome.content}`)
    }
    expect(items.filter(Boolean)).toEqual(['call getWeather', 'result it is raining', 'R', 'a', 'i', 'n'])

    await using again = await startTestServer({ [path]: replies })
    const copied = createClient({ baseUrl: again.url, retry: false })
      .extend(chat)
      .chat.streamTools({ messages: [user], tools: [weather('it is raining')] })
    const lines = (await new Response(copied.toReadableStream()).text()).split('\n\n').filter(Boolean)
    expect(lines.at(-1)).toBe('data: [DONE]')
    for (const line of lines.slice(0, -1))
      expect(JSON.parse(line.slice(6))).toMatchObject({ object: 'chat.completion.chunk' })
  })
})
