import { wavHeader } from '@mira/engine/audio'
import OpenAI, { toFile } from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDurationEngine, createHummingEngine } from './lib/test-support/audio-engines.test-support.ts'
import { createGrayImageEngine } from './lib/test-support/image-engines.test-support.ts'
import { noMediaEngines } from './lib/test-support/no-media-engines.test-support.ts'
import { createPng } from './lib/test-support/png.test-support.ts'
import { startWordServer, type WordServer } from './lib/test-support/start-word-server.test-support.ts'
import { createWordChatEngine } from './lib/test-support/word-chat-engine.test-support.ts'

let server: WordServer
let openai: OpenAI
const chat = createWordChatEngine()
beforeAll(async () => {
  server = await startWordServer({
    engines: {
      ...noMediaEngines,
      chat,
      images: createGrayImageEngine(),
      speech: createHummingEngine(),
      transcription: createDurationEngine(),
    },
  })
  openai = new OpenAI({ apiKey: server.apiKey, baseURL: `${server.url}/v1`, maxRetries: 0 })
})
afterAll(() => server.close({ graceMs: 0 }))

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

describe('responses of the official openai package', () => {
  it('run in the background and are polled', async () => {
    let response = await openai.responses.create({ model: 'o3', input: 'one two', background: true })
    expect(response.status).toBe('queued')
    await expect
      .poll(async () => {
        response = await openai.responses.retrieve(response.id)
        return response.status
      })
      .toBe('completed')
    expect(response.output_text).toBe('You said: one two')
    const again = await collect(await openai.responses.retrieve(response.id, { stream: true, starting_after: 2 }))
    expect(again[0]?.sequence_number).toBe(3)
    expect(again.at(-1)?.type).toBe('response.completed')
  })

  it('are resumed by the stream helper', async () => {
    const body = { model: 'o3', input: 'one two', background: true, stream: true, store: true } as const
    const first = await collect(await openai.responses.create(body))
    const [created] = first
    if (created?.type !== 'response.created') throw new Error('not created')
    const stream = openai.responses.stream({ response_id: created.response.id, starting_after: 4 })
    expect((await stream.finalResponse()).output_text).toBe('You said: one two')
  })

  it('are canceled', async () => {
    const { id } = await openai.responses.create({ model: 'o3', input: 'wait here', background: true })
    await expect.poll(() => chat.aborted.length).toBe(1)
    expect((await openai.responses.cancel(id)).status).toBe('cancelled')
    await openai.responses.delete(id)
    await expect(openai.responses.retrieve(id)).rejects.toMatchObject({ status: 404 })
  })

  it('have input items, in pages, and input tokens', async () => {
    const input = ['a', 'b', 'c', 'd', 'e'].map((content) => ({ role: 'user' as const, content }))
    const response = await openai.responses.create({ model: 'gpt-4o', input })
    const items = await collect(openai.responses.inputItems.list(response.id, { limit: 2, order: 'asc' }))
    const texts = input.map(({ content }) => ({ content: [{ type: 'input_text', text: content }] }))
    expect(items).toMatchObject(texts)
    const counted = await openai.responses.inputTokens.count({ model: 'gpt-4o', input })
    expect(counted.input_tokens).toBe(response.usage?.input_tokens)
  })
})

describe('media of the official openai package', () => {
  const recording = () => toFile(Buffer.concat([wavHeader(16_000, 32_000), Buffer.alloc(32_000)]), 'a.wav')

  it('stream images', async () => {
    const body = { model: 'gpt-image-1', prompt: 'a', stream: true, partial_images: 1 } as const
    const made = await collect(await openai.images.generate(body))
    const image = await toFile(createPng(), 'a.png', { type: 'image/png' })
    const edited = await collect(await openai.images.edit({ ...body, image: [image, image], mask: image }))
    expect([made, edited].map((events) => events.map(({ type }) => type))).toEqual([
      ['image_generation.completed'],
      ['image_edit.completed'],
    ])
  })

  it('stream transcripts, and translate what is English', async () => {
    const file = await recording()
    const events = await collect(
      await openai.audio.transcriptions.create({ model: 'gpt-4o-transcribe', file, stream: true }),
    )
    expect(events.at(-1)).toMatchObject({ type: 'transcript.text.done', text: 'heard 1.0 s' })
    const { text } = await openai.audio.translations.create({ model: 'whisper-1', file })
    expect(text).toBe('heard 1.0 s')
    const verbose = { model: 'whisper-1', file, response_format: 'verbose_json' } as const
    const named = await openai.audio.transcriptions.create({ ...verbose, timestamp_granularities: ['word'] })
    expect(named).toMatchObject({ words: [], usage: { type: 'duration', seconds: 1 } })
  })

  it('speak in events', async () => {
    const body = { model: 'tts-1', voice: 'alloy', input: 'Hi', stream_format: 'sse' } as const
    const answer = await openai.audio.speech.create(body)
    expect(await answer.text()).toMatch(/^event: speech.audio.delta\n[\s\S]*event: speech.audio.done\n/)
  })

  it.each([
    ['diarized_json', () => ({ response_format: 'diarized_json' }) as const, 'response_format'],
    ['log probabilities', () => ({ include: ['logprobs' as const] }), 'include[0]'],
  ])('are rejected with the name of the field: %s', async (_name, fields, param) => {
    const body = { model: 'gpt-4o-transcribe', file: await recording(), ...fields() }
    await expect(openai.audio.transcriptions.create(body)).rejects.toMatchObject({ status: 422, param })
  })
})
