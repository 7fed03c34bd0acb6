import { type ClientOptions, createClient, type EndEvent, type Fetch, isMiraError, metadataOf } from '@mira/core'
import { createScriptedFetch, createVirtualClock, type ScriptedReply, type VirtualClock } from '@mira/core/testing'
import { startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { chat } from './chat.ts'
import { collectChatCompletion } from './collect-chat-completion.ts'
import { collectResponse } from './collect-response.ts'

const messages = [{ role: 'user', content: 'Write a book' }]
const head = { id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'mira' }
const usage = { prompt_tokens: 1, completion_tokens: 72, total_tokens: 73 }
const words = Array.from({ length: 72 }, (_, index) => `word-${index} `)
const delta = (content: string, index = 0) => ({
  ...head,
  choices: [{ index, delta: { content }, finish_reason: null }],
})
const stop = (index = 0) => ({ ...head, choices: [{ index, delta: {}, finish_reason: 'stop' }] })
const sse = [...words.map((word) => ({ data: delta(word) })), { data: { ...stop(), usage } }, { data: '[DONE]' }]
const whole = {
  ...head,
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', content: words.join('') }, finish_reason: 'stop' }],
  usage,
}
const byteOffsets = sse.map(
  (
    (sum) => (item) =>
      (sum += new TextEncoder().encode(
        `data: ${typeof item.data === 'string' ? item.data : JSON.stringify(item.data)}\n\n`,
      ).length)
  )(0),
)

/** A proxy that closes a connection on which nothing has been sent for a time. */
function withIdleLimit(fetch: Fetch, { clock, idleMs }: { clock: VirtualClock; idleMs: number }): Fetch {
  const limit = async <Value>(promise: Promise<Value>): Promise<Value> => {
    let timer: unknown
    const expiry = new Promise<never>((_, reject) => {
      timer = clock.setTimeout(() => reject(new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } })), idleMs)
    })
    try {
      return await Promise.race([promise, expiry])
    } finally {
      clock.clearTimeout(timer)
    }
  }
  return async (url, init) => {
    const response = await limit(fetch(url, init))
    const reader = response.body!.getReader()
    const body = new ReadableStream({
      async pull(controller) {
        const { value, done } = await limit(reader.read())
        if (done) controller.close()
        else controller.enqueue(value)
      },
    })
    return new Response(body, response)
  }
}

function startSlow(options: ClientOptions = {}) {
  const clock = createVirtualClock()
  const reply = (request: { json(): unknown }): ScriptedReply =>
    (request.json() as { stream?: boolean }).stream
      ? { sse, splitAt: byteOffsets.slice(0, -1), chunkIntervalMs: 10_000 }
      : { json: whole, delayMs: 720_000 }
  const fetch = createScriptedFetch({ 'POST /v1/chat/completions': reply }, { clock })
  const proxied = withIdleLimit(fetch, { clock, idleMs: 60_000 })
  const mira = createClient({ baseUrl: 'http://mira.test', fetch: proxied, clock, retry: false, ...options }).extend(
    chat,
  )
  return { clock, mira, fetch }
}

describe('an answer of 12 minutes behind a proxy with an idle limit of 60 s', () => {
  it('arrives complete with collect, and is described like any other', async () => {
    const ended: EndEvent[] = []
    const { clock, mira, fetch } = startSlow({ hooks: { onEnd: (event) => ended.push(event) } })
    const completion = await clock.run(mira.chat.create({ messages }, { collect: true }))
    expect(completion).toEqual(whole)
    expect(completion.text).toBe(words.join(''))
    expect(metadataOf(completion)).toMatchObject({ status: 200, durationMs: expect.closeTo(740_000, -5) })
    expect(ended).toMatchObject([{ operation: 'chat.create', usage, responseModel: 'mira', error: undefined }])
    expect(fetch.requests.map((request) => request.json())).toEqual([
      { model: 'mira', messages, stream: true, stream_options: { include_usage: true } },
    ])
  })

  it('is cut without collect, with an error that names the option', async () => {
    const { clock, mira } = startSlow()
    const error = await clock.run(mira.chat.create({ messages }).catch((reason: unknown) => reason))
    expect(error).toMatchObject({
      code: 'connection_failed',
      message:
        'chat.create: cannot reach http://mira.test (ECONNRESET); an answer that takes long arrives with { collect: true }',
    })
  })

  it('ends at a total timeout of the call itself, with what arrived', async () => {
    const { clock, mira } = startSlow()
    const options = { collect: true, timeout: 100_000 }
    const error = await clock.run(mira.chat.create({ messages }, options).catch((reason: unknown) => reason))
    expect(error).toMatchObject({ code: 'timeout', timeout: 'total', operation: 'chat.create' })
    expect((error as { partial: typeof whole }).partial.choices[0]?.message.content).toMatch(/^word-0 .*word-8 $/)
  })

  it('ends at the idle timeout', async () => {
    const { clock, mira } = startSlow({ timeout: { idle: 9_000 } })
    const error = await clock.run(mira.chat.create({ messages }, { collect: true }).catch((reason: unknown) => reason))
    expect(error).toMatchObject({ code: 'timeout', timeout: 'idle', operation: 'chat.create' })
  })
})

