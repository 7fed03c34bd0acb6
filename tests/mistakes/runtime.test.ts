import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { account } from '@mira/account'
import * as chatPackage from '@mira/chat'
import { chat, createChatCompletion, defineTool } from '@mira/chat'
import { type ClientOptions, createClient } from '@mira/core'
import { fromPath } from '@mira/core/node'
import { jobs } from '@mira/jobs'
import { media } from '@mira/media'
import { realtime } from '@mira/realtime'
import { type RunningServer, startServer } from '@mira/server'
import { createGate, startTestServer } from '@mira/test-server'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'

// What people do wrong first, and the answer they get: it names the value or field, the cause, and what to do. Where a message lacks
// one of the three, its row says which.

let server: RunningServer
/** Never opened. */
const silence = createGate()
let pages: Awaited<ReturnType<typeof startTestServer>>
beforeAll(async () => {
  server = await startServer({ emulator: { fixtures: [{ answer: { text: '42' } }] } })
  const page = { html: '<!doctype html><title>Welcome</title><h1>Hi</h1>' }
  pages = await startTestServer({
    'POST /v1/chat/completions': page,
    'POST /gone/v1/chat/completions': { ...page, status: 404 },
    'POST /silent/v1/chat/completions': { sse: [silence] },
  })
})
afterAll(async () => {
  await server.close()
  await pages.close()
})

const here = fileURLToPath(new URL('.', import.meta.url))
const question = { messages: [{ role: 'user', content: 'What is 6 * 7?' }] } as const
const unknownKey = `sk-mira-${'0'.repeat(40)}`

/** Options as people write them in JavaScript: of any type. */
type Loose = Record<string, unknown>

const connect = (options: Loose = {}) =>
  createClient({ baseUrl: server.url, apiKey: server.apiKey, retry: false, ...options } as ClientOptions)
    .extend(chat)
    .extend(media)
    .extend(jobs)
    .extend(account)
    .extend(realtime)
const ask = (options: Loose, params: Loose = question) => connect(options).chat.create(params as never)

/**
 * A mistake, and the message of its error without the request ID. `URL`, `URLS`, `PAGES` and `FOLDER` stand for the address of the
 * server, the same with https, that of the pages, and the working directory.
 */
type Mistake = readonly [
  story: string,
  make: () => unknown,
  name: string,
  message: string,
  lacks?: 'value' | 'cause' | 'remedy',
]

const keys: readonly Mistake[] = [
  [
    'no key',
    () => ask({ apiKey: null }),
    'unauthorized',
    'chat.create: API key required; no API key: pass apiKey to createClient or set MIRA_API_KEY (HTTP 401)',
  ],
  [
    'an unknown key',
    () => ask({ apiKey: unknownKey }),
    'unauthorized',
    'chat.create: Invalid API key; is apiKey correct? (HTTP 401)',
  ],
  [
    'the key of another API',
    () => ask({ apiKey: 'sk-proj-abcdef123456' }),
    'unauthorized',
    'chat.create: Invalid API key: keys begin with sk-mira-; is apiKey correct? (HTTP 401)',
  ],
  [
    'a key in quotation marks',
    () => ask({ apiKey: `"${server.apiKey}"` }),
    'unauthorized',
    'chat.create: Invalid API key: it is in quotation marks; is apiKey correct? (HTTP 401)',
  ],
  [
    'a key with a line break',
    () => ask({ apiKey: `${server.apiKey}\n` }),
    'TypeError',
    'apiKey must be the key alone: no space, newline or Bearer',
  ],
  [
    'a key after Bearer',
    () => ask({ apiKey: `Bearer ${server.apiKey}` }),
    'TypeError',
    'apiKey must be the key alone: no space, newline or Bearer',
  ],
  ['an empty key', () => ask({ apiKey: '' }), 'TypeError', 'apiKey must be the key alone: no space, newline or Bearer'],
]

