import { defineTool } from '@mira/chat'
import { createClient, isMiraError } from '@mira/core'
import { type Reply, type Routes, startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import type { ChatStoreOptions } from './chat-store-options.ts'
import { type ChatStore, createChatStore } from './create-chat-store.ts'
import { until } from './settled.test-support.ts'
import type { UiMessage } from './ui-message.ts'

const path = 'POST /v1/chat/completions'
const delta = (fields: object, finish_reason: string | null = null) => ({
  choices: [{ index: 0, delta: fields, finish_reason }],
})
const says = (...words: string[]): Reply => ({
  sse: [...words.map((content) => delta({ content })), delta({}, 'stop'), '[DONE]'],
})
const calls = (name: string, text = ''): Reply => {
  const call = { index: 0, id: `id_${name}`, type: 'function', function: { name, arguments: '{"city":"Омск"}' } }
  return { sse: [...(text ? [delta({ content: text })] : []), delta({ tool_calls: [call] }, 'tool_calls'), '[DONE]'] }
}

async function open(routes: Routes | Reply[], options: ChatStoreOptions = {}) {
  const server = await startTestServer(Array.isArray(routes) ? { [path]: routes } : routes)
  const chat = createChatStore(createClient({ baseUrl: server.url, retry: false }), options)
  return { server, chat, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

const settled = (chat: ChatStore) =>
  until(chat, ({ status }) => ['ready', 'error'].includes(status)).then(() => chat.getSnapshot())

const outline = (messages: readonly UiMessage[]) => messages.map(({ role, text, status }) => [role, text, status])

describe('createChatStore', () => {
  it('streams an answer, and sends the whole conversation with the next message', async () => {
    const params = { model: 'mira-thinking', temperature: 0 }
    await using opened = await open([says('При', 'вет!'), says('Ада')], { params })
    const { chat, server } = opened
    expect(chat.send('Меня зовут Ада')).toBe(true)
    expect(chat.getSnapshot()).toMatchObject({ status: 'submitted', messages: [{ role: 'user', status: 'done' }] })
    const [question] = (await settled(chat)).messages
    chat.send('Как?')
    const { messages, error } = await settled(chat)
    expect(error).toBeUndefined()
    expect(messages[0]).toBe(question)
    expect(new Set(messages.map(({ id }) => id)).size).toBe(4)
    expect(outline(messages)).toEqual([
      ['user', 'Меня зовут Ада', 'done'],
      ['assistant', 'Привет!', 'done'],
      ['user', 'Как?', 'done'],
      ['assistant', 'Ада', 'done'],
    ])
    expect(server.requests[1]!.json()).toMatchObject({
      ...params,
      stream: true,
      messages: [
        { role: 'user', content: 'Меня зовут Ада' },
        { role: 'assistant', content: 'Привет!' },
        { role: 'user', content: 'Как?' },
      ],
    })
  })

  it('accepts one message at a time, and none without text', async () => {
    await using opened = await open([says('a')])
    const { chat, server } = opened
    expect([chat.send('  '), chat.send([]), chat.regenerate(), chat.edit('x', 'y')]).toEqual(Array(4).fill(false))
    expect([chat.send('1'), chat.send('2'), chat.regenerate()]).toEqual([true, false, false])
    expect((await settled(chat)).messages).toHaveLength(2)
    expect(server.requests).toHaveLength(1)
  })

  it('keeps what arrived before a stop, and the server sees the end of the connection', async () => {
    await using opened = await open([{ sse: [delta({ content: 'Once ' }), delta({ content: 'upon' })], stallAt: 1e3 }])
    const { chat, server } = opened
    chat.send('Tell a story')
    await until(chat, ({ messages }) => messages.at(-1)?.text === 'Once upon')
    chat.stop()
    chat.stop()
    const { status, messages } = chat.getSnapshot()
    expect(status).toBe('ready')
    expect(messages.at(-1)).toMatchObject({ status: 'stopped', wire: [{ role: 'assistant', content: 'Once upon' }] })
    await server.waitForClose()
  })

  it('reports an error with what arrived, and regenerates', async () => {
    const errors: unknown[] = []
    const refusal: Reply = { status: 429, json: { detail: 'Slow down' } }
    const broken: Reply = { sse: [delta({ content: 'Half' })], dropAt: Number.POSITIVE_INFINITY }
    await using opened = await open([refusal, broken, says('Whole')], { onError: (error) => errors.push(error) })
    const { chat, server } = opened
    chat.send('Hello')
    const refused = await settled(chat)
    expect(isMiraError(refused.error) && refused.error.code).toBe('rate_limited')
    expect(outline(refused.messages)).toEqual([['user', 'Hello', 'done']])
    expect(chat.regenerate()).toBe(true)
    const interrupted = await settled(chat)
    expect(interrupted.status).toBe('error')
    expect(outline(interrupted.messages).at(-1)).toEqual(['assistant', 'Half', 'failed'])
    chat.regenerate(interrupted.messages.at(-1)?.id)
    const { messages, error } = await settled(chat)
    expect([outline(messages).at(-1), error]).toEqual([['assistant', 'Whole', 'done'], undefined])
    expect(server.requests.map((request) => (request.json() as { messages: unknown[] }).messages.length)).toEqual([
      1, 1, 1,
    ])
    expect(errors).toEqual([refused.error, interrupted.error])
  })

  it('edits a message, which removes everything after it and keeps its id', async () => {
    await using opened = await open([says('1'), says('2'), says('3')])
    const { chat } = opened
    for (const content of ['a', 'b']) {
      chat.send(content)
      await settled(chat)
    }
    const [first] = chat.getSnapshot().messages
    expect(chat.edit(first!.id, 'c')).toBe(true)
    const { messages } = await settled(chat)
    expect(messages[0]?.id).toBe(first?.id)
    expect(outline(messages)).toEqual([
      ['user', 'c', 'done'],
      ['assistant', '3', 'done'],
    ])
  })

  it('discards an answer when the conversation is replaced', async () => {
    await using opened = await open([{ sse: [delta({ content: 'x' })], stallAt: 1e3 }, says('ok')])
    const { chat, server } = opened
    chat.send('a')
    await until(chat, ({ status }) => status === 'streaming')
    chat.setMessages([])
    await server.waitForClose()
    expect(chat.getSnapshot()).toEqual({ messages: [], status: 'ready', error: undefined })
  })
})

describe('tools of a chat', () => {
  const weather = defineTool<{ city: string }>({ name: 'weather', execute: ({ city }) => ({ [city]: -20 }) })

  it('run in the page and are parts of one answer', async () => {
    await using opened = await open([calls('weather', 'Let me see. '), says('Cold.'), says('ok')], { tools: [weather] })
    const { chat, server } = opened
    chat.send('Weather?')
    const { messages } = await settled(chat)
    expect(messages).toHaveLength(2)
    expect(messages[1]).toMatchObject({
      text: 'Let me see. Cold.',
      parts: [
        { type: 'text', text: 'Let me see. ' },
        { type: 'tool', name: 'weather', arguments: '{"city":"Омск"}', status: 'done', result: { Омск: -20 } },
        { type: 'text', text: 'Cold.' },
      ],
    })
    chat.send('Thanks')
    await settled(chat)
    const { messages: sent } = server.requests[2]!.json() as { messages: { role: string }[] }
    expect(sent.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'assistant', 'user'])
  })

  it('that fail are shown, and the model answers', async () => {
    const execute = () => Promise.reject(new Error('No such city'))
    await using opened = await open([calls('weather'), says('Sorry.')], { tools: [{ name: 'weather', execute }] })
    const { chat } = opened
    chat.send('Weather?')
    const { messages } = await settled(chat)
    expect(messages[1]?.parts[0]).toMatchObject({ status: 'failed', error: 'No such city' })
  })

  it('are aborted by a stop, and their calls are not sent without an output', async () => {
    let signal: AbortSignal | undefined
    const execute = (_: unknown, context: { signal: AbortSignal }) => {
      ;({ signal } = context)
      return new Promise(() => {})
    }
    await using opened = await open([calls('weather', 'Wait. '), says('ok')], { tools: [{ name: 'weather', execute }] })
    const { chat, server } = opened
    chat.send('Weather?')
    await until(chat, ({ messages }) => messages[1]?.parts.at(-1)?.type === 'tool')
    chat.stop()
    expect(signal?.aborted).toBe(true)
    expect(chat.getSnapshot().messages[1]?.parts.at(-1)).toMatchObject({ type: 'tool', status: 'stopped' })
    chat.send('Never mind')
    await settled(chat)
    expect((server.requests[1]!.json() as { messages: object[] }).messages).toEqual([
      { role: 'user', content: 'Weather?' },
      { role: 'assistant', content: 'Wait. ' },
      { role: 'user', content: 'Never mind' },
    ])
  })
})

describe('a stored conversation', () => {
  it('is loaded with the first user, once, and saved with each message', async () => {
    const saved: string[] = []
    let loads = 0
    const storage = {
      load: async () => {
        loads += 1
        return [{ id: 's1', role: 'user', parts: [], text: 'Old', status: 'done', wire: [] }] as UiMessage[]
      },
      save: (messages: readonly UiMessage[] | undefined) => void saved.push(JSON.stringify(outline(messages ?? []))),
    }
    await using opened = await open([says('ok')], { storage })
    const { chat } = opened
    expect([chat.getSnapshot().status, chat.send('early')]).toEqual(['loading', false])
    for (const release of [chat.retain(), chat.retain()]) release()
    chat.retain()
    await settled(chat)
    expect([loads, outline(chat.getSnapshot().messages)]).toEqual([1, [['user', 'Old', 'done']]])
    chat.send('New')
    await until(chat, ({ status }) => status === 'ready')
    expect(saved.map((json) => JSON.parse(json).length)).toEqual([2, 3])
  })

  it('does not replace messages that were set while it was loaded', async () => {
    let resolve = (_: readonly UiMessage[]): void => {}
    const loaded = new Promise<readonly UiMessage[]>((settle) => {
      resolve = settle
    })
    const storage = { load: () => loaded, save: () => {} }
    await using opened = await open([says('ok')], { storage })
    const { chat } = opened
    chat.retain()
    await Promise.resolve()
    chat.setMessages([{ role: 'user', content: 'Mine' }])
    resolve([])
    await loaded
    await Promise.resolve()
    expect(outline(chat.getSnapshot().messages)).toEqual([['user', 'Mine', 'done']])
  })

  it('that cannot be read or written is an error, and the chat goes on', async () => {
    const errors: string[] = []
    const fail = (message: string) => () => {
      throw new Error(message)
    }
    const storage = { load: fail('unreadable'), save: fail('full') }
    await using opened = await open([says('ok')], { storage, onError: (error) => errors.push(String(error)) })
    const { chat } = opened
    chat.retain()
    await until(chat, ({ status }) => status === 'error')
    chat.send('a')
    const { messages } = await settled(chat)
    expect(outline(messages).at(-1)).toEqual(['assistant', 'ok', 'done'])
    await until(chat, () => errors.length === 3)
    expect(errors).toEqual(['Error: unreadable', 'Error: full', 'Error: full'])
  })
})

describe('the users of a chat', () => {
  it('end its answer when the last one has gone', async () => {
    await using opened = await open([{ sse: [delta({ content: 'x' })], stallAt: 1e3 }])
    const { chat, server } = opened
    const [first, second] = [chat.retain(), chat.retain()]
    chat.send('a')
    await until(chat, ({ status }) => status === 'streaming')
    first()
    await Promise.resolve()
    expect(chat.getSnapshot().status).toBe('streaming')
    second()
    await server.waitForClose()
    expect(chat.getSnapshot().messages.at(-1)?.status).toBe('stopped')
  })

  it('have the same first state on the server and in the page', () => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:1' })
    const messages = [
      { role: 'user', content: 'a' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '' } }],
      },
      { role: 'tool', tool_call_id: 'c', content: '1' },
      { role: 'assistant', content: 'b' },
    ] as const
    const [one, other] = [createChatStore(client, { messages }), createChatStore(client, { messages })]
    expect(one.getInitialSnapshot()).toEqual(other.getInitialSnapshot())
    expect(one.getInitialSnapshot()).toBe(one.getSnapshot())
    expect(outline(one.getSnapshot().messages)).toEqual([
      ['user', 'a', 'done'],
      ['assistant', 'b', 'done'],
    ])
  })

  it('cannot use unknown options', () => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:1' })
    expect(() => createChatStore(client, { model: 'mira' } as ChatStoreOptions)).toThrow(TypeError)
    const chat = createChatStore(client)
    expect(() => chat.update({ onfinish: () => {} } as ChatStoreOptions)).toThrow(/onfinish is unknown/)
  })
})
