import { wavHeader } from '@mira/engine/audio'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDurationEngine, createHummingEngine } from '../test-support/audio-engines.test-support.ts'
import { createGrayImageEngine } from '../test-support/image-engines.test-support.ts'
import { createLetterEmbeddingEngine } from '../test-support/letter-embedding-engine.test-support.ts'
import { noMediaEngines } from '../test-support/no-media-engines.test-support.ts'
import { createPng, toDataUri } from '../test-support/png.test-support.ts'
import { startWordServer, type WordServer } from '../test-support/start-word-server.test-support.ts'
import { createWordChatEngine } from '../test-support/word-chat-engine.test-support.ts'

let server: WordServer
beforeAll(async () => {
  const transcription = {
    ...createDurationEngine(),
    transcribe: async () => ({
      text: 'One. Two.',
      language: 'en',
      durationSeconds: 1,
      segments: [
        { start: 0, end: 0.5, text: 'One.' },
        { start: 0.5, end: 1, text: 'Two.' },
      ],
      words: [{ word: 'one', start: 0, end: 0.5, confidence: 0.5 }],
    }),
  }
  server = await startWordServer({
    engines: {
      ...noMediaEngines,
      chat: createWordChatEngine(),
      embeddings: createLetterEmbeddingEngine(),
      images: { ...createGrayImageEngine(), formats: ['png', 'webp', 'jpeg'] },
      speech: createHummingEngine(),
      transcription,
    },
    ffmpegCommand: '/nonexistent/ffmpeg',
  })
})
afterAll(() => server.close({ graceMs: 0 }))

const node = { 'user-agent': 'OpenAI/JS 7.57.0', 'x-stainless-lang': 'js', 'x-stainless-retry-count': '0' }
const python = { 'user-agent': 'AsyncOpenAI/Python 2.8.0', 'x-stainless-lang': 'python', 'x-stainless-async': 'true' }
const aiSdk = { 'user-agent': 'ai/7.0.173 ai-sdk/openai/4.0.1 runtime/node.js/24' }

type Headers = Readonly<Record<string, string>>
type Fields = Readonly<Record<string, string | Blob | readonly (string | Blob)[]>>

async function send(method: string, path: string, body?: object, headers: Headers = {}) {
  const isForm = body instanceof FormData
  const type = isForm || body === undefined ? {} : { 'content-type': 'application/json' }
  const answer = await fetch(server.url + path, {
    method,
    headers: { authorization: `Bearer ${server.apiKey}`, accept: 'application/json', ...type, ...headers },
    body: isForm || body === undefined ? (body ?? null) : JSON.stringify(body),
  })
  const bytes = Buffer.from(await answer.arrayBuffer())
  const text = bytes.toString()
  const isJson = answer.headers.get('content-type')?.startsWith('application/json') === true
  const events = text.match(/^event: .+$/gm)?.map((line) => line.slice('event: '.length)) ?? []
  return {
    status: answer.status,
    unknown: answer.headers.get('x-mira-unknown-fields'),
    type: answer.headers.get('content-type'),
    bytes,
    events,
    json: isJson ? JSON.parse(text) : undefined,
  }
}

function formOf(fields: Fields): FormData {
  const form = new FormData()
  for (const [name, values] of Object.entries(fields)) {
    for (const value of [values].flat()) {
      if (typeof value === 'string') form.append(name, value)
      else form.append(name, value as Blob, 'upload.bin')
    }
  }
  return form
}

type Answer = Awaited<ReturnType<typeof send>>
type Case = [client: string, body: object, answered: (answer: Answer) => unknown, headers?: Headers]

const accepted = { status: 200, unknown: null }
const textOf = ({ json }: Answer) => json.output.at(-1).content?.[0].text
const item = (text: string) => ({ role: 'user', content: [{ type: 'input_text', text }] })
const look = {
  type: 'function',
  name: 'look',
  description: 'Looks',
  parameters: { type: 'object', properties: { at: { type: 'string' } }, required: ['at'], additionalProperties: false },
  strict: true,
}

