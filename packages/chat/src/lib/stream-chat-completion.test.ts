import { createClient, isMiraError } from '@mira/core'
import { createGate, everyByteOf, type Reply, type SseItem, startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import type { ChatChunk } from './chat-completion.ts'
import { streamChatCompletion } from './stream-chat-completion.ts'

const messages = [{ role: 'user', content: 'Hello' }]
const path = 'POST /v1/chat/completions'
const chunk = (delta: object, finish_reason: string | null = null, index = 0) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1_714_867_200,
  model: 'mira',
  choices: [{ index, delta, finish_reason }],
})
const answer = [chunk({ role: 'assistant', content: '' }), chunk({ content: 'Grüße ' }), chunk({ content: '🌍!' })]
const whole: SseItem[] = [...answer, chunk({}, 'stop'), '[DONE]']

async function open(reply: Reply | Reply[], params: object = {}, options: object = {}) {
  const server = await startTestServer({ [path]: reply })
  const client = createClient({ baseUrl: server.url, retry: { baseDelayMs: 1 } })
  return { server, stream: streamChatCompletion(client, { messages, ...params }, options) }
}

/** Final result of a stream with these events. */
async function finalOf(sse: SseItem[], params: object = {}) {
  const { server, stream } = await open({ sse }, params)
  await using _ = server
  return await stream.final()
}

describe('streamChatCompletion', () => {
  it('gives every chunk as it came, with text and reasoning added', async () => {
    const { server, stream } = await open({ sse: whole }, { temperature: 0 })
    await using _ = server
    const chunks: ChatChunk[] = []
    for await (const item of stream) chunks.push(item)
    expect(chunks.map(({ text, reasoning, ...wire }) => wire)).toEqual(whole.slice(0, -1))
    expect(chunks.map(({ text }) => text)).toEqual(['', 'Grüße ', '🌍!', ''])
    expect(chunks.every(({ reasoning }) => reasoning === '')).toBe(true)
    expect(server.requests[0]?.json()).toEqual({ model: 'mira', messages, temperature: 0, stream: true })
    expect(server.requests[0]?.headers.accept).toBe('text/event-stream')
  })

  it('puts the completion together', async () => {
    expect(await finalOf(whole)).toEqual({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1_714_867_200,
      model: 'mira',
      choices: [{ index: 0, message: { role: 'assistant', content: 'Grüße 🌍!' }, finish_reason: 'stop' }],
    })
  })

  it('gives the text, also beside a loop', async () => {
    const { server, stream } = await open({ sse: whole })
    await using _ = server
    const [text] = await Promise.all([
      stream.text(),
      (async () => {
        for await (const _chunk of stream);
      })(),
    ])
    expect(text).toBe('Grüße 🌍!')
  })

  it.each(['thinking_content', 'thinking', 'reasoning_content', 'reasoning'])(
    'reads reasoning from %s',
    async (field) => {
      const sse = [chunk({ [field]: 'First, ' }), chunk({ [field]: 'think.' }), ...whole]
      const { server, stream } = await open({ sse })
      await using _ = server
      let reasoning = ''
      for await (const item of stream) reasoning += item.reasoning
      expect(reasoning).toBe('First, think.')
      expect((await stream.final()).choices[0]?.message[field]).toBe('First, think.')
    },
  )

  it('reads usage wherever it comes, without asking for it', async () => {
    const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 }
    expect((await finalOf([...answer, chunk({}, 'stop'), { choices: [], usage }, '[DONE]'])).usage).toEqual(usage)
    expect((await finalOf([...answer, { ...chunk({}, 'stop'), usage }, '[DONE]'])).usage).toEqual(usage)
    expect(await finalOf([{ ...chunk({ content: '' }), usage: null }, ...whole])).not.toHaveProperty('usage')
  })

  it('keeps several answers apart; text is that of the first', async () => {
    const sse = [
      chunk({ content: 'b1' }, null, 1),
      chunk({ content: 'a1' }),
      chunk({ content: 'b2' }, 'length', 1),
      chunk({ content: 'a2' }, 'stop'),
    ]
    const { server, stream } = await open({ sse }, { n: 2 })
    await using _ = server
    const texts: string[] = []
    for await (const { text } of stream) texts.push(text)
    expect(texts).toEqual(['', 'a1', '', 'a2'])
    const { choices } = await stream.final()
    expect(choices.map(({ index, message, finish_reason }) => [index, message.content, finish_reason])).toEqual([
      [0, 'a1a2', 'stop'],
      [1, 'b1b2', 'length'],
    ])
  })

  it.each([
    { text: 'content that is null', sse: [chunk({ content: null }), ...whole] },
    {
      text: 'content in parts',
      sse: [chunk({ content: [{ type: 'text', text: 'Grüße ' }] }), chunk({ content: '🌍!' }, 'stop')],
    },
    { text: 'no chunk with a role', sse: [...answer.slice(1), chunk({}, 'stop'), '[DONE]'] },
    { text: 'events that say nothing', sse: ['null', '1', {}, { choices: null }, { choices: [null, {}] }, ...whole] },
    {
      text: 'comments between the events',
      sse: [{ comment: 'ping', data: answer[1] }, { comment: 'x' }, answer[2]!, chunk({}, 'stop')],
    },
    { text: 'several lines in an event', sse: [{ data: JSON.stringify(answer[1], null, 2) }, answer[2]!, '[DONE]'] },
    {
      text: 'no space after data:',
      sse: [...answer, '[DONE]'].map((item) =>
        new TextEncoder().encode(`data:${typeof item === 'string' ? item : JSON.stringify(item)}\r\n\r\n`),
      ),
    },
  ])('copes with $text', async ({ sse }) => {
    expect((await finalOf(sse as SseItem[])).choices[0]?.message.content).toBe('Grüße 🌍!')
  })
})