it('names the option only where an answer took long', async () => {
  await using server = await startTestServer({ 'POST /v1/chat/completions': { status: 503, json: { detail: 'Busy' } } })
  const mira = createClient({ baseUrl: server.url, retry: false }).extend(chat)
  const error = await mira.chat.create({ messages }).catch((reason: unknown) => reason)
  expect(isMiraError(error) && error.message).not.toContain('collect')
})

it('collects several choices and tool calls', async () => {
  const call = (args: string, name?: string) => ({
    index: 0,
    ...(name && { id: 'f1', type: 'function' }),
    function: { name, arguments: args },
  })
  const toolDelta = (fragment: object) => ({
    ...head,
    choices: [{ index: 1, delta: { tool_calls: [fragment] }, finish_reason: null }],
  })
  await using server = await startTestServer({
    'POST /v1/chat/completions': {
      sse: [delta('one'), toolDelta(call('{"a"', 'add')), stop(), toolDelta(call(':1}')), stop(1)],
    },
  })
  const client = createClient({ baseUrl: server.url })
  const { choices } = await collectChatCompletion(client, { messages, n: 2 })
  expect(choices).toMatchObject([
    { index: 0, message: { content: 'one' } },
    { index: 1, message: { tool_calls: [{ id: 'f1', function: { name: 'add', arguments: '{"a":1}' } }] } },
  ])
})

it('asks again without stream_options where a server rejects them', async () => {
  await using server = await startTestServer({
    'POST /v1/chat/completions': [
      { status: 422, json: { detail: 'stream_options: unknown' } },
      { sse: [delta('Hi'), stop(), '[DONE]'] },
    ],
  })
  const client = createClient({ baseUrl: server.url })
  expect((await collectChatCompletion(client, { messages })).text).toBe('Hi')
  expect(server.requests.map((request) => Object.keys(request.json() as object))).toEqual(
    [['messages', 'model', 'stream', 'stream_options'].toSorted(), ['messages', 'model', 'stream'].toSorted()].map(
      (names) => expect.arrayContaining(names),
    ),
  )
  await expect(collectChatCompletion(client, { messages, stream_options: {} })).resolves.toMatchObject({
    choices: [{}],
  })
  expect(server.requests.at(-1)?.json()).toMatchObject({ stream_options: {} })
})

it('gives an interrupted answer as partial', async () => {
  await using server = await startTestServer({ 'POST /v1/chat/completions': { sse: [delta('Once')] } })
  const call = collectChatCompletion(createClient({ baseUrl: server.url }), { messages })
  await expect(call).rejects.toMatchObject({
    code: 'stream_interrupted',
    operation: 'chat.create',
    partial: { choices: [{ message: { content: 'Once' } }] },
  })
})

describe('a collected response', () => {
  const response = { id: 'r1', object: 'response', created_at: 1, model: 'mira', output: [] }
  const event = (type: string, fields: object = {}) => ({
    event: type,
    data: { type, response: { ...response, ...fields } },
  })

  it.each(['completed', 'incomplete', 'failed', 'cancelled'])('is returned when it is %s', async (status) => {
    await using server = await startTestServer({
      'POST /v1/responses': {
        sse: [event('response.created', { status: 'in_progress' }), event(`response.${status}`, { status })],
      },
    })
    const mira = createClient({ baseUrl: server.url }).extend(chat)
    const result = await mira.responses.create({ input: 'Hi' }, { collect: true })
    expect(result).toEqual({ ...response, status, output_text: '' })
    expect(metadataOf(result)?.status).toBe(200)
  })

  it('fails with an error event', async () => {
    await using server = await startTestServer({
      'POST /v1/responses': {
        sse: [
          event('response.created'),
          { event: 'error', data: { type: 'error', code: 'overloaded', message: 'Busy' } },
        ],
      },
    })
    const call = collectResponse(createClient({ baseUrl: server.url }), { input: 'Hi' })
    await expect(call).rejects.toMatchObject({
      code: 'overloaded',
      operation: 'responses.create',
      partial: { id: 'r1' },
    })
  })
})

it.each([{ messages: [] }, { messages, stream: true }])('refuses %j', async (params) => {
  const mira = createClient({ baseUrl: 'http://127.0.0.1:9' }).extend(chat)
  await expect(mira.chat.create(params as never, { collect: true })).rejects.toThrow(TypeError)
  await expect(mira.responses.create({ input: 'Hi', stream: true } as never, { collect: true })).rejects.toThrow(
    TypeError,
  )
})
