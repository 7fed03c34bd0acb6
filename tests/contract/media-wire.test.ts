import { type Client, createClient } from '@mira/core'
import { type MediaMembers, media } from '@mira/media'
import { type RunningServer, startServer } from '@mira/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  createGrayImageEngine,
  createSquareVisionEngine,
} from '../../packages/server/src/lib/test-support/image-engines.test-support.ts'
import { createPng } from '../../packages/server/src/lib/test-support/png.test-support.ts'
import { type ApiDocument, readApiDocument } from './lib/api-document.ts'
import { recordExchanges } from './lib/record-exchanges.ts'

let server: RunningServer
let api: ApiDocument
let recording: Blob
beforeAll(async () => {
  server = await startServer({
    engines: { images: createGrayImageEngine(), vision: createSquareVisionEngine(), moderation: null },
  })
  api = await readApiDocument(server.url)
  const mira = createClient({ baseUrl: server.url, apiKey: server.apiKey! }).extend(media)
  recording = await (await mira.audio.speech({ input: 'Good morning.', response_format: 'wav' })).blob()
})
afterAll(() => server.close())

const picture = { source: createPng(), type: 'image/png' }
const prompt = 'a cat'
const generate = 'POST /v1/images/generate'
const edit = 'POST /v1/images/edit'
const locate = 'POST /v1/vision/locate'
const transcribe = 'POST /v1/audio/transcribe'

/** All JSON calls of the packages to endpoints 5 to 9 and 16. */
const calls: readonly { name: string; operation: string; run(mira: Client & MediaMembers): Promise<unknown> }[] = [
  { name: 'images.generate', operation: generate, run: (mira) => mira.images.generate({ prompt }) },
  {
    name: 'images.generate with every documented field',
    operation: generate,
    run: (mira) =>
      mira.images.generate({
        prompt,
        model: 'mira-image',
        size: '1024x1536',
        n: 2,
        quality: 'auto',
        response_format: 'b64_json',
        reference_images: [picture],
      }),
  },
  { name: 'images.edit', operation: edit, run: (mira) => mira.images.edit({ prompt, reference_images: [picture] }) },
  {
    name: 'images.edit with a mask',
    operation: edit,
    run: (mira) => mira.images.edit({ prompt, reference_images: [picture, picture], mask: picture, quality: 'low' }),
  },
  {
    name: 'images.edit by a form',
    operation: edit,
    run: (mira) => mira.images.edit({ prompt, reference_images: [picture] }, { encoding: 'multipart' }),
  },
  { name: 'audio.transcribe', operation: transcribe, run: (mira) => mira.audio.transcribe({ file: recording }) },
  {
    name: 'audio.transcribe with words and segments',
    operation: transcribe,
    run: (mira) =>
      mira.audio.transcribe({
        file: recording,
        language: 'en',
        response_format: 'verbose_json',
        timestamp_granularities: ['word', 'segment'],
      }),
  },
  { name: 'audio.voices', operation: 'GET /v1/audio/voices', run: (mira) => mira.audio.voices() },
  { name: 'vision.locate', operation: locate, run: (mira) => mira.vision.locate({ image: picture, target: 'square' }) },
  {
    name: 'vision.locate by cells',
    operation: locate,
    run: (mira) => mira.vision.locate({ image: picture, target: 'a dog', mode: 'grid', grid: { rows: 2, cols: 2 } }),
  },
]

it.each(calls)('$name: requests and replies are as described', async ({ operation, run }) => {
  const recorder = recordExchanges()
  const client = createClient({ baseUrl: server.url, apiKey: server.apiKey!, fetch: recorder.fetch, retry: false })
  await run(client.extend(media))
  const [exchange, ...others] = recorder.take()
  expect([exchange?.operation, others]).toEqual([operation, []])
  const { request, status, mediaType } = exchange!
  const reply = JSON.parse(await exchange!.text())
  expect(api.checkReply(operation, { status, mediaType }, reply)).toEqual([])
  if (request !== undefined) expect(api.checkRequest(operation, request)).toEqual([])
})

it('describes speech, and the body that it takes', () => {
  const operation = 'POST /v1/audio/speech'
  const body = { input: 'Hello', voice: 'aria', response_format: 'mp3', speed: 1, language: 'en', model: 'mira-voice' }
  expect(api.checkRequest(operation, body)).toEqual([])
  expect(api.checkRequest(operation, { ...body, speed: 'fast' })).toHaveLength(1)
})