describe('responses', () => {
  const path = '/v1/responses'
  it.each<Case>([
    ['openai', { model: 'gpt-5', input: 'one', store: true, truncation: 'auto' }, textOf, node],
    [
      'openai for Python with null for what is not given',
      {
        model: 'gpt-4o',
        input: [item('one')],
        background: null,
        conversation: null,
        include: null,
        instructions: null,
        max_output_tokens: null,
        max_tool_calls: null,
        metadata: null,
        parallel_tool_calls: null,
        previous_response_id: null,
        prompt: null,
        reasoning: null,
        service_tier: null,
        store: null,
        stream: null,
        temperature: null,
        text: null,
        tool_choice: null,
        tools: null,
        top_logprobs: null,
        top_p: null,
        user: null,
      },
      textOf,
      python,
    ],
    [
      'the AI SDK',
      {
        model: 'gpt-5-mini',
        input: [{ role: 'developer', content: 'Be brief' }, item('one')],
        text: { verbosity: 'low' },
        reasoning: { effort: 'low', summary: 'auto' },
        include: ['reasoning.encrypted_content'],
        store: false,
        prompt_cache_key: 'k',
        safety_identifier: 's',
        service_tier: 'flex',
      },
      textOf,
      aiSdk,
    ],
    [
      'the AI SDK, second step of a tool loop without storing',
      {
        model: 'gpt-4o',
        input: [
          item('look'),
          { type: 'reasoning', id: 'rs_1', encrypted_content: 'x', summary: [{ type: 'summary_text', text: 'hm' }] },
          { type: 'function_call', call_id: 'call_1', name: 'look', arguments: '{"at":"x"}', id: 'fc_1' },
          { type: 'function_call_output', call_id: 'call_1', output: '{"seen":true}' },
        ],
        tools: [look],
        tool_choice: 'auto',
        store: false,
      },
      textOf,
    ],
    [
      'the Agents SDK, with the history of its run',
      {
        model: 'gpt-4.1',
        input: [
          { type: 'message', role: 'user', content: 'one' },
          {
            type: 'message',
            id: 'msg_1',
            role: 'assistant',
            status: 'completed',
            content: [{ type: 'output_text', text: 'hi', annotations: [], logprobs: [] }],
          },
          { type: 'message', role: 'user', content: 'two', providerData: {} },
        ],
        instructions: 'Be brief',
        include: [],
        tools: [look],
        parallel_tool_calls: false,
        text: { format: { type: 'text' } },
      },
      textOf,
    ],
    [
      'LangChain',
      {
        model: 'gpt-4o-mini',
        input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'one' }] }],
        temperature: 0.7,
        top_p: 1,
        stream: false,
        metadata: { run: '1' },
        user: 'u',
      },
      textOf,
    ],
    [
      'an image of the AI SDK',
      {
        model: 'gpt-4o',
        input: [
          {
            role: 'user',
            content: [
              { type: 'input_text', text: 'what?' },
              { type: 'input_image', image_url: toDataUri(createPng()), detail: 'low', file_id: null },
            ],
          },
        ],
      },
      textOf,
    ],
    [
      'null within the fields',
      {
        model: 'gpt-4o',
        input: [
          { type: 'message', id: null, status: null, role: 'user', content: 'one' },
          { type: 'function_call', id: null, status: null, call_id: 'c', name: 'look', arguments: '{}' },
          { type: 'function_call_output', id: null, status: null, call_id: 'c', output: 'x' },
        ],
        tools: [{ type: 'function', name: 'look', description: null, parameters: null, strict: null }],
        reasoning: { effort: null, summary: null, generate_summary: null },
        text: { format: null, verbosity: null },
        stream_options: null,
      },
      textOf,
    ],
    [
      'the parse helper of openai',
      {
        model: 'gpt-4o',
        input: 'one',
        text: { format: { type: 'json_schema', name: 'answer', strict: true, schema: look.parameters } },
      },
      (answer) => JSON.parse(textOf(answer)).at,
    ],
  ])('%s is answered', async (_client, body, answered, headers) => {
    const answer = await send('POST', path, body, headers)
    expect(answer).toMatchObject(accepted)
    expect(answered(answer)).toEqual(expect.any(String))
  })

  it.each<[client: string, body: object, last: string]>([
    ['openai', { model: 'gpt-4o', input: 'one', stream: true }, 'response.completed'],
    [
      'the stream helper of openai',
      { model: 'gpt-4o', input: 'one', stream: true, stream_options: { include_obfuscation: false } },
      'response.completed',
    ],
    ['openai, in the background', { model: 'o3', input: 'one', stream: true, background: true }, 'response.completed'],
    [
      'the AI SDK',
      { model: 'gpt-4o', input: [item('look')], tools: [look], tool_choice: 'required', stream: true },
      'response.completed',
    ],
  ])('%s is streamed', async (_client, body, last) => {
    const answer = await send('POST', path, body, { ...node, accept: 'text/event-stream' })
    expect([answer.status, answer.type, answer.events.at(-1)]).toEqual([200, 'text/event-stream; charset=utf-8', last])
  })

  it('is polled, listed, followed again and deleted, as the library of OpenAI does', async () => {
    const { json: queued } = await send('POST', path, { model: 'o3', input: 'one', background: true }, node)
    expect(queued).toMatchObject({ status: 'queued', background: true })
    const get = (suffix: string) => send('GET', `${path}/${queued.id}${suffix}`, undefined, node)
    await expect.poll(async () => (await get('')).json.status).toBe('completed')
    // Libraries also send the query parameters that they know and this server does not.
    expect((await get('?include[]=reasoning.encrypted_content&include_obfuscation=false')).status).toBe(200)
    const events = (await get('?stream=true&starting_after=1&include_obfuscation=false')).events
    expect([events[0], events.at(-1)]).toEqual(['response.in_progress', 'response.completed'])
    const items = await get('/input_items?limit=100&order=asc&include[]=message.input_image.image_url')
    expect(items.json.data).toMatchObject([{ role: 'user', content: [{ type: 'input_text', text: 'one' }] }])
    expect((await send('POST', `${path}/${queued.id}/cancel`, {}, node)).json.status).toBe('completed')
    expect((await send('POST', `${path}/${queued.id}/cancel`, undefined, python)).json.status).toBe('completed')
    expect((await send('DELETE', `${path}/${queued.id}`, undefined, python)).status).toBe(200)
  })

  it.each([
    { model: 'gpt-5', input: 'one two', tools: [look], reasoning: { effort: 'low' }, truncation: 'disabled' },
    { model: null, input: [item('one two')], instructions: null, conversation: null, text: null, tools: null },
    { input: 'one two' },
  ])('counts the tokens of %j', async (body) => {
    const answer = await send('POST', `${path}/input_tokens`, body, node)
    expect(answer).toMatchObject({ ...accepted, json: { object: 'response.input_tokens', input_tokens: 2 } })
  })
})

