import { describe, expect, it } from 'vitest'
import { readEvents } from '../test-support/read-events.test-support.ts'
import { startWordServer } from '../test-support/start-word-server.test-support.ts'

const chat = '/v1/chat/completions'
const responses = '/v1/responses'
const user = { role: 'user', content: 'good morning' }
const weather = { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } }
const ask = (fields: Record<string, unknown> = {}) => ({ model: 'mira', messages: [user], ...fields })

describe('requests as other clients send them', () => {
  const optional =
    `temperature top_p max_tokens max_completion_tokens stop n seed tools tool_choice response_format stream
    stream_options logprobs top_logprobs presence_penalty frequency_penalty logit_bias user store metadata modalities
    audio prediction service_tier reasoning_effort parallel_tool_calls functions function_call`.split(/\s+/)

  it.each<[name: string, path: string, body: unknown]>([
    ['null for every optional field', chat, ask(Object.fromEntries(optional.map((name) => [name, null])))],
    [
      'null within messages',
      chat,
      {
        model: 'mira',
        messages: [
          { ...user, name: null },
          {
            role: 'assistant',
            content: 'x',
            refusal: null,
            tool_calls: null,
            function_call: null,
            audio: null,
            name: null,
          },
          user,
        ],
      },
    ],
    ['a refused answer', chat, ask({ messages: [user, { role: 'assistant', content: null, refusal: 'no' }, user] })],
    [
      'a refusal part',
      chat,
      ask({
        messages: [user, { role: 'assistant', content: [{ type: 'refusal', refusal: 'no' }] }, user],
      }),
    ],
    ['null in the stream options', chat, ask({ stream_options: { include_usage: null } })],
    ['a schema without its body', chat, ask({ response_format: { type: 'json_schema', json_schema: { name: 'x' } } })],
    [
      'items of an earlier response',
      responses,
      {
        model: 'mira',
        input: [
          user,
          { type: 'reasoning', id: 'rs_1', summary: [] },
          {
            type: 'message',
            id: 'msg_1',
            role: 'assistant',
            status: 'completed',
            content: [
              { type: 'output_text', text: 'hi', annotations: [], logprobs: [] },
              { type: 'refusal', refusal: 'no' },
            ],
          },
          user,
        ],
      },
    ],
  ])('accepts %s', async (_name, path, body) => {
    await using server = await startWordServer()
    const answer = await server.post(path, body)
    expect([answer.status, answer.headers.get('x-mira-unknown-fields')]).toEqual([200, null])
  })

  it.each<[path: string, fields: Record<string, unknown>, detail: string]>([
    [chat, { logprobs: true }, 'logprobs: log probabilities'],
    [chat, { modalities: ['text', 'audio'] }, 'modalities[1]: only text'],
    [
      chat,
      { messages: [{ role: 'user', content: [{ type: 'input_audio', input_audio: { data: '', format: 'wav' } }] }] },
      'messages[0].content[0].type: audio is not supported here',
    ],
    [chat, { messages: [{ role: 'user', content: [{ type: 'file', file: {} }] }] }, 'files are not supported'],
    [responses, { input: 'x', background: true, store: false }, 'store: a background response must be stored'],
    [responses, { input: 'x', include: ['message.output_text.logprobs'] }, 'include[0]: log probabilities'],
    [responses, { input: 'x', conversation: 'conv_1' }, 'conversation: conversations are not supported'],
    [responses, { input: 'x', prompt: { id: 'p' } }, 'prompt: stored prompts are not supported'],
    [responses, { input: 'x', top_logprobs: 2 }, 'top_logprobs: log probabilities'],
    ['/v1/images/generate', { prompt: 'x', output_format: 'gif' }, 'output_format: expected "png"'],
    ['/v1/images/generate', { prompt: 'x', background: 'transparent' }, 'background: only "auto" and "opaque"'],
    ['/v1/images/generate', { prompt: 'x', output_compression: 50 }, 'output_compression: available with'],
    ['/v1/images/generate', { prompt: 'x', partial_images: 2 }, 'partial_images: expected stream: true'],
    ['/v1/images/generate', { prompt: 'x', stream: true, response_format: 'url' }, 'response_format: only "b64_json"'],
    ['/v1/images/generate', { prompt: 'x', quality: 'ultra' }, 'quality: expected "auto"'],
    ['/v1/audio/speech', { input: 'x', stream_format: 'ndjson' }, 'stream_format: expected "audio"'],
    ['/v1/audio/speech', { input: 'x', response_format: 'ogg' }, 'response_format: expected "mp3"'],
  ])('rejects by name what would change the form of the answer: %s %j', async (path, fields, detail) => {
    await using server = await startWordServer()
    const answer = await server.post(path, {
      ...(path === chat ? ask() : {}),
      model: undefined,
      ...fields,
      ...(path === chat || path === responses ? { model: 'mira' } : {}),
    })
    expect([answer.status, (await answer.json()).detail]).toEqual([422, expect.stringContaining(detail)])
  })
})

