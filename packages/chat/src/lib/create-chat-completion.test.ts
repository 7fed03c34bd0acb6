import { createClient, metadataOf } from '@mira/core'
import { startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { createChatCompletion } from './create-chat-completion.ts'
import { streamChatCompletion } from './stream-chat-completion.ts'

const messages = [{ role: 'user', content: 'Hello' }]
const completion = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_714_867_200,
  model: 'mira',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hi', mood: 'good' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2, thinking_tokens: 0 },
  system_fingerprint: 'f1',
}

describe('createChatCompletion', () => {
  it('gives the completion as the server sent it, unknown fields included', async () => {
    await using server = await startTestServer({
      'POST /v1/chat/completions': { json: completion, headers: { 'x-request-id': 'r1' } },
    })
    const client = createClient({ baseUrl: server.url, apiKey: 'sk-mira-test' })
    const result = await createChatCompletion(client, { messages, temperature: 0, ...{ top_k: 5 } })
    expect(result).toEqual(completion)
    expect(metadataOf(result)).toMatchObject({ requestId: 'r1', status: 200 })
    expect(server.requests[0]?.json()).toEqual({ model: 'mira', messages, temperature: 0, top_k: 5 })
  })

  it('takes the model from the call, then from the client', async () => {
    await using server = await startTestServer({ 'POST /v1/chat/completions': { json: completion } })
    const client = createClient({ baseUrl: server.url, model: 'mira-thinking' })
    await createChatCompletion(client, { messages })
    await createChatCompletion(client, { messages, model: 'other' })
    expect(server.requests.map((request) => (request.json() as { model: string }).model)).toEqual([
      'mira-thinking',
      'other',
    ])
  })

  it.each([
    ['no messages', {}],
    ['messages that are no list', { messages: 'Hello' }],
    ['an empty list', { messages: [] }],
    ['a message without a role', { messages: [{ content: 'Hello' }] }],
    ['a message that is null', { messages: [null] }],
    ['a number as content', { messages: [{ role: 'user', content: 1 }] }],
    ['a part that is null', { messages: [{ role: 'user', content: [null] }] }],
  ])('refuses %s', async (_, params) => {
    const call = createChatCompletion(createClient({ baseUrl: 'http://127.0.0.1:9' }), params as never)
    await expect(call).rejects.toThrow(TypeError)
  })

  it.each([
    ['as content', new Blob(['x'])],
    ['as a part', [new Blob(['x'])]],
    ['as an address', [{ type: 'image_url', image_url: { url: new Blob(['x']) } }]],
    ['as bytes', [new Uint8Array(3)]],
    ['as a promise', [Promise.resolve({ type: 'text', text: '' })]],
  ])('names the helper when a picture is given %s', async (_, content) => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:9' })
    const call = createChatCompletion(client, { messages: [{ role: 'user', content: content as never }] })
    await expect(call).rejects.toThrow(/await imagePart\(source\)/)
  })

  it('rejects with the reason of a signal that is aborted already, and sends nothing', async () => {
    await using server = await startTestServer({ 'POST /v1/chat/completions': { json: completion } })
    const reason = { why: 'not now' }
    const call = createChatCompletion(
      createClient({ baseUrl: server.url }),
      { messages },
      { signal: AbortSignal.abort(reason) },
    )
    await expect(call).rejects.toBe(reason)
    expect(server.requests).toHaveLength(0)
  })

  it.each([
    { kind: 'calls', reply: { json: completion }, call: createChatCompletion },
    {
      kind: 'streams',
      reply: { sse: [{ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }] },
      call: (...args: Parameters<typeof streamChatCompletion>) => streamChatCompletion(...args).final(),
    },
  ])('leaves no listener on a signal that serves 1,000 $kind', async ({ reply, call }) => {
    await using server = await startTestServer({ 'POST /v1/chat/completions': reply })
    const { signal } = new AbortController()
    let listeners = 0
    const { addEventListener, removeEventListener } = signal
    signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      listeners += 1
      addEventListener.apply(signal, args)
    }
    signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
      listeners -= 1
      removeEventListener.apply(signal, args)
    }
    const client = createClient({ baseUrl: server.url })
    let most = 0
    for (let done = 0; done < 1_000; done += 50) {
      const calls = Array.from({ length: 50 }, () => call(client, { messages }, { signal }))
      most = Math.max(most, listeners)
      await Promise.all(calls)
    }
    expect(most).toBeGreaterThan(0)
    expect(listeners).toBe(0)
  })
})