const urlRule = 'must be an http(s) URL without credentials or query, or a path in a web page'
const addresses: readonly Mistake[] = [
  ['no scheme', () => ask({ baseUrl: 'localhost:8787' }), 'TypeError', `baseUrl ${urlRule}`],
  ['no scheme, by number', () => ask({ baseUrl: '127.0.0.1:8787' }), 'TypeError', `baseUrl ${urlRule}`],
  ['a socket', () => ask({ baseUrl: 'wss://api.vmira.ai' }), 'TypeError', `baseUrl ${urlRule}`],
  ['credentials', () => ask({ baseUrl: 'https://me:secret@mira.test' }), 'TypeError', `baseUrl ${urlRule}`],
  [
    'an endpoint in the URL',
    () => ask({ baseUrl: `${server.url}/v1/chat/completions` }),
    'not_found',
    'chat.create: No such path: /v1/chat/completions/v1/chat/completions; the base URL must not contain an endpoint (HTTP 404)',
  ],
  [
    'https for http',
    () => ask({ baseUrl: server.url.replace('http:', 'https:') }),
    'connection_failed',
    'chat.create: cannot reach URLS (ERR_SSL_WRONG_VERSION_NUMBER). Does the server use http instead of https?',
  ],
  [
    'a server that does not run',
    () => ask({ baseUrl: 'http://127.0.0.1:9' }),
    'connection_failed',
    'chat.create: cannot reach http://127.0.0.1:9 (ECONNREFUSED). Is the server running, and the port correct?',
  ],
  [
    'a page instead of the API',
    () => ask({ baseUrl: pages.url }),
    'invalid_response',
    'chat.create: expected JSON, got text/html (HTTP 200). Is baseUrl correct?',
  ],
  [
    'a page that is missing',
    () => ask({ baseUrl: `${pages.url}/gone` }),
    'not_found',
    'chat.create: Welcome; is baseUrl PAGES/gone correct? (HTTP 404)',
  ],
  [
    'a stream from a page',
    () => connect({ baseUrl: pages.url }).chat.stream(question).final(),
    'invalid_response',
    'chat.stream: expected an event stream, got text/html (HTTP 200). Is baseUrl correct?',
  ],
  [
    'a voice session with a server that does not run',
    () => connect({ baseUrl: 'http://127.0.0.1:9' }).realtime.connect({}),
    'connection_failed',
    'realtime.connect: the connection ended: connect ECONNREFUSED 127.0.0.1:9 (close code 1006). Is baseUrl correct?',
  ],
  [
    'a voice session with an unknown key',
    () => connect({ apiKey: unknownKey }).realtime.connect({}),
    'unauthorized',
    'realtime.connect: the server rejected the upgrade: Invalid API key (HTTP 401). Is apiKey a key of this server?',
  ],
]

const settings: readonly Mistake[] = [
  [
    'the timeout as a text',
    () => ask({ timeout: '10s' }),
    'RangeError',
    'timeout.total must be a number of at least 1, not 10s',
  ],
  [
    'an unknown timeout',
    () => ask({ timeout: { connect: 5 } }),
    'TypeError',
    'timeout.connect is unknown; use total, attempt, firstEvent, idle',
  ],
  [
    'retries as true',
    () => ask({ retry: true }),
    'RangeError',
    'retry.maxRetries must be a number of at least 0, not true',
  ],
  [
    'half a retry',
    () => ask({ retry: 0.5 }),
    'RangeError',
    'retry.maxRetries must be an integer of at least 0, not 0.5',
  ],
  ['baseURL', () => ask({ baseURL: server.url }), 'TypeError', 'baseURL is unknown; use the names in ClientOptions'],
  ['maxRetries', () => ask({ maxRetries: 3 }), 'TypeError', 'maxRetries is unknown; use the names in ClientOptions'],
  [
    'an option of a call that is none',
    () => connect().chat.create(question, { timeOut: 5 } as never),
    'TypeError',
    'timeOut is unknown; use the names in RequestOptions',
  ],
  [
    'a timeout of 1 ms',
    () => ask({ timeout: 1, baseUrl: `${pages.url}/silent` }),
    'timeout',
    'chat.create: timeout.total expired after 1 ms',
  ],
  [
    'an aborted signal',
    () => connect().chat.create(question, { signal: AbortSignal.abort() }),
    'AbortError',
    'This operation was aborted',
    // The reason of the signal, which belongs to the caller.
    'remedy',
  ],
  [
    'an area that was not added',
    () => (createClient() as unknown as ReturnType<typeof connect>).images.generate({ prompt: 'a cat' }),
    'TypeError',
    // JavaScript's own; the types report it.
    "Cannot read properties of undefined (reading 'generate')",
    'remedy',
  ],
  ['an extension twice', () => connect().extend(chat), 'TypeError', 'extend: the client already has a member "chat"'],
  [
    'the name of an extension',
    () => createClient().extend('chat' as never),
    'TypeError',
    'extend needs an extension, such as chat',
  ],
  [
    'the result of an extension',
    () => createClient().extend(chat(createClient()) as never),
    'TypeError',
    'extend needs an extension, such as chat',
  ],
  [
    'a whole package',
    () => createClient().extend(chatPackage as never),
    'TypeError',
    'extend needs an extension, such as chat',
  ],
  [
    'a key in a web page',
    () => {
      vi.stubGlobal('window', {})
      vi.stubGlobal('document', {})
      try {
        return createClient({ apiKey: unknownKey })
      } finally {
        vi.unstubAllGlobals()
      }
    },
    'TypeError',
    'An API key in a web page is public: use @mira/proxy, or set dangerouslyAllowBrowser',
  ],
]

