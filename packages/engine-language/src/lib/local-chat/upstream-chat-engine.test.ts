import type { RequestListener } from 'node:http'
import { type ChatEngine, type ChatRequest, EngineInputError, EngineUnavailableError } from '@mira/engine'
import { createUpstreamChatEngine } from '@mira/engine/upstream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collect, describeChatEngine } from '../../../../engine/test/chat-conformance.ts'
import { serve, speakOpenAi, type TestServer } from '../../../../engine/test/openai-server.ts'
import { createLocalChatEngine } from './local-chat-engine.ts'

let behind: ChatEngine
let server: TestServer
beforeAll(async () => {
  behind = createLocalChatEngine()
  server = await serve(speakOpenAi(behind))
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await behind.close()
})

describeChatEngine('upstream', {
  create: async () => createUpstreamChatEngine({ baseUrl: server.baseUrl, apiKey: 'key' }),
  model: 'mira',
})

const request: ChatRequest = { model: 'mira', messages: [{ role: 'user', content: 'Hi' }] }

/** Responds with one body of server-sent events, written in the given chunks. */
function streaming(...pieces: string[]): RequestListener {
  return (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
    for (const piece of pieces) response.write(piece)
    response.end()
  }
}

function chunk(delta: object, finish_reason: string | null = null): string {
  return `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason }] })}\n\n`
}

async function ask(listener: RequestListener, options: object = {}) {
  await using test = await serve(listener)
  return await collect(
    createUpstreamChatEngine({ baseUrl: test.baseUrl, apiKey: 'sk-secret', ...options }).generate(request),
  )
}

describe('createUpstreamChatEngine', () => {
  it.each(['reasoning_content', 'thinking_content', 'thinking', 'reasoning'])(
    'reads what a model thought from %s',
    async (field) => {
      const { reasoning, text } = await ask(
        streaming(chunk({ [field]: 'hm' }), chunk({ content: 'yes' }, 'stop'), 'data: [DONE]\n\n'),
      )
      expect([reasoning, text]).toEqual(['hm', 'yes'])
    },
  )

  it('reads events torn anywhere, with usage after the reason', async () => {
    const whole = `${chunk({ content: 'héllo' }, 'stop')}data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}\n\ndata: [DONE]\n\n`
    const { text, finish } = await ask(streaming(...whole))
    expect(text).toBe('héllo')
    expect(finish.usage).toEqual({ promptTokens: 3, completionTokens: 2 })
  })

  it('joins calls whose server leaves the index out and says stop', async () => {
    const call = (id: string, name: string) => chunk({ tool_calls: [{ id, function: { name, arguments: '{}' } }] })
    const { calls, finish } = await ask(streaming(call('a', 'one'), call('b', 'two'), chunk({}, 'stop')))
    expect(calls.map(({ id, name }) => [id, name])).toEqual([
      ['a', 'one'],
      ['b', 'two'],
    ])
    expect(finish.reason).toBe('tool_calls')
  })

  it('takes an answer that was not streamed, and estimates usage that was not sent', async () => {
    const { text, finish } = await ask((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ choices: [{ message: { content: 'all at once' }, finish_reason: 'length' }] }))
    })
    expect(text).toBe('all at once')
    expect(finish).toMatchObject({ reason: 'length', usage: { completionTokens: 3 } })
  })

  it.each([
    { story: 'ends without a reason', pieces: [chunk({ content: 'half' })], message: 'broke off' },
    {
      story: 'has an error in it',
      pieces: [chunk({ content: 'half' }), 'data: {"error":{"message":"out of memory"}}\n\n'],
      message: 'out of memory',
    },
    { story: 'is not JSON', pieces: ['data: oops\n\n'], message: 'not JSON' },
  ])('rejects a stream that $story', async ({ pieces, message }) => {
    const failure = await ask(streaming(...pieces)).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(EngineUnavailableError)
    expect(String(failure)).toContain(message)
  })

  it.each([
    {
      status: 400,
      body: '{"error":{"message":"bad sk-secret prompt"}}',
      type: EngineInputError,
      code: 'invalid_value',
      message: 'bad *** prompt',
    },
    {
      status: 422,
      body: '{"detail":"no such field"}',
      type: EngineInputError,
      code: 'invalid_value',
      message: 'no such field',
    },
    {
      status: 401,
      body: '{"error":"wrong key sk-secret"}',
      type: EngineUnavailableError,
      code: 'key_refused',
      message: 'refused the key',
    },
    { status: 500, body: '<html>', type: EngineUnavailableError, code: 'failed', message: 'answered 500' },
  ])('tells $status as $code, without the key', async ({ status, body, type, code, message }) => {
    const failure = await ask((_, response) => response.writeHead(status).end(body)).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(type)
    expect(failure).toMatchObject({ code })
    expect(String(failure)).toContain(message)
    expect(String(failure)).not.toContain('sk-secret')
  })

  it('passes 429 on with the wait the upstream asks for', async () => {
    const failure = await ask((_, response) => response.writeHead(429, { 'retry-after': '7' }).end()).catch(
      (error: unknown) => error,
    )
    expect(failure).toMatchObject({ code: 'busy', status: 429, retryAfterSeconds: 7 })
  })

  it('gives up on an upstream that falls silent', async () => {
    const failure = await ask(
      (_, response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).write(chunk({ content: 'a' })),
      {
        idleTimeoutMs: 60,
      },
    ).catch((error: unknown) => error)
    expect(failure).toMatchObject({ status: 504 })
  })

  it('cancels the request when the reader leaves', async () => {
    let wasCut: () => void = () => undefined
    const cut = new Promise<void>((resolve) => {
      wasCut = resolve
    })
    await using test = await serve((_, response) => {
      response.on('close', wasCut)
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(chunk({ content: 'a' }))
    })
    for await (const event of createUpstreamChatEngine({ baseUrl: test.baseUrl }).generate(request))
      if (event.type === 'text') break
    await cut
  })

  it('sends the fields it has no name for, the model it is set to, and the key', async () => {
    let seen: { authorization?: string | undefined; body: Record<string, unknown> } = { body: {} }
    await using test = await serve(async (incoming, response) => {
      let body = ''
      for await (const piece of incoming) body += piece
      seen = { authorization: incoming.headers.authorization, body: JSON.parse(body) as Record<string, unknown> }
      streaming(chunk({ content: 'ok' }, 'stop'))(incoming, response)
    })
    const engine = createUpstreamChatEngine({ baseUrl: test.baseUrl, apiKey: 'k', model: 'llama' })
    await collect(engine.generate({ ...request, extra: { top_k: 4 }, maxTokens: 9 }))
    expect(seen.authorization).toBe('Bearer k')
    expect(seen.body).toMatchObject({
      model: 'llama',
      top_k: 4,
      max_tokens: 9,
      stream: true,
      stream_options: { include_usage: true },
    })
  })

  it('says which upstream cannot be reached', async () => {
    const engine = createUpstreamChatEngine({
      baseUrl: 'http://user:pass@127.0.0.1:9/v1',
      fetch: () => Promise.reject(new TypeError('fetch failed')),
    })
    await expect(collect(engine.generate(request))).rejects.toThrow('upstream at 127.0.0.1:9 failed')
  })
})