describe('embeddings', () => {
  it.each<[client: string, body: object, form: 'array' | 'string', headers?: Headers]>([
    ['openai', { model: 'text-embedding-3-small', input: 'one', encoding_format: 'base64' }, 'string', node],
    [
      'openai for Python',
      { model: 'text-embedding-ada-002', input: ['one', 'two'], encoding_format: 'base64' },
      'string',
      python,
    ],
    [
      'the AI SDK',
      { model: 'text-embedding-3-large', input: ['one'], encoding_format: 'float', dimensions: 8, user: 'u' },
      'array',
      aiSdk,
    ],
    ['LangChain', { model: 'text-embedding-ada-002', input: ['one', 'two'] }, 'array'],
    [
      'LlamaIndex',
      { model: 'text-embedding-3-small', input: ['one'], dimensions: null, encoding_format: null },
      'array',
    ],
  ])('%s', async (_client, body, form, headers) => {
    const answer = await send('POST', '/v1/embeddings', body, headers)
    expect(answer).toMatchObject(accepted)
    const { embedding } = answer.json.data[0]
    expect(Array.isArray(embedding) ? 'array' : typeof embedding).toBe(form)
  })
})

const picture = new Blob([createPng()], { type: 'image/png' })

describe('images', () => {
  const url = ({ json }: Answer) => json.data[0].url
  const base64 = ({ json }: Answer) => json.data[0].b64_json
  it.each<Case>([
    [
      'openai with DALL·E',
      { model: 'dall-e-3', prompt: 'a', style: 'vivid', quality: 'hd', size: '1792x1024' },
      url,
      node,
    ],
    [
      'openai for Python, with null',
      { model: 'dall-e-2', prompt: 'a', n: null, size: null, quality: null, response_format: null, style: null },
      url,
      python,
    ],
    [
      'openai with GPT Image',
      {
        model: 'gpt-image-1',
        prompt: 'a',
        background: 'auto',
        moderation: 'low',
        output_format: 'png',
        output_compression: 100,
        quality: 'high',
        size: 'auto',
        partial_images: 0,
        stream: false,
      },
      base64,
      node,
    ],
    ['the AI SDK with GPT Image', { model: 'gpt-image-1', prompt: 'a', n: 1, size: '1024x1024' }, base64, aiSdk],
    ['the AI SDK with DALL·E', { model: 'dall-e-3', prompt: 'a', n: 1, response_format: 'b64_json' }, base64, aiSdk],
    [
      'LangChain',
      {
        model: 'dall-e-3',
        prompt: 'a',
        n: 1,
        size: '1024x1024',
        quality: 'standard',
        response_format: 'url',
        user: 'u',
      },
      url,
    ],
    [
      'litellm',
      { model: 'gpt-image-1-mini', prompt: 'a', response_format: 'url', size: '1024x1536', quality: 'low', n: 2 },
      url,
    ],
  ])('%s', async (_client, body, answered, headers) => {
    const answer = await send('POST', '/v1/images/generations', body, headers)
    expect(answer).toMatchObject(accepted)
    expect(answered(answer)).toEqual(expect.any(String))
  })

  it.each<[client: string, fields: Fields, answered: (answer: Answer) => unknown]>([
    ['openai', { model: 'dall-e-2', prompt: 'a', image: picture, mask: picture, n: '1', size: '512x512' }, url],
    [
      'openai for Python',
      {
        model: 'gpt-image-1',
        prompt: 'a',
        'image[]': [picture, picture],
        input_fidelity: 'high',
        background: 'auto',
        quality: 'auto',
        output_format: 'png',
        output_compression: '100',
        partial_images: '0',
        stream: 'false',
        user: 'u',
      },
      base64,
    ],
    ['the AI SDK', { model: 'gpt-image-1', prompt: 'a', image: picture, n: '1', size: '1024x1024' }, base64],
    ['curl', { prompt: 'a', 'image[0]': picture, response_format: '', size: '' }, url],
  ])('%s edits', async (_client, fields, answered) => {
    const answer = await send('POST', '/v1/images/edits', formOf(fields))
    expect(answer.status).toBe(200)
    expect(answered(answer)).toEqual(expect.any(String))
  })

  it('openai streams', async () => {
    const body = { model: 'gpt-image-1', prompt: 'a', stream: true, partial_images: 3, size: '1024x1024' }
    const made = await send('POST', '/v1/images/generations', body, node)
    const form = formOf({ model: 'gpt-image-1', prompt: 'a', image: picture, stream: 'true', partial_images: '2' })
    const edited = await send('POST', '/v1/images/edits', form, node)
    expect([made.events, edited.events]).toEqual([['image_generation.completed'], ['image_edit.completed']])
  })
})

