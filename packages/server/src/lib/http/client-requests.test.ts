import { request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHummingEngine } from '../test-support/audio-engines.test-support.ts'
import { createWordModerationEngine } from '../test-support/image-engines.test-support.ts'
import { createLetterEmbeddingEngine } from '../test-support/letter-embedding-engine.test-support.ts'
import { noMediaEngines } from '../test-support/no-media-engines.test-support.ts'
import { startWordServer, type WordServer } from '../test-support/start-word-server.test-support.ts'
import { createWordChatEngine } from '../test-support/word-chat-engine.test-support.ts'

let server: WordServer
beforeAll(async () => {
  server = await startWordServer({
    engines: {
      ...noMediaEngines,
      chat: createWordChatEngine(),
      embeddings: createLetterEmbeddingEngine(),
      speech: createHummingEngine(),
      moderation: createWordModerationEngine(),
    },
  })
})
afterAll(() => server.close())

const chat = '/v1/chat/completions'
const user = { role: 'user', content: 'good morning' }
const call = { id: 'call_1', type: 'function', function: { name: 'look', arguments: '{"at":"x"}' } }
const parameters = {
  type: 'object',
  properties: { at: { type: 'string' } },
  required: ['at'],
  additionalProperties: false,
}
const look = { type: 'function', function: { name: 'look', description: 'Looks', parameters } }
const ask = (fields: object = {}) => ({ model: 'gpt-4o-mini', messages: [user], ...fields })
const after = (...messages: object[]) => ask({ messages: [user, ...messages] })

const openAiNode = (version: string) => ({
  accept: 'application/json',
  'user-agent': `OpenAI/JS ${version}`,
  'x-stainless-lang': 'js',
  'x-stainless-package-version': version,
  'x-stainless-os': 'Linux',
  'x-stainless-arch': 'x64',
  'x-stainless-runtime': 'node',
  'x-stainless-runtime-version': 'v24.0.0',
  'x-stainless-retry-count': '0',
  'x-stainless-timeout': '600',
  'accept-language': '*',
  'sec-fetch-mode': 'cors',
  'accept-encoding': 'gzip, deflate',
})
const openAiPython = {
  accept: 'application/json',
  'accept-encoding': 'gzip, deflate, br, zstd',
  'user-agent': 'OpenAI/Python 2.8.0',
  'x-stainless-lang': 'python',
  'x-stainless-async': 'async:asyncio',
  'x-stainless-read-timeout': '600',
  'x-stainless-raw-response': 'true',
  'openai-organization': 'org-1',
  'openai-project': 'proj_1',
  'openai-beta': 'assistants=v2',
}

interface Sent {
  readonly method?: string
  readonly headers?: Record<string, string>
  /** JSON, or text to send as it is. */
  readonly body?: unknown
}

async function send(path: string, { method = 'POST', headers = {}, body }: Sent) {
  const payload = typeof body === 'string' || body === undefined ? body : JSON.stringify(body)
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
    const type = payload === undefined ? {} : { 'content-type': 'application/json' }
    const sent = request(server.url + path, {
      method,
      headers: { authorization: `Bearer ${server.apiKey}`, ...type, ...headers },
    })
    sent.on('error', reject)
    sent.on('response', async (answer) => {
      const bytes = await buffer(answer)
      const text = answer.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes
      resolve({ status: answer.statusCode!, headers: answer.headers, text: text.toString() })
    })
    sent.end(payload)
  })
}