const list = 'messages must be a list such as [{ role: "user", content: "Hello" }]'
const schemaRule = 'schema must be a Standard Schema validator, such as z.object({ … })'
const chats: readonly Mistake[] = [
  ['no parameters', () => connect().chat.create(undefined as never), 'TypeError', list],
  ['messages as a text', () => ask({}, { messages: 'Hello' }), 'TypeError', list],
  ['no messages', () => ask({}, { messages: [] }), 'TypeError', list],
  ['message instead of messages', () => ask({}, { message: [] }), 'TypeError', list],
  [
    'an unknown model',
    () => ask({}, { ...question, model: 'mira-thinkin' }),
    'bad_request',
    'chat.create: model: unknown model "mira-thinkin"; available models: mira, mira-thinking (HTTP 400)',
  ],
  [
    'an unknown role',
    () => ask({}, { messages: [{ role: 'usr', content: 'Hi' }] }),
    'bad_request',
    'chat.create: messages[0].role: expected "system", "developer", "user", "assistant", "function", or "tool", not "usr" (HTTP 422)',
  ],
  [
    'no content',
    () => ask({}, { messages: [{ role: 'user', content: undefined }] }),
    'bad_request',
    'chat.create: messages[0].content: missing, expected a string or an array (HTTP 422)',
  ],
  [
    'a part of another API',
    () => ask({}, { messages: [{ role: 'user', content: [{ type: 'image', image: 'photo.png' }] }] }),
    'bad_request',
    'chat.create: messages[0].content[0].type: expected "text", "image_url", "input_audio", or "file", not "image" (HTTP 422)',
  ],
  [
    'a temperature of 9',
    () => ask({}, { ...question, temperature: 9 }),
    'bad_request',
    'chat.create: temperature: must be at most 2, not 9 (HTTP 422)',
  ],
  [
    'a temperature as a text',
    () => ask({}, { ...question, temperature: '0.5' }),
    'bad_request',
    'chat.create: temperature: expected a number, not "0.5" (HTTP 422)',
  ],
  [
    'a text that is too long',
    () => ask({}, { messages: [{ role: 'user', content: 'x'.repeat(600_000) }] }),
    'bad_request',
    'chat.create: messages[0].content: must have at most 500000 characters, not 600000 (HTTP 422)',
  ],
  [
    'stream: true',
    () => ask({}, { ...question, stream: true }),
    'TypeError',
    'stream: true needs a streaming operation, such as chat.stream',
  ],
  [
    'a JSON Schema as a schema',
    () => connect().chat.parse({ ...question, schema: { type: 'object' } as never }),
    'TypeError',
    schemaRule,
  ],
  ['no schema', () => connect().chat.parse(question as never), 'TypeError', schemaRule],
  [
    'a tool without a function',
    () => connect().chat.runTools({ ...question, tools: [{ name: 'a', parameters: z.object({}) } as never] }),
    'TypeError',
    'The tool "a" needs a function execute(args, { signal, toolCallId })',
  ],
  [
    'two tools of one name',
    () => {
      const tool = defineTool({ name: 'a', description: 'x', parameters: z.object({}), execute: () => 1 })
      return connect().chat.runTools({ ...question, tools: [tool, tool] })
    },
    'TypeError',
    'There are two tools named "a"',
  ],
  [
    'a function without the client',
    () => createChatCompletion(question as never, undefined as never),
    'TypeError',
    list,
  ],
  [
    'no input for embeddings',
    () => connect().embeddings.create({} as never),
    'TypeError',
    'input must be a string or a non-empty list of strings',
  ],
]

const fileRule = 'file must be a Blob, bytes or a stream; for a path use fromPath of @mira/core/node'
const files: readonly Mistake[] = [
  [
    'a file that does not exist',
    async () => connect().audio.transcribe({ file: await fromPath('nope.mp3') }),
    'file_unreadable',
    'Read FOLDER/nope.mp3: no such file or directory',
  ],
  [
    'a promise of a file',
    () => connect().audio.transcribe({ file: fromPath(`${here}package.json`) as never }),
    'TypeError',
    'A file must be a Blob, bytes, a stream of bytes, a Response, or a function that returns one, not object; await the promise',
  ],
  [
    'a directory',
    async () => connect().audio.transcribe({ file: await fromPath('.') }),
    'file_unreadable',
    'Read FOLDER: it is a directory, not a file',
  ],
  ['a path', () => connect().audio.transcribe({ file: 'meeting.mp3' as never }), 'TypeError', fileRule],
  ['no file', () => connect().audio.transcribe({} as never), 'TypeError', fileRule],
  [
    'a file that is no audio',
    () => connect().audio.transcribe({ file: new Blob(['abc']) }),
    'bad_request',
    'audio.transcribe: file: the file contains no audio (3 bytes); send a recording, such as a WAV or MP3 file (HTTP 400)',
  ],
  [
    'a path of a picture',
    () => connect().images.edit({ prompt: 'bluer', reference_images: ['photo.png'] }),
    'TypeError',
    'An image must be an http(s) URL, a data: URI or a file, not "photo.png"; for a path use fromPath of @mira/core/node',
  ],
]