describe('several choices', () => {
  it('answers as often as asked, and counts the prompt once', async () => {
    await using server = await startWordServer()
    const answer = await (await server.post(chat, ask({ n: 3, seed: 5 }))).json()
    const choice = (index: number) => ({
      index,
      message: { role: 'assistant', content: 'You said: good morning' },
      finish_reason: 'stop',
    })
    expect(answer.choices).toEqual([choice(0), choice(1), choice(2)])
    expect(answer.usage).toMatchObject({ prompt_tokens: 2, completion_tokens: 12, total_tokens: 14 })
    expect(server.chat.requests.map(({ seed }) => seed)).toEqual([5, 6, 7])
  })

  it('streams each choice under its index', async () => {
    await using server = await startWordServer()
    const events = await readEvents(await server.post(chat, ask({ n: 2, stream: true })))
    const chunks = events.filter(({ data }) => data !== '[DONE]').map(({ data }) => JSON.parse(data).choices[0])
    for (const index of [0, 1]) {
      const own = chunks.filter((choice) => choice.index === index)
      expect(own[0].delta.role).toBe('assistant')
      expect(own.map(({ delta }) => delta.content ?? '').join('')).toBe('You said: good morning')
      expect(own.at(-1).finish_reason).toBe('stop')
    }
  })
})

describe('tools in other forms', () => {
  it('answers functions with a function call, streamed and whole', async () => {
    await using server = await startWordServer()
    const body = ask({ functions: [weather], function_call: { name: 'get_weather' } })
    const { choices } = await (await server.post(chat, body)).json()
    expect(choices[0]).toMatchObject({
      finish_reason: 'function_call',
      message: { function_call: { name: 'get_weather' } },
    })
    expect(choices[0].message).not.toHaveProperty('tool_calls')
    const events = await readEvents(await server.post(chat, { ...body, stream: true }))
    const deltas = events.filter(({ data }) => data !== '[DONE]').map(({ data }) => JSON.parse(data).choices[0])
    const streamed = deltas.map(({ delta }) => delta.function_call?.arguments ?? '').join('')
    expect([streamed, deltas.at(-1).finish_reason]).toEqual([
      choices[0].message.function_call.arguments,
      'function_call',
    ])
  })

  it('reads the result of a function', async () => {
    await using server = await startWordServer()
    await server.post(
      chat,
      ask({
        functions: [weather],
        messages: [
          user,
          { role: 'assistant', content: null, function_call: { name: 'get_weather', arguments: '{}' } },
          { role: 'function', name: 'get_weather', content: 'rain' },
        ],
      }),
    )
    const [, call, result] = server.chat.requests[0]!.messages
    expect(call!.toolCalls).toEqual([{ id: 'call_1', name: 'get_weather', arguments: '{}' }])
    expect(result).toMatchObject({ role: 'tool', toolCallId: 'call_1', content: 'rain' })
  })

  it.each([
    [
      chat,
      {
        tools: ['a', 'b'].map((name) => ({ type: 'function', function: { name } })),
        tool_choice: {
          type: 'allowed_tools',
          allowed_tools: { mode: 'required', tools: [{ type: 'function', function: { name: 'b' } }] },
        },
      },
    ],
    [
      responses,
      {
        input: 'x',
        tools: ['a', 'b'].map((name) => ({ type: 'function', name })),
        tool_choice: {
          type: 'allowed_tools',
          mode: 'required',
          tools: [{ type: 'function', name: 'b' }],
        },
      },
    ],
  ])('offers only the allowed tools: %s', async (path, fields) => {
    await using server = await startWordServer()
    await server.post(path, path === chat ? ask(fields) : { model: 'mira', ...fields })
    const [request] = server.chat.requests
    expect([request!.tools!.map(({ name }) => name), request!.toolChoice]).toEqual([['b'], 'required'])
  })
})