describe('chats', () => {
  it.each<[client: string, body: unknown, headers?: Record<string, string>]>([
    ['openai 4', ask(), openAiNode('4.104.0')],
    ['openai 5', ask({ store: false, metadata: {} }), openAiNode('5.23.2')],
    ['openai 6', ask({ verbosity: 'low', prompt_cache_key: 'k', safety_identifier: 's' }), openAiNode('6.9.0')],
    ['openai 7', ask({ stream_options: null, reasoning_effort: 'none', service_tier: 'auto' }), openAiNode('7.57.0')],
    ['openai for Python', ask({ temperature: 0, max_tokens: null }), openAiPython],
    [
      'the stream helper of openai',
      ask({ stream: true, stream_options: { include_usage: true, include_obfuscation: false } }),
      { ...openAiNode('6.9.0'), 'x-stainless-helper-method': 'stream' },
    ],
    [
      'runTools of openai',
      ask({
        tools: [{ ...look, function: { ...look.function, strict: true } }],
        tool_choice: 'auto',
        parallel_tool_calls: true,
      }),
    ],
    [
      'the parse helper of openai',
      ask({
        response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema: parameters } },
      }),
    ],
    [
      'LangChain',
      ask({
        temperature: 1,
        top_p: 1,
        frequency_penalty: 0,
        presence_penalty: 0,
        n: 1,
        stream: false,
        stop: null,
        logit_bias: {},
      }),
    ],
    ['LangChain with an empty list of tools', ask({ tools: [], stop: [] })],
    [
      'LangChain after a tool call',
      after(
        { role: 'assistant', content: '', tool_calls: [call], function_call: null },
        { role: 'tool', content: 'seen', tool_call_id: 'call_1', name: 'look' },
      ),
    ],
    [
      'LangChain with parts',
      ask({
        messages: [
          { role: 'system', content: [{ type: 'text', text: 'Be brief' }] },
          { role: 'user', content: [{ type: 'text', text: 'hi', index: 0 }], name: 'ada' },
        ],
      }),
    ],
    ['LangChain with legacy functions', ask({ functions: [look.function], function_call: 'auto' })],
    ['LangChain without functions', ask({ functions: [], function_call: 'auto' })],
    [
      'the AI SDK',
      ask({
        messages: [
          { role: 'system', content: 'Be brief' },
          { role: 'user', content: [{ type: 'text', text: 'hi' }] },
        ],
        max_completion_tokens: 20,
      }),
      { 'user-agent': 'ai/6.0.1 ai-sdk/openai/3.0.1 runtime/node.js/24' },
    ],
    [
      'the AI SDK after a tool call',
      after(
        { role: 'assistant', content: null, tool_calls: [call] },
        { role: 'tool', tool_call_id: 'call_1', content: '{"seen":true}' },
      ),
    ],
    [
      'the AI SDK for a stream',
      ask({ stream: true, stream_options: { include_usage: true }, tools: [look], tool_choice: 'auto' }),
    ],
    [
      'the AI SDK for an object',
      ask({
        response_format: { type: 'json_schema', json_schema: { schema: parameters, strict: false, name: 'response' } },
      }),
    ],
    [
      'the AI SDK for an image',
      ask({
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'what?' },
              {
                type: 'image_url',
                image_url: { url: 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=', detail: null },
              },
            ],
          },
        ],
      }),
    ],
    [
      'litellm with the answer of another provider',
      after(
        {
          role: 'assistant',
          content: 'x',
          tool_calls: null,
          function_call: null,
          refusal: null,
          audio: null,
          annotations: [],
          reasoning_content: 'hm',
          thinking_blocks: [],
          provider_specific_fields: { refusal: null },
        },
        user,
      ),
    ],
    [
      'litellm with cache marks',
      ask({
        messages: [
          { role: 'system', content: [{ type: 'text', text: 'x', cache_control: { type: 'ephemeral' } }] },
          user,
        ],
      }),
    ],
    [
      'litellm with a choice in the form of others',
      ask({ tools: [look], tool_choice: 'required', extra_headers: null }),
    ],
    [
      'LlamaIndex',
      ask({
        messages: [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }],
        temperature: 0.1,
        stream: false,
        tools: [{ type: 'function', function: { name: 'look', description: '', parameters, strict: false } }],
        tool_choice: 'auto',
      }),
    ],
    [
      'Instructor',
      ask({ tools: [look], tool_choice: { type: 'function', function: { name: 'look' } }, parallel_tool_calls: false }),
    ],
    [
      'a tool call with its index',
      after(
        { role: 'assistant', tool_calls: [{ ...call, index: 0 }] },
        { role: 'tool', tool_call_id: 'call_1', content: [{ type: 'text', text: 'seen' }] },
      ),
    ],
    [
      'a tool call without a type',
      after(
        { role: 'assistant', content: null, tool_calls: [{ id: 'call_1', function: call.function }] },
        { role: 'tool', tool_call_id: 'call_1', content: '' },
      ),
    ],
    [
      'a tool without parameters',
      ask({
        tools: [{ type: 'function', function: { name: 'ping', description: null, parameters: null, strict: null } }],
      }),
    ],
    ['the role developer', ask({ messages: [{ role: 'developer', content: 'Be brief' }, user] })],
    [
      'an answer with audio in the history',
      after({ role: 'assistant', content: null, audio: { id: 'audio_1' } }, user),
    ],
    [
      'an answer with refusals in the history',
      after({ role: 'assistant', content: [{ type: 'refusal', refusal: 'no' }], refusal: 'no' }, user),
    ],
    ['an answer without content in the history', after({ role: 'assistant', content: null }, user)],
    ['an empty message', ask({ messages: [{ role: 'user', content: '' }] })],
    ['a schema beside json_object', ask({ response_format: { type: 'json_object', schema: parameters } })],
    ['log probabilities that are not wanted', ask({ logprobs: false, top_logprobs: 0 })],
    ['modalities of text', ask({ modalities: ['text'], audio: null, prediction: null, web_search_options: null })],
    ['a seed of 64 bits', ask({ seed: 9_223_372_036_854_775_000 })],
    ['half of a surrogate pair', '{"model":"mira","messages":[{"role":"user","content":"hi \\ud83d"}]}'],
    ['a byte order mark', `\ufeff${JSON.stringify(ask())}`],
    [
      'a number with a fraction of zero',
      '{"model":"mira","messages":[{"role":"user","content":"hi"}],"max_tokens":16.0,"n":1.0}',
    ],
    ['the name of an open model', ask({ model: 'gpt-oss-20b' })],
    ['the name of a model of old', ask({ model: 'gpt-4-32k-0613' })],
  ])('of %s are answered', async (_client, body, headers) => {
    const answer = await send(chat, { body, ...(headers ? { headers } : {}) })
    expect([answer.status, answer.headers['x-mira-unknown-fields'], answer.text]).toEqual([
      200,
      undefined,
      expect.any(String),
    ])
  })

  it.each<[what: string, fields: object, detail: string]>([
    [
      'audio input',
      {
        messages: [{ role: 'user', content: [{ type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } }] }],
      },
      'messages[0].content[0]',
    ],
    [
      'a PDF',
      {
        messages: [
          {
            role: 'user',
            content: [
              { type: 'file', file: { filename: 'part-0.pdf', file_data: 'data:application/pdf;base64,AAAA' } },
            ],
          },
        ],
      },
      'messages[0].content[0]',
    ],
    [
      'an uploaded file',
      { messages: [{ role: 'user', content: [{ type: 'file', file: { file_id: 'file-1' } }] }] },
      'messages[0].content[0]',
    ],
    ['a custom tool', { tools: [{ type: 'custom', custom: { name: 'run' } }] }, 'tools[0].type'],
    ['a hosted tool', { tools: [{ type: 'web_search' }] }, 'tools[0].type'],
    ['audio output', { modalities: ['text', 'audio'], audio: { voice: 'alloy', format: 'wav' } }, 'modalities[1]'],
    ['log probabilities', { logprobs: true, top_logprobs: 5 }, 'logprobs'],
    ['a choice of the Anthropic form', { tools: [look], tool_choice: { type: 'any' } }, 'tool_choice'],
    [
      'arguments that are not text',
      { messages: [user, { role: 'assistant', tool_calls: [{ ...call, function: { name: 'look', arguments: {} } }] }] },
      'messages[1].tool_calls[0]',
    ],
  ])('with %s are rejected by the name of the field', async (_what, fields, detail) => {
    const answer = await send(chat, { body: ask(fields) })
    const { error, detail: text } = JSON.parse(answer.text)
    expect([answer.status, text]).toEqual([422, expect.stringContaining(detail)])
    expect(error).toMatchObject({
      message: text,
      type: 'invalid_request_error',
      param: expect.stringContaining(detail),
    })
  })
})

