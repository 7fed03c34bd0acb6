import { chat } from '@mira/chat'
import { createClient, isMiraError } from '@mira/core'
import { createGate, type SseItem, startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'

const path = 'POST /v1/chat/completions'
const messages = [{ role: 'user', content: 'Hello' }]
const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'mira' }
const chunk = (delta: object | undefined, finish_reason: string | null = null, more: object = {}): SseItem => ({
  ...head,
  choices: [{ index: 0, ...(delta && { delta }), finish_reason, ...more }],
})
const texts = (...parts: string[]): SseItem[] =>
  parts.map((content, index) => chunk({ content }, index === parts.length - 1 ? 'stop' : null))

async function open(sse: SseItem[], options: object = {}) {
  const server = await startTestServer({ [path]: { sse } })
  const client = createClient({ baseUrl: server.url, retry: false }).extend(chat)
  return { server, stream: client.chat.stream({ messages }, options) }
}

/** A character that some split as a line end. */
const separator = '\u2028'
const logprobs = (token: string) => ({
  content: [{ token, logprob: -0.5, bytes: null, top_logprobs: [] }],
  refusal: null,
})
const refusals = (token: string) => ({
  content: null,
  refusal: [{ token, logprob: -0.5, bytes: null, top_logprobs: [] }],
})

/** Chunks, and the fields that their completion has. */
const completions: readonly { behavior: string; sse: SseItem[]; choice: object }[] = [
  { behavior: 'one event', sse: texts('Hello'), choice: { finish_reason: 'stop', message: { content: 'Hello' } } },
  { behavior: 'several events', sse: texts('Hel', 'lo'), choice: { message: { role: 'assistant', content: 'Hello' } } },
  {
    behavior: 'escaped line ends in JSON',
    sse: texts('my long\n\n', 'text'),
    choice: { message: { content: 'my long\n\ntext' } },
  },
  {
    behavior: 'a line separator in a text',
    sse: texts('culpa ', separator, 'foo'),
    choice: { message: { content: `culpa ${separator}foo` } },
  },
  { behavior: 'characters of several bytes', sse: texts('изве', 'стни'), choice: { message: { content: 'известни' } } },
  {
    behavior: 'a text that begins with line ends',
    sse: texts('\n\n', '{"a":1}'),
    choice: { message: { content: '\n\n{"a":1}' } },
  },
  { behavior: 'an empty text', sse: texts(''), choice: { message: { content: '' } } },
  { behavior: 'no text', sse: [chunk({ role: 'assistant' }, 'stop')], choice: { message: { content: null } } },
  {
    behavior: 'a text of null',
    sse: [chunk({ role: 'assistant', content: null }, 'stop')],
    choice: { message: { content: null } },
  },
  {
    behavior: 'a refusal',
    sse: [chunk({ role: 'assistant', refusal: 'I can' }), chunk({ refusal: 'not' }, 'stop')],
    choice: { message: { refusal: 'I cannot' } },
  },
  {
    behavior: 'a refusal after a part of the text',
    sse: [chunk({ content: '{"city":' }), chunk({ content: '"SF"}', refusal: 'Refused' }, 'stop')],
    choice: { message: { content: '{"city":"SF"}', refusal: 'Refused' } },
  },
  {
    behavior: 'log probabilities of the text',
    sse: [
      chunk({ content: 'a' }, null, { logprobs: logprobs('a') }),
      chunk({ content: 'b' }, 'stop', { logprobs: logprobs('b') }),
    ],
    choice: { logprobs: { content: [{ token: 'a' }, { token: 'b' }] } },
  },
  {
    behavior: 'log probabilities of a refusal',
    sse: [
      chunk({ refusal: 'a' }, null, { logprobs: refusals('a') }),
      chunk({ refusal: 'b' }, 'stop', { logprobs: refusals('b') }),
    ],
    choice: { logprobs: { refusal: [{ token: 'a' }, { token: 'b' }] } },
  },
  {
    behavior: 'a late chunk of a content filter, without a delta and with empty fields',
    sse: [
      ...texts('hello'),
      {
        id: '',
        object: '',
        created: 0,
        model: '',
        choices: [{ index: 0, finish_reason: null, content_filter_results: {} }],
      },
    ],
    choice: { finish_reason: 'stop', message: { content: 'hello' } },
  },
  {
    behavior: 'padding against analysis of sizes',
    sse: [
      { ...(chunk({ content: 'Hello' }) as object), obfuscation: 'xyz' },
      { ...(chunk({ content: ' world' }, 'stop') as object), obfuscation: '' },
    ],
    choice: { message: { role: 'assistant', content: 'Hello world' } },
  },
  {
    behavior: 'audio with its transcript',
    sse: [
      chunk({ role: 'assistant', audio: { id: 'audio-1', transcript: 'hel', data: 'abc' } }),
      chunk({ audio: { transcript: 'lo', data: 'def' } }),
      chunk({ audio: { expires_at: 2 } }, 'stop'),
    ],
    choice: { message: { audio: { id: 'audio-1', transcript: 'hello', data: 'abcdef', expires_at: 2 } } },
  },
  {
    behavior: 'calls of a custom tool and of a function',
    sse: [
      chunk({ tool_calls: [{ index: 0, id: 'c1', type: 'custom', custom: { name: 'run', input: '' } }] }),
      chunk({ tool_calls: [{ index: 0, custom: { input: 'print("hel' } }] }),
      chunk({ tool_calls: [{ index: 0, custom: { input: 'lo")' } }] }),
      chunk({ tool_calls: [{ index: 1, id: 'c2', type: 'function', function: { name: 'weather', arguments: '' } }] }),
      chunk({ tool_calls: [{ index: 1, function: { arguments: '{"city":' } }] }),
      chunk({ tool_calls: [{ index: 1, function: { arguments: '"SF"}' } }] }),
      chunk({}, 'tool_calls'),
    ],
    choice: {
      finish_reason: 'tool_calls',
      message: {
        tool_calls: [
          { id: 'c1', type: 'custom', custom: { name: 'run', input: 'print("hello")' } },
          { id: 'c2', type: 'function', function: { name: 'weather', arguments: '{"city":"SF"}' } },
        ],
      },
    },
  },
  {
    behavior: 'an empty text before a tool call',
    sse: [
      chunk({ role: 'assistant', content: '' }),
      chunk({ tool_calls: [{ index: 0, id: 'c1', type: 'function', function: { name: 'weather', arguments: '{}' } }] }),
      chunk({}, 'tool_calls'),
    ],
    choice: { message: { content: '', tool_calls: [{ id: 'c1' }] } },
  },
  ...['length', 'content_filter'].map((reason) => ({
    behavior: `JSON cut off by ${reason}`,
    sse: [chunk({ content: '{"city":' }, reason)],
    choice: { finish_reason: reason, message: { content: '{"city":' } },
  })),
]

