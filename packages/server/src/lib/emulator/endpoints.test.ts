import { wavHeader } from '@mira/engine/audio'
import { expect, it } from 'vitest'
import { readEvents } from '../test-support/read-events.test-support.ts'
import { ask, onePixel, startEmulator } from '../test-support/start-emulator.test-support.ts'
import type { FixtureAnswer } from './fixture.ts'

const messages = [{ role: 'user', content: 'Hello' }]
const wav = Buffer.concat([wavHeader(24_000, 4_800), Buffer.alloc(4_800, 1)])
const box = { x: 0.1, y: 0.2, width: 0.3, height: 0.4 }

it.each<{ path: string; answer: FixtureAnswer; body: object; expected: object }>([
  {
    path: '/v1/chat/completions',
    body: { model: 'mira', messages },
    answer: { text: 'Hi there!', reasoning: 'A greeting.', usage: { promptTokens: 3, completionTokens: 5 } },
    expected: {
      choices: [{ message: { content: 'Hi there!', thinking_content: 'A greeting.' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 3, completion_tokens: 5, total_tokens: 8 },
    },
  },
  {
    path: '/v1/chat/completions',
    body: { model: 'gpt-4o', messages },
    answer: {
      toolCalls: [
        { name: 'get_weather', arguments: { city: 'Paris' } },
        { name: 'ping', id: 'call_x' },
      ],
    },
    expected: {
      choices: [
        {
          message: {
            content: null,
            tool_calls: [
              { id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Paris"}' } },
              { id: 'call_x', type: 'function', function: { name: 'ping', arguments: '{}' } },
            ],
          },
          finish_reason: 'tool_calls',
        },
      ],
    },
  },
  {
    path: '/v1/chat/completions',
    body: { model: 'mira', messages },
    answer: { data: { total: 42 }, finishReason: 'length' },
    expected: { choices: [{ message: { content: '{"total":42}' }, finish_reason: 'length' }] },
  },
  {
    path: '/v1/chat/completions',
    body: { model: 'mira', messages },
    answer: { refusal: 'I cannot help with that.' },
    expected: { choices: [{ message: { content: null, refusal: 'I cannot help with that.' }, finish_reason: 'stop' }] },
  },
  {
    path: '/v1/responses',
    body: { model: 'mira', input: 'Hello' },
    answer: { text: 'Hi', toolCalls: [{ name: 'ping' }] },
    expected: {
      status: 'completed',
      output: [
        { type: 'message', content: [{ type: 'output_text', text: 'Hi' }] },
        { type: 'function_call', name: 'ping', arguments: '{}' },
      ],
    },
  },
  {
    path: '/v1/responses',
    body: { model: 'mira', input: 'Hello' },
    answer: { refusal: 'No.' },
    expected: { status: 'completed', output: [{ type: 'message', content: [{ type: 'refusal', refusal: 'No.' }] }] },
  },
  {
    path: '/v1/embeddings',
    body: { model: 'mira-embed', input: ['one', 'two', 'three'] },
    answer: {
      embeddings: [
        [1, 0],
        [0, 1],
      ],
    },
    expected: { data: [{ embedding: [1, 0] }, { embedding: [0, 1] }, { embedding: [0, 1] }] },
  },
  {
    path: '/v1/images/generate',
    body: { prompt: 'Hello', n: 2, response_format: 'b64_json' },
    answer: { images: [{ base64: onePixel, revisedPrompt: 'A dot' }] },
    expected: { data: [{ b64_json: onePixel, revised_prompt: 'A dot' }, { b64_json: onePixel }] },
  },
  {
    path: '/v1/vision/locate',
    body: { image: onePixel, target: 'Hello' },
    answer: { objects: [{ label: 'dot', box }] },
    expected: { found: true },
  },
])('answers $path with $answer', async ({ path, body, answer, expected }) => {
  await using server = await startEmulator([{ match: { endpoint: path }, answer }], { emulator: { strict: true } })
  const response = await server.post(path, body)
  expect({ status: response.status, body: await response.json() }).toMatchObject({ status: 200, body: expected })
})

it('streams a text word by word, or in the given parts', async () => {
  await using server = await startEmulator([
    { match: { user: 'words' }, answer: { text: 'One two  three.\n' } },
    { match: { user: 'parts' }, answer: { text: ['On', 'e two'] } },
  ])
  const partsOf = async (content: string) => {
    const body = { model: 'mira', stream: true, messages: [{ role: 'user', content }] }
    const events = await readEvents(await server.post('/v1/chat/completions', body))
    const contents = events.map(({ data }) => (data === '[DONE]' ? '' : JSON.parse(data).choices[0].delta.content))
    return contents.filter(Boolean)
  }
  expect(await partsOf('words')).toEqual(['One', ' two', '  three.', '\n'])
  expect(await partsOf('parts')).toEqual(['On', 'e two'])
})

it('fails a stream after its text', async () => {
  await using server = await startEmulator([{ answer: { text: 'Hi', error: { status: 503, message: 'gone' } } }])
  const events = await readEvents(await server.post('/v1/chat/completions', { model: 'mira', stream: true, messages }))
  expect(events.at(-1)?.data).toContain('"message":"gone"')
  expect(events[1]?.data).toContain('"content":"Hi"')
})

it('sends the audio of a fixture, and its samples where samples are requested', async () => {
  const audio = { base64: wav.toString('base64') }
  await using server = await startEmulator([{ match: { endpoint: 'speech' }, answer: { audio } }])
  const speak = async (response_format: string) => {
    const response = await server.post('/v1/audio/speech', { input: 'Good morning', voice: 'aria', response_format })
    return { type: response.headers.get('content-type'), bytes: Buffer.from(await response.arrayBuffer()) }
  }
  expect(await speak('mp3')).toEqual({ type: 'audio/wav', bytes: wav })
  const samples = await speak('pcm')
  expect(samples.type).toContain('audio/pcm')
  expect(samples.bytes).toEqual(wav.subarray(44))
})

it.each([
  { name: 'a recording', file: wav, durationSeconds: 0.1 },
  { name: 'bytes that are not audio', file: Buffer.alloc(1_000, 'x'), durationSeconds: 1 },
])('transcribes $name as the fixture says, with words spread over it', async ({ file, durationSeconds }) => {
  await using server = await startEmulator([{ answer: { transcript: 'Hello world' } }])
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(file)]), 'speech.wav')
  form.append('response_format', 'verbose_json')
  form.append('timestamp_granularities[]', 'word')
  const headers = { authorization: `Bearer ${server.apiKey}` }
  const response = await fetch(`${server.url}/v1/audio/transcribe`, { method: 'POST', headers, body: form })
  const middle = durationSeconds / 2
  expect(await response.json()).toMatchObject({
    text: 'Hello world',
    words: [
      { word: 'hello', start: 0, end: middle },
      { word: 'world', start: middle, end: durationSeconds },
    ],
  })
})