describe('tool calls of a stream', () => {
  const toolDelta = (...calls: object[]) => chunk({ tool_calls: calls })
  const callsOf = async (...chunks: object[]) => (await finalOf([...chunks, '[DONE]'])).choices[0]?.message.tool_calls

  it('puts them together by index', async () => {
    const calls = await callsOf(
      toolDelta({ index: 1, id: 'b', type: 'function', function: { name: 'time', arguments: '' } }),
      toolDelta({ index: 0, id: 'a', type: 'function', function: { name: 'weather', arguments: '{"ci' } }),
      toolDelta(
        { index: 1, id: 'later', type: 'later', function: { arguments: '{}' } },
        { index: 0, function: { arguments: 'ty":"Omsk"}' } },
      ),
    )
    expect(calls).toEqual([
      { id: 'a', type: 'function', function: { name: 'weather', arguments: '{"city":"Omsk"}' } },
      { id: 'b', type: 'function', function: { name: 'time', arguments: '{}' } },
    ])
  })

  it('distinguishes them without indices and ids', async () => {
    const calls = await callsOf(
      toolDelta({ function: { name: 'a', arguments: '{' } }),
      toolDelta({ function: { arguments: '}' } }),
      toolDelta({ id: 'x', function: { name: 'b', arguments: { n: 1 } } }),
    )
    expect(calls).toEqual([
      { id: '', type: 'function', function: { name: 'a', arguments: '{}' } },
      { id: 'x', type: 'function', function: { name: 'b', arguments: '{"n":1}' } },
    ])
  })

  it('keeps a call that the server carries out itself as it is', async () => {
    const call = { type: 'tool_call', name: 'mira_music_generate', arguments: { prompt: 'synthwave' } }
    expect(await callsOf(toolDelta(call), toolDelta({ ...call, name: 'second' }))).toEqual([
      call,
      { ...call, name: 'second' },
    ])
  })

  it.each([1e9, -1, 2 ** 53, '__proto__', 'constructor', null, {}])(
    'is neither polluted nor filled up by index %j',
    async (index) => {
      const call = JSON.parse(
        `{"index":${JSON.stringify(index)},"id":"a","__proto__":{"polluted":1},"function":{"name":"f","arguments":"{}","__proto__":{"polluted":1}}}`,
      )
      const delta = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}')
      const { choices } = await finalOf([
        toolDelta(call),
        chunk(delta),
        { choices: [{ index, delta: { content: 'x' } }] },
        '[DONE]',
      ])
      expect(choices[0]?.message.tool_calls ?? choices[1]?.message.tool_calls).toHaveLength(1)
      expect(choices.length).toBeLessThanOrEqual(2)
      expect(({} as { polluted?: number }).polluted).toBeUndefined()
    },
  )
})

describe('the end of a chat stream', () => {
  it.each([
    ['[DONE] alone', [...answer, '[DONE]']],
    ['a finish_reason alone', [...answer, chunk({}, 'stop')]],
  ])('is complete after %s', async (_, sse) => {
    expect((await finalOf(sse)).choices[0]?.message.content).toBe('Grüße 🌍!')
  })

  it.each([
    ['nothing', [], {}],
    ['a bare answer', answer, {}],
    ['one of two answers', [...answer, chunk({}, 'stop')], { n: 2 }],
    ['two answers of which one ends', [...answer, chunk({ content: 'b' }, null, 1), chunk({}, 'stop')], {}],
  ])('is missing after %s', async (_, sse, params) => {
    const error = await finalOf(sse, params).catch((thrown) => thrown)
    expect(isMiraError(error) && error.code).toBe('stream_interrupted')
  })

  it('carries the partial completion', async () => {
    const error = await finalOf(answer).catch((thrown) => thrown)
    expect(error.partial.choices).toEqual([
      { index: 0, message: { role: 'assistant', content: 'Grüße 🌍!' }, finish_reason: null },
    ])
  })

  const recorded: Reply = { sse: [{ comment: 'ping', data: answer[0] }, ...whole.slice(1)] }
  // A clean end of the body, a broken connection, and chunks that split every character.
  it.each([
    { fault: 'cutAt', expected: ['complete', 'stream_interrupted'] },
    { fault: 'dropAt', expected: ['complete', 'stream_interrupted'] },
    { fault: 'splitAt', expected: ['complete'] },
  ])('gives $expected and nothing else wherever the body is broken by $fault', async ({ fault, expected }) => {
    const offsets = everyByteOf(recorded)
    const outcomes = new Set<string>()
    const tryAt = async (offset: number) => {
      const value = fault === 'splitAt' ? [offset] : offset
      const { server, stream } = await open({ ...recorded, [fault]: value }, {}, { retry: false })
      await using _ = server
      let text = ''
      try {
        for await (const item of stream) text += item.text
        expect(text).toBe('Grüße 🌍!')
        expect(await stream.text()).toBe(text)
        outcomes.add('complete')
      } catch (error) {
        if (!isMiraError(error)) throw error
        expect('Grüße 🌍!'.startsWith(text)).toBe(true)
        outcomes.add(error.code)
      }
    }
    for (let start = 0; start < offsets.length; start += 20)
      await Promise.all(offsets.slice(start, start + 20).map(tryAt))
    expect([...outcomes].sort()).toEqual(expected)
  })
})

