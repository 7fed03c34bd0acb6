import { type RunningServer, startServer } from '@mira/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { wavHeader } from '../../packages/engine/src/audio.ts'
import {
  createDurationEngine,
  createHummingEngine,
} from '../../packages/server/src/lib/test-support/audio-engines.test-support.ts'
import { createGrayImageEngine } from '../../packages/server/src/lib/test-support/image-engines.test-support.ts'
import { createPng } from '../../packages/server/src/lib/test-support/png.test-support.ts'
import { type ApiDocument, readApiDocument } from './lib/api-document.ts'
import { readEvents } from './lib/record-exchanges.ts'

let server: RunningServer
let api: ApiDocument
beforeAll(async () => {
  const transcription = {
    ...createDurationEngine(),
    transcribe: async () => ({
      text: 'One.',
      language: 'en',
      durationSeconds: 1,
      segments: [{ start: 0, end: 1, text: 'One.' }],
      words: [{ word: 'one', start: 0, end: 1, confidence: 0.5 }],
    }),
  }
  server = await startServer({
    engines: { images: createGrayImageEngine(), speech: createHummingEngine(), transcription, moderation: null },
  })
  api = await readApiDocument(server.url)
})
afterAll(() => server.close())

function send(operation: string, body: object | FormData): Promise<Response> {
  const [method = '', path = ''] = operation.split(' ')
  const isForm = body instanceof FormData
  const headers = { authorization: `Bearer ${server.apiKey}`, ...(!isForm && { 'content-type': 'application/json' }) }
  return fetch(server.url + path, { method, headers, body: isForm ? body : JSON.stringify(body) })
}

function formOf(fields: Readonly<Record<string, string>>, name: string, file: Uint8Array<ArrayBuffer>): FormData {
  const form = new FormData()
  for (const [field, value] of Object.entries(fields)) form.append(field, value)
  form.append(name, new Blob([file]), 'file')
  return form
}

const recording = new Uint8Array(Buffer.concat([wavHeader(16_000, 32_000), Buffer.alloc(32_000)]))
const prompt = 'a cat'

it.each<{ operation: string; types: string[]; body: () => object }>([
  {
    operation: 'POST /v1/images/generations',
    types: ['image_generation.completed'],
    body: () => ({ prompt, stream: true, partial_images: 1, output_format: 'png', background: 'opaque' }),
  },
  {
    operation: 'POST /v1/images/edits',
    types: ['image_edit.completed'],
    body: () => formOf({ prompt, stream: 'true' }, 'image[]', new Uint8Array(createPng())),
  },
  {
    operation: 'POST /v1/audio/speech',
    types: ['speech.audio.delta', 'speech.audio.done'],
    body: () => ({ input: 'a', voice: 'hum', stream_format: 'sse', response_format: 'pcm' }),
  },
  {
    operation: 'POST /v1/audio/transcriptions',
    types: ['transcript.text.delta', 'transcript.text.done'],
    body: () => formOf({ stream: 'true' }, 'file', recording),
  },
])('$operation streams the events that are described', async ({ operation, types, body }) => {
  const request = body()
  if (!(request instanceof FormData)) expect(api.checkRequest(operation, request)).toEqual([])
  const answer = await send(operation, request)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8'])
  const events = readEvents(await answer.text())
  expect(events.map(({ event }) => event)).toEqual(types)
  const reply = { status: 200, mediaType: 'text/event-stream' }
  expect(events.flatMap(({ data }) => api.checkReply(operation, reply, JSON.parse(data)))).toEqual([])
})

it.each([
  ['POST /v1/audio/translations', {}],
  ['POST /v1/audio/translations', { response_format: 'verbose_json' }],
  ['POST /v1/audio/transcriptions', { response_format: 'verbose_json', 'timestamp_granularities[]': 'word' }],
  ['POST /v1/audio/transcriptions', { response_format: 'verbose_json' }],
  ['POST /v1/audio/transcriptions', { response_format: 'diarized_json' }],
  ['POST /v1/audio/translations', { language: 'de' }],
] as const)('%s %j is answered as described', async (operation, fields) => {
  const answer = await send(operation, formOf(fields, 'file', recording))
  const reply = { status: answer.status, mediaType: 'application/json' }
  expect(api.checkReply(operation, reply, await answer.json())).toEqual([])
})