describe('a stream of chat', () => {
  it.each(completions)('assembles $behavior', async ({ sse, choice }) => {
    const { server, stream } = await open([...sse, '[DONE]'])
    await using _ = server
    const completion = await stream.final()
    expect(completion).toMatchObject({ id: 'chatcmpl-1', created: 1, model: 'mira' })
    expect(completion.choices[0]).toMatchObject(choice)
    expect(JSON.stringify(completion)).not.toContain('obfuscation')
  })

  it('delivers padding with its chunk', async () => {
    const { server, stream } = await open([{ ...(texts('Hello')[0] as object), obfuscation: 'xyz' }, '[DONE]'])
    await using _ = server
    const seen: unknown[] = []
    for await (const item of stream) seen.push((item as { obfuscation?: unknown }).obfuscation)
    expect(seen).toEqual(['xyz'])
  })

  it.each([
    { behavior: 'a text without a finish reason', sse: [chunk({ role: 'assistant', content: 'hello' })] },
    {
      behavior: 'audio that goes on after its expiry, without a finish reason',
      sse: [chunk({ audio: { expires_at: 2 } }), chunk({ audio: { data: 'def' } })],
    },
  ])('fails for $behavior when the stream ends', async ({ sse }) => {
    const { server, stream } = await open(sse)
    await using _ = server
    await expect(stream.final()).rejects.toMatchObject({ code: 'stream_interrupted' })
  })

  it('delivers what came before a failure, and the failure once', async () => {
    const { server, stream } = await open([
      ...texts('hel', 'lo').map((item) => ({ ...(item as object) })),
      { error: { message: 'boom' } },
    ])
    await using _ = server
    const iterator = stream[Symbol.asyncIterator]()
    expect((await iterator.next()).value).toMatchObject({ text: 'hel' })
    expect((await iterator.next()).value).toMatchObject({ text: 'lo' })
    const failure = await iterator.next().catch((error: unknown) => error)
    expect(isMiraError(failure)).toBe(true)
    expect(failure).toMatchObject({ message: expect.stringContaining('boom') })
    expect(await iterator.next()).toEqual({ value: undefined, done: true })
  })

  it('aborts when its reader leaves the loop', async () => {
    const gate = createGate()
    const server = await startTestServer({ [path]: { sse: [chunk({ content: 'hel' }), gate] } })
    await using _ = server
    const stream = createClient({ baseUrl: server.url, retry: false }).extend(chat).chat.stream({ messages })
    for await (const { text } of stream) if (text === 'hel') break
    await server.waitForClose()
  })

  it('ends at once when it is iterated after its end', async () => {
    const { server, stream } = await open([...texts('hello'), '[DONE]'])
    await using _ = server
    await stream.final()
    const again: unknown[] = []
    for await (const item of stream) again.push(item)
    expect(again).toEqual([])
  })

  it('leaves no listener on the signal of its caller', async () => {
    const { signal } = new AbortController()
    const counts: string[] = []
    const add = signal.addEventListener.bind(signal)
    const remove = signal.removeEventListener.bind(signal)
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      counts.push('add')
      add(...args)
    }
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      counts.push('remove')
      remove(...args)
    }
    const { server, stream } = await open([...texts('hello'), '[DONE]'], { signal })
    await using _ = server
    expect(await stream.text()).toBe('hello')
    expect(counts.filter((call) => call === 'remove').length).toBeGreaterThanOrEqual(
      counts.filter((call) => call === 'add').length,
    )
  })

  it('copies itself as a readable stream of events', async () => {
    const { server, stream } = await open([...texts('Hel', 'lo'), '[DONE]'])
    await using _ = server
    const copied = await new Response(stream.toReadableStream()).text()
    expect(copied.match(/"content":"(Hel|lo)"/g)).toHaveLength(2)
    expect(copied).toMatch(/data: \[DONE\]\n\n$/)
  })

  it('fails when no connection can be made, in a loop as by final()', async () => {
    const { server } = await open([])
    const { url } = server
    await server.close()
    const client = createClient({ baseUrl: url, retry: false }).extend(chat)
    await expect(client.chat.stream({ messages }).final()).rejects.toMatchObject({ code: 'connection_failed' })
    const loop = (async () => {
      for await (const _ of client.chat.stream({ messages }));
    })()
    await expect(loop).rejects.toMatchObject({ code: 'connection_failed' })
  })
})