describe('other requests', () => {
  it.each<[what: string, path: string, sent: Sent]>([
    ['models of openai', '/v1/models', { method: 'GET', headers: openAiNode('6.9.0') }],
    ['a model with a slash in its address', '/v1/models/gpt-4o-mini?api-version=1', { method: 'GET' }],
    [
      'completions of LangChain',
      '/v1/completions',
      {
        body: {
          prompt: ['Tell me a joke'],
          model: 'gpt-3.5-turbo-instruct',
          temperature: 0.7,
          max_tokens: 256,
          top_p: 1,
          frequency_penalty: 0,
          presence_penalty: 0,
          n: 1,
          logit_bias: {},
          best_of: 1,
          logprobs: null,
          user: null,
          stream: false,
        },
      },
    ],
    ['completions of an old model', '/v1/completions', { body: { prompt: 'hi', model: 'davinci-002', suffix: null } }],
    [
      'completions of litellm',
      '/completions',
      {
        headers: openAiPython,
        body: { prompt: 'hi', model: 'text-davinci-003', stream: true, stream_options: { include_usage: true } },
      },
    ],
    [
      'moderations of openai for Python',
      '/v1/moderations',
      { headers: openAiPython, body: { input: ['hi'], model: 'omni-moderation-latest' } },
    ],
    ['moderations of LangChain', '/v1/moderations', { body: { input: 'hi' } }],
    [
      'embeddings of openai',
      '/v1/embeddings',
      {
        headers: openAiNode('6.9.0'),
        body: { model: 'text-embedding-3-small', input: ['a', 'b'], encoding_format: 'base64' },
      },
    ],
    [
      'embeddings of LangChain',
      '/v1/embeddings',
      { body: { model: 'text-embedding-ada-002', input: ['a'], user: null, dimensions: null } },
    ],
    [
      'embeddings of litellm',
      '/v1/embeddings',
      { body: { model: 'text-embedding-3-large', input: 'a', encoding_format: null, timeout: null } },
    ],
    [
      'a client secret of openai',
      '/v1/realtime/client_secrets',
      {
        headers: openAiNode('6.9.0'),
        body: { session: { type: 'realtime', model: 'gpt-realtime', audio: { output: { voice: 'marin' } } } },
      },
    ],
    [
      'a client secret of the Agents SDK',
      '/v1/realtime/client_secrets',
      {
        body: {
          expires_after: { anchor: 'created_at', seconds: 600 },
          session: {
            type: 'realtime',
            model: 'gpt-realtime-mini',
            instructions: 'x',
            tracing: 'auto',
            truncation: 'auto',
            include: null,
            prompt: null,
            audio: {
              input: {
                noise_reduction: { type: 'near_field' },
                transcription: { model: 'gpt-4o-transcribe', language: 'en', prompt: '' },
                turn_detection: {
                  type: 'semantic_vad',
                  eagerness: 'auto',
                  create_response: true,
                  interrupt_response: true,
                  idle_timeout_ms: null,
                },
              },
            },
          },
        },
      },
    ],
    ['a client secret for defaults', '/v1/realtime/client_secrets', { body: {} }],
  ])('are answered: %s', async (_what, path, sent) => {
    const answer = await send(path, sent)
    expect([answer.status, answer.headers['x-mira-unknown-fields'], answer.text]).toEqual([
      200,
      undefined,
      expect.any(String),
    ])
  })

  it.each<[what: string, path: string, sent: Sent, status: number, headers?: object]>([
    ['a probe', chat, { method: 'OPTIONS' }, 405, { allow: 'POST' }],
    ['a wrong method', chat, { method: 'GET' }, 405, { allow: 'POST' }],
    ['a HEAD', '/v1/models', { method: 'HEAD' }, 200],
    ['a form', chat, { body: 'model=mira', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415],
    ['no content type', chat, { body: JSON.stringify(ask()), headers: { 'content-type': '' } }, 415],
    ['an empty body', chat, { body: '' }, 400],
    ['a list', chat, { body: [] }, 422],
    [
      'a key of OpenAI',
      chat,
      { body: ask(), headers: { authorization: 'Bearer sk-proj-abc' } },
      401,
      { 'www-authenticate': 'Bearer' },
    ],
    ['an expected continuation', chat, { body: ask(), headers: { expect: '100-continue' } }, 200],
    ['chunks', chat, { body: ask(), headers: { 'transfer-encoding': 'chunked' } }, 200],
    ['a close', chat, { body: ask(), headers: { connection: 'close' } }, 200],
  ])('of %s', async (_what, path, sent, status, headers = {}) => {
    const answer = await send(path, sent)
    expect(answer).toMatchObject({ status, headers })
    if (status >= 400) expect(JSON.parse(answer.text).error.message).toMatch(/\S/)
  })
})