describe('speech', () => {
  it.each<[client: string, body: object, type: string, unknown: string | null]>([
    ['openai', { model: 'tts-1', voice: 'alloy', input: 'Hi' }, 'audio/pcm', null],
    [
      'openai',
      { model: 'tts-1-hd', voice: 'onyx', input: 'Hi', response_format: 'pcm', speed: 1.25 },
      'audio/pcm',
      null,
    ],
    [
      'openai with an own voice',
      { model: 'gpt-4o-mini-tts', voice: { id: 'nova' }, input: 'Hi', stream_format: 'audio' },
      'audio/pcm',
      null,
    ],
    [
      'openai for Python, streaming',
      { model: 'gpt-4o-mini-tts', voice: 'coral', input: 'Hi', stream_format: 'sse', response_format: 'wav' },
      'text/event-stream; charset=utf-8',
      null,
    ],
    [
      'the AI SDK',
      { model: 'gpt-4o-mini-tts', input: 'Hi', voice: 'alloy', response_format: 'mp3', speed: 1, instructions: 'Calm' },
      'audio/pcm',
      'instructions: unknown field',
    ],
  ])('%s %j', async (_client, body, type, unknown) => {
    const answer = await send('POST', '/v1/audio/speech', body, { accept: 'application/octet-stream' })
    expect([answer.status, answer.type, answer.unknown]).toEqual([200, type, unknown])
    expect(answer.bytes.length).toBeGreaterThan(1_000)
  })
})

const recording = new Blob([Buffer.concat([wavHeader(16_000, 32_000), Buffer.alloc(32_000)])], { type: 'audio/wav' })