describe('names of models', () => {
  it('lets well-known names stand for the first model, and names the one that answered', async () => {
    await using server = await startWordServer({ aliases: { ours: 'mira-thinking' } })
    for (const [name, model] of [
      ['gpt-4o-mini', 'mira'],
      ['gpt-4o-2024-08-06', 'mira'],
      ['o3', 'mira'],
      ['ours', 'mira-thinking'],
    ]) {
      const whole = await (await server.post(chat, { ...ask(), model: name })).json()
      const response = await (await server.post(responses, { model: name, input: 'x' })).json()
      const card = await (await fetch(`${server.url}/v1/models/${name}`)).json()
      expect([whole.model, response.model, card.id]).toEqual([model, model, model])
    }
    const embedded = await (await server.post('/v1/embeddings', { model: 'text-embedding-3-small', input: 'x' })).json()
    const { data } = await (await fetch(`${server.url}/v1/models`)).json()
    expect(data.find(({ id }: { id: string }) => id === embedded.model).aliases).toContain('text-embedding-3-small')
    expect(data.find(({ id }: { id: string }) => id === 'mira-thinking').aliases).toEqual(['ours'])
  })

  it.each([
    { anyModel: false, name: 'unheard-of', status: 400 },
    { anyModel: true, name: 'unheard-of', status: 200 },
  ])('knows $name with anyModel $anyModel: $status', async ({ anyModel, name, status }) => {
    await using server = await startWordServer({ anyModel })
    expect((await server.post(chat, { ...ask(), model: name })).status).toBe(status)
    const card = await (await fetch(`${server.url}/v1/models/${name}`)).json()
    expect(card.id).toBe(status === 200 ? 'mira' : undefined)
  })
})

describe('fields that nobody knows', () => {
  it.each([
    ['max_token', 'max_token: unknown field; did you mean max_tokens?'],
    ['maxTokens', 'maxTokens: unknown field; did you mean max_tokens?'],
    ['temprature', 'temprature: unknown field; did you mean temperature?'],
    ['zzz', 'zzz: unknown field'],
    ['поле', '????: unknown field'],
  ])('names %s in a header', async (name, report) => {
    await using server = await startWordServer()
    const answer = await server.post(chat, ask({ [name]: 1 }))
    expect([answer.status, answer.headers.get('x-mira-unknown-fields')]).toEqual([200, report])
  })

  it('rejects them when it is strict', async () => {
    await using server = await startWordServer({ strictFields: true })
    const answer = await server.post(chat, ask({ maxTokens: 1 }))
    expect([answer.status, (await answer.json()).detail]).toEqual([
      422,
      'maxTokens: unknown field; did you mean max_tokens?',
    ])
    expect((await server.post(chat, ask({ user: 'x', service_tier: 'auto' }))).status).toBe(200)
  })
})

describe('HTTP as it is spoken', () => {
  it.each(['/v1/models', '/v1/models/', '//v1//models', '/models', '/v1/v1/models'])('serves %s', async (path) => {
    await using server = await startWordServer()
    expect((await (await fetch(server.url + path)).json()).object).toBe('list')
  })

  it.each(['/chat/completions', '/v1/chat/completions/'])('answers a chat at %s', async (path) => {
    await using server = await startWordServer()
    expect((await server.post(path, ask())).status).toBe(200)
  })

  it.each([
    ['bearer', 200],
    ['BEARER', 200],
    ['Bearer ', 200],
    ['Basic', 401],
  ])('reads the scheme %j: %i', async (scheme, status) => {
    await using server = await startWordServer()
    const authorization = `${scheme} ${server.apiKey}`
    expect((await server.post(chat, ask(), { headers: { authorization } })).status).toBe(status)
  })

  it('names the scheme when the key is missing', async () => {
    await using server = await startWordServer()
    const answer = await fetch(server.url + chat, { method: 'POST' })
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
  })

  it.each(['text/json', 'application/json;charset=UTF-8', 'Application/JSON'])('reads a body of %s', async (type) => {
    await using server = await startWordServer()
    expect((await server.post(chat, ask(), { headers: { 'content-type': type } })).status).toBe(200)
  })
})

describe('references to items', () => {
  it('stand for the items of stored responses of the key, and of no other', async () => {
    await using server = await startWordServer()
    const create = async (input: unknown, init = {}) => {
      const answer = await server.post(responses, { model: 'mira', input }, init)
      return { ...(await answer.json()), status: answer.status }
    }
    const first = await create('one')
    const reference = { type: 'item_reference', id: first.output[0].id }
    expect((await create([user, reference, user])).status).toBe(200)
    expect(server.chat.requests[1]!.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user'])
    const { key } = await (await server.post('/v1/api-keys', { name: 'other' })).json()
    const foreign = await create([user, reference], { headers: { authorization: `Bearer ${key}` } })
    const unknown = {
      status: 400,
      detail: expect.stringContaining(`input[1].id: item "${reference.id}" was not found`),
    }
    expect(foreign).toMatchObject(unknown)
    await fetch(`${server.url}${responses}/${first.id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${server.apiKey}` },
    })
    expect(await create([user, reference])).toMatchObject(unknown)
  })

  it.each(['msg_1', '', 'msg_00000000000000000000000000', `msg_${'0'.repeat(24)}zz`])(
    'rejects %j by name',
    async (id) => {
      await using server = await startWordServer()
      const answer = await server.post(responses, { model: 'mira', input: [user, { type: 'item_reference', id }] })
      expect([answer.status, (await answer.json()).error.code]).toEqual([400, 'item_not_found'])
    },
  )
})