const mediaAndJobs: readonly Mistake[] = [
  [
    'an unknown size',
    () => connect().images.generate({ prompt: 'a cat', size: '17x17' }),
    'bad_request',
    'images.generate: size: expected "auto", "256x256", "512x512", "1024x1024", "1024x1536", "1536x1024", "1024x1792", or "1792x1024", not "17x17" (HTTP 422)',
  ],
  [
    'a picture without a prompt',
    () => connect().images.generate({} as never),
    'TypeError',
    'prompt must be a non-empty string',
  ],
  [
    'speech without a text',
    () => connect().audio.speech({ input: '' }),
    'TypeError',
    'input must be a non-empty string',
  ],
  [
    'a format that is none',
    () => connect().audio.speech({ input: 'Hello', response_format: 'mp33' }),
    'bad_request',
    'audio.speech: response_format: expected "mp3", "wav", "pcm", "flac", "opus", or "aac", not "mp33" (HTTP 422)',
  ],
  [
    'a text instead of parameters',
    () => connect().audio.speech('Hello' as never),
    'TypeError',
    'input must be a non-empty string',
  ],
  [
    'a search without a target',
    () => connect().vision.locate({ prompt: 'cat' } as never),
    'TypeError',
    'target must be a non-empty string',
  ],
  [
    'a song that is too long',
    () => connect().music.generate({ prompt: 'calm', duration_seconds: 999 }),
    'bad_request',
    'music.generate: duration_seconds: must be at most 240, not 999 (HTTP 422)',
  ],
  [
    'a film of 7 seconds',
    () => connect().video.generate({ prompt: 'sea', duration_seconds: 7 as never }),
    'bad_request',
    'video.generate: duration_seconds: expected 5 or 10, not 7 (HTTP 422)',
  ],
  [
    'an unknown job',
    () => connect().music.get('music_job_nope'),
    'not_found',
    'music.get: Job "music_job_nope" not found (HTTP 404)',
    'remedy',
  ],
  [
    'a number as a job',
    () => connect().music.resume(42 as never),
    'TypeError',
    'idOrJson must be the id of a job, or its JSON',
  ],
  [
    'no key to revoke',
    () => connect().apiKeys.revoke(undefined as never),
    'TypeError',
    'id must be the id of the record, not the key itself, which is a secret',
  ],
]

const areas = [
  { area: 'a key', mistakes: keys },
  { area: 'an address', mistakes: addresses },
  { area: 'a setting', mistakes: settings },
  { area: 'a chat', mistakes: chats },
  { area: 'a file', mistakes: files },
  { area: 'media and jobs', mistakes: mediaAndJobs },
]
const all = areas.flatMap(({ mistakes }) => mistakes)
const complete = all.filter(([, , , , lacks]) => lacks === undefined)

it(`names value, cause and remedy of ${complete.length} of ${all.length} mistakes`, () => {
  expect(complete.length / all.length).toBeGreaterThanOrEqual(0.95)
})

describe.each(areas)('a mistake in $area', ({ mistakes }) => {
  const rows = mistakes.map(([story, make, name, message]) => ({ story, make, name, message }))
  it.each(rows)('$story', async ({ make, name, message }) => {
    const error = await (async () => make())().then(
      (value) => Promise.reject(new Error(`no error, but ${JSON.stringify(value)}`)),
      (thrown: { name: string; code?: unknown; message: string }) => thrown,
    )
    expect(typeof error.code === 'string' ? error.code : error.name).toBe(name)
    const shown = error.message
      .replace(/, request [\w-]+\)/, ')')
      .replace(server.url.replace('http:', 'https:'), 'URLS')
      .replace(server.url, 'URL')
      .replace(resolve('.'), 'FOLDER')
      .replace(pages.url, 'PAGES')
    expect(shown).toBe(message)
  })
})

it('an unknown voice of a session is an event that names those there are', async () => {
  await using session = await connect().realtime.connect({ voice: 'nobody' })
  const { error } = await new Promise<{ error: { message: string } }>((resolve) =>
    session.on('error', resolve as never),
  )
  expect(error.message).toMatch(/^session\.voice: unknown voice "nobody"; .*aria/)
})