describe('transcripts', () => {
  const transcriptions = '/v1/audio/transcriptions'
  const text = 'One. Two.'
  it.each<[client: string, path: string, fields: Fields, expected: object]>([
    ['openai', transcriptions, { model: 'whisper-1', file: recording }, { text }],
    ['openai', transcriptions, { model: 'gpt-4o-transcribe', file: recording, chunking_strategy: 'auto' }, { text }],
    [
      'openai for Python',
      transcriptions,
      {
        file: recording,
        model: 'whisper-1',
        response_format: 'verbose_json',
        'timestamp_granularities[]': ['word', 'segment'],
        temperature: '0.0',
        language: 'en',
        stream: 'false',
      },
      { task: 'transcribe', words: [{ word: 'one' }], segments: [{ id: 0 }, { id: 1 }] },
    ],
    [
      'the AI SDK',
      transcriptions,
      { model: 'whisper-1', file: recording, response_format: 'verbose_json', temperature: '0' },
      {
        segments: [
          { seek: 0, tokens: [], avg_logprob: Math.log(0.5) },
          { seek: 50, no_speech_prob: 0 },
        ],
      },
    ],
    [
      'the AI SDK with options',
      transcriptions,
      {
        model: 'gpt-4o-mini-transcribe',
        file: recording,
        response_format: 'json',
        temperature: '0',
        'timestamp_granularities[]': ['segment'],
      },
      { segments: [{ id: 0 }, { id: 1 }] },
    ],
    ['LangChain', transcriptions, { file: recording, model: 'whisper-1', language: 'en', prompt: '' }, { text }],
    ['openai', '/v1/audio/translations', { file: recording, model: 'whisper-1', response_format: 'json' }, { text }],
    [
      'openai for Python',
      '/v1/audio/translations',
      { file: recording, model: 'whisper-1', response_format: 'verbose_json', temperature: '0', prompt: 'x' },
      { task: 'translate', language: 'en', duration: 1, segments: [{ id: 0 }, { id: 1 }] },
    ],
  ])('%s at %s', async (_client, path, fields, expected) => {
    expect(await send('POST', path, formOf(fields))).toMatchObject({ ...accepted, json: expected })
  })

  it('openai streams', async () => {
    const form = formOf({ model: 'gpt-4o-transcribe', stream: 'true', response_format: 'text', file: recording })
    const { events } = await send('POST', transcriptions, form, node)
    expect(events).toEqual(['transcript.text.delta', 'transcript.text.delta', 'transcript.text.done'])
  })
})

describe('fields of other endpoints that would change the form of the answer', () => {
  const valid: Readonly<Record<string, object>> = {
    '/v1/embeddings': { model: 'mira-embed', input: 'a' },
    '/v1/responses': { model: 'mira', input: 'a' },
    '/v1/chat/completions': { model: 'mira', messages: [{ role: 'user', content: 'a' }] },
    '/v1/images/generations': { prompt: 'a' },
    '/v1/audio/speech': { input: 'a', response_format: 'pcm' },
    '/v1/audio/transcriptions': { file: recording },
    '/v1/audio/translations': { file: recording },
  }
  const bodyOf = (path: string, fields: object) => {
    const isForm = path.includes('/audio/trans')
    return isForm ? formOf({ ...valid[path], ...fields } as Fields) : { ...valid[path], ...fields }
  }

  it.each([
    ['/v1/chat/completions', { background: true }, 'background: not a field of chats; use /v1/responses'],
    ['/v1/chat/completions', { text: { format: { type: 'json_object' } } }, 'text: not a field of chats'],
    ['/v1/embeddings', { stream: true }, 'stream: embeddings are not streamed'],
    ['/v1/embeddings', { background: true }, 'background: embeddings are not created in the background'],
    ['/v1/responses', { response_format: { type: 'json_object' } }, 'use text.format'],
    ['/v1/responses', { n: 2 }, 'n: not a field of responses'],
    ['/v1/images/generations', { stream_format: 'sse' }, 'stream_format: not a field of images; use stream: true'],
    ['/v1/audio/speech', { stream: true }, 'stream: not a field of speech; use stream_format: "sse"'],
    ['/v1/audio/speech', { output_format: 'wav' }, 'output_format: not a field of speech; use response_format'],
    ['/v1/audio/transcriptions', { stream_format: 'sse' }, 'stream_format: not a field of transcripts'],
    ['/v1/audio/translations', { output_format: 'srt' }, 'output_format: not a field of transcripts'],
  ])('are rejected with the way to ask for the same: %s %j', async (path, fields, detail) => {
    const answer = await send('POST', path, bodyOf(path, fields))
    expect([answer.status, answer.json.detail]).toEqual([422, expect.stringContaining(detail)])
  })

  it.each([
    ['/v1/embeddings', { stream: false, background: null }],
    ['/v1/responses', { n: 1, response_format: null }],
    ['/v1/audio/speech', { n: 1, stream: false, output_format: null }],
    ['/v1/audio/transcriptions', { n: '1' }],
  ])('are accepted if they ask for nothing: %s %j', async (path, fields) => {
    expect((await send('POST', path, bodyOf(path, fields))).status).toBe(200)
  })
})
