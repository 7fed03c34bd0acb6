import { createHash } from 'node:crypto'
import { createClient } from '@mira/core'
import { media } from '@mira/media'
import { type RunningServer, startServer } from '@mira/server'
import OpenAI, { toFile } from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createGrayImageEngine,
  createSquareVisionEngine,
} from '../../packages/server/src/lib/test-support/image-engines.test-support.ts'
import { createPng } from '../../packages/server/src/lib/test-support/png.test-support.ts'
import { transferBigFiles } from './lib/big-files.ts'

const said = 'Good morning, how are you today?'
const picture = { source: createPng({ width: 40, height: 30 }), type: 'image/png' }
const pngBegin = Buffer.from('\x89PNG', 'latin1')

let server: RunningServer
beforeAll(async () => {
  server = await startServer({
    engines: { images: createGrayImageEngine(), vision: createSquareVisionEngine(), moderation: null },
  })
})
afterAll(() => server.close())

describe('the packages', () => {
  const connect = () => createClient({ baseUrl: server.url, apiKey: server.apiKey! }).extend(media)

  it('make pictures and fetch them', async () => {
    const mira = connect()
    const { data } = await mira.images.generate({ prompt: 'a cat', n: 2, size: '1024x1024' })
    expect(data.map(({ revised_prompt }) => revised_prompt)).toEqual(['gray: a cat', 'gray: a cat'])
    for (const image of data) expect(Buffer.from(await image.bytes()).indexOf(pngBegin)).toBe(0)
    const inline = await mira.images.generate({ prompt: 'a cat', response_format: 'b64_json' })
    expect((await inline.data[0]!.blob()).type).toBe('image/png')
  })

  it.each(['json', 'multipart'] as const)('edit pictures sent as %s', async (encoding) => {
    const params = { prompt: 'bluer', reference_images: [picture, picture], mask: picture }
    const { data } = await connect().images.edit(params, { encoding })
    expect(Buffer.from(await data[0]!.bytes()).indexOf(pngBegin)).toBe(0)
  })

  it('speak, and understand what they have said', async () => {
    const mira = connect()
    const { data: voices } = await mira.audio.voices()
    expect(voices.map(({ id }) => id)).toContain('aria')
    const speech = await mira.audio.speech({ input: said, response_format: 'wav' })
    const recording = await speech.blob()
    expect(recording.type).toBe('audio/wav')
    const transcript = await mira.audio.transcribe({ file: recording, response_format: 'verbose_json' })
    expect(transcript).toMatchObject({ language: 'en', duration: expect.any(Number) })
    expect(transcript.text).toMatch(/how are you/i)
    expect(transcript.segments?.[0]?.end).toBeGreaterThan(0.5)
    const subtitles = await mira.audio.transcribe({ file: recording, response_format: 'srt' }, { partName: 'audio' })
    expect(subtitles.segments?.[0]?.text).toMatch(/how are you/i)
  })

  it('find things in pictures', async () => {
    const mira = connect()
    const found = await mira.vision.locate({ image: picture, target: 'the square' })
    expect(found).toMatchObject({ found: true, boxes: [{ x: 0, y: 0, width: 0.5, height: 0.5 }] })
    const cells = await mira.vision.locate({
      image: picture,
      target: 'square',
      mode: 'grid',
      grid: { rows: 2, cols: 2 },
    })
    expect(cells).toMatchObject({ found: true, cells: [{ row: 0, col: 0 }] })
    expect(await mira.vision.locate({ image: picture, target: 'a dog' })).toMatchObject({ found: false, boxes: [] })
  })

  it('carry 24 MB through connections that break, each way, without holding them in memory', async () => {
    const { upload, download } = await transferBigFiles(24)
    expect(upload).toMatchObject({ failures: 2, isSame: true })
    expect(download).toMatchObject({ failures: 2, isSame: true })
  })
})

describe('the openai package', () => {
  const connect = () => new OpenAI({ baseURL: `${server.url}/v1`, apiKey: server.apiKey!, maxRetries: 0 })

  it('makes and edits pictures', async () => {
    const openai = connect()
    const made = await openai.images.generate({ model: 'mira-image', prompt: 'a cat', size: '1024x1024', n: 1 })
    expect((await fetch(made.data![0]!.url!)).headers.get('content-type')).toBe('image/png')
    const file = await toFile(picture.source, 'cat.png', { type: 'image/png' })
    const edited = await openai.images.edit({
      model: 'mira-image',
      image: [file, file],
      mask: file,
      prompt: 'bluer',
      response_format: 'b64_json',
    })
    expect(Buffer.from(edited.data![0]!.b64_json!, 'base64').indexOf(pngBegin)).toBe(0)
  })

  it('speaks and transcribes', async () => {
    const openai = connect()
    const speech = await openai.audio.speech.create({ model: 'mira-voice', voice: 'aria', input: said })
    const sound = Buffer.from(await speech.arrayBuffer())
    expect(sound.length).toBeGreaterThan(5_000)
    const file = await toFile(sound, 'speech.mp3')
    const model = 'mira-transcribe'
    expect((await openai.audio.transcriptions.create({ model, file })).text).toMatch(/how are you/i)
    const response_format = 'verbose_json'
    const words = await openai.audio.transcriptions.create({
      model,
      file,
      response_format,
      timestamp_granularities: ['word', 'segment'],
    })
    expect(words.words?.map(({ word }) => word)).toEqual(expect.arrayContaining(['how', 'are', 'you']))
    expect(words.segments?.length).toBeGreaterThan(0)
  })
})

it('gives a file the same bytes at every address', async () => {
  const mira = createClient({ baseUrl: server.url, apiKey: server.apiKey! }).extend(media)
  const { data } = await mira.images.generate({ prompt: 'a dog', seed: 1 })
  const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
  const [image] = data
  const etag = (await fetch(image!.url!, { method: 'HEAD' })).headers.get('etag')
  expect(etag).toBe(`"${hash(await image!.bytes())}"`)
})