describe('failures reported in a chat stream', () => {
  const queueFull = { error: { message: 'Queue is full', type: 'server_error', code: 'queue_full' } }

  it('are tried again when they come first', async () => {
    const { server, stream } = await open([{ sse: [queueFull] }, { sse: whole }])
    await using _ = server
    expect(await stream.text()).toBe('Grüße 🌍!')
    expect(server.requests).toHaveLength(2)
  })

  it.each([
    [queueFull, 'overloaded', true],
    [{ event: 'error', data: queueFull.error }, 'overloaded', true],
    [{ event: 'error', data: 'It broke' }, 'server_error', true],
    [{ error: 'It broke' }, 'server_error', true],
    [{ error: { type: 'rate_limit_error', message: 'Slow down' } }, 'rate_limited', true],
    [{ error: { code: 'content_blocked' } }, 'content_blocked', false],
    [{ error: { type: 'invalid_request_error' } }, 'bad_request', false],
    [{ error: { type: 'authentication_error' } }, 'unauthorized', false],
    ['{"id":', 'invalid_response', false],
    [{ error: { message: 'Slow down', code: 429 } }, 'rate_limited', true],
    [{ choices: [{ index: 0, delta: {}, error: { message: 'Down', code: 502 } }] }, 'server_error', true],
  ])('are thrown when they come later: %j', async (event, code, retryable) => {
    const { server, stream } = await open({ sse: [...answer, event, ...whole] })
    await using _ = server
    const texts: string[] = []
    const error = await (async () => {
      for await (const { text } of stream) texts.push(text)
    })().catch((thrown) => thrown)
    expect(texts.join('')).toBe('Grüße 🌍!')
    expect(error).toMatchObject({ code, retryable, operation: 'chat.stream' })
    expect(error.partial.choices[0].message.content).toBe('Grüße 🌍!')
    expect(server.requests).toHaveLength(1)
  })
})

describe('leaving a chat stream', () => {
  const endless = () => {
    const gate = createGate()
    return { gate, reply: { sse: [...answer, gate, ...whole] } }
  }

  it('closes the connection at once on break', async () => {
    const { server, stream } = await open(endless().reply)
    await using _ = server
    for await (const _chunk of stream) break
    await server.waitForClose()
    await expect(stream.final()).rejects.toMatchObject({ code: 'stream_closed' })
  })

  it('closes the connection at the end of an await using block', async () => {
    const { server, stream } = await open(endless().reply)
    await using _ = server
    {
      await using left = stream
      await left[Symbol.asyncIterator]().next()
    }
    await server.waitForClose()
  })

  it('rejects with the reason of the signal, untouched, and closes the connection', async () => {
    const controller = new AbortController()
    const reason = { why: 'enough' }
    const { server, stream } = await open(endless().reply, {}, { signal: controller.signal })
    await using _ = server
    const read = async () => {
      for await (const _chunk of stream) controller.abort(reason)
    }
    await expect(read()).rejects.toBe(reason)
    await expect(stream.final()).rejects.toBe(reason)
    await server.waitForClose()
  })

  it('sends nothing before it is read', async () => {
    const { server } = await open({ sse: whole })
    await using _ = server
    expect(server.requests).toHaveLength(0)
  })

  it('refuses wrong messages at once', () => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:9' })
    expect(() => streamChatCompletion(client, { messages: [] })).toThrow(TypeError)
  })

  it('becomes the body of a Response that reads as the same stream', async () => {
    const { server, stream } = await open({ sse: whole })
    await using _ = server
    const body = await new Response(stream.toReadableStream()).text()
    await using second = await startTestServer({
      [path]: { raw: `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n${body}` },
    })
    const again = streamChatCompletion(createClient({ baseUrl: second.url }), { messages })
    expect(await again.text()).toBe('Grüße 🌍!')
  })
})