it('blocks a prompt as harmful', async () => {
  await using server = await startEmulator([
    { match: { user: 'bomb' }, answer: { blocked: 'weapons' } },
    { answer: { images: [{ base64: onePixel }] } },
  ])
  const generate = (prompt: string) => server.post('/v1/images/generate', { prompt })
  const blocked = await generate('a bomb')
  expect(blocked.status).toBe(400)
  expect(await blocked.text()).toContain('weapons')
  expect((await generate('a rose')).status).toBe(200)
})

it.each([
  { style: 'openai' as const, body: { error: { type: 'rate_limit_error', message: 'Slow down', code: 'too_fast' } } },
  { style: 'detail' as const, body: { detail: 'Slow down' } },
])('fails with status, headers and a body of style $style', async ({ style, body }) => {
  const error = {
    status: 429,
    message: 'Slow down',
    code: 'too_fast',
    retryAfter: 0,
    headers: { 'x-why': 'test' },
    style,
  }
  await using server = await startEmulator([{ answer: { error } }])
  const response = await server.post('/v1/embeddings', { model: 'mira-embed', input: 'x' })
  expect(response.status).toBe(429)
  expect([response.headers.get('retry-after'), response.headers.get('x-why')]).toEqual(['0', 'test'])
  expect(await response.json()).toMatchObject(body)
})

it('fails with a body of its own', async () => {
  await using server = await startEmulator([{ answer: { error: { status: 418, body: { teapot: true } } } }])
  const response = await server.post('/v1/chat/completions', { model: 'mira', messages })
  expect([response.status, await response.json()]).toEqual([418, { teapot: true }])
})

it('passes calls without a fixture to the engine, without loading it for the others', async () => {
  let loaded = 0
  await using server = await startEmulator([{ match: { user: 'fixed' }, answer: { text: 'Fixed.' } }], {
    engines: {
      embeddings: null,
      chat: async () => {
        loaded += 1
        const { createWordChatEngine } = await import('../test-support/word-chat-engine.test-support.ts')
        return createWordChatEngine()
      },
    },
  })
  expect(await ask(server, 'fixed')).toBe('Fixed.')
  expect(await ask(server, 'open')).toBe('You said: open')
  expect(loaded).toBe(1)
})

it('reports a missing engine when neither a fixture nor an engine answers', async () => {
  await using server = await startEmulator([])
  expect(await ask(server, 'Hello')).toBe('501 This server has no chat engine')
})

it('charges a fixed answer like any other', async () => {
  await using server = await startEmulator([
    { answer: { text: 'Hi', usage: { promptTokens: 1_000_000, completionTokens: 0 } } },
  ])
  const balance = async () => {
    const headers = { authorization: `Bearer ${server.apiKey}` }
    const response = await fetch(`${server.url}/v1/billing/balance`, { headers })
    return ((await response.json()) as { readonly balance_kopecks: number }).balance_kopecks
  }
  const before = await balance()
  await ask(server, 'Hello')
  expect(before - (await balance())).toBe(5_000)
})
