import { describe, expect, it } from 'vitest'
import { serve } from '../../../test/openai-server.ts'
import { parseWav } from '../audio/wav.ts'
import { EngineInputError, EngineUnavailableError } from '../engine.ts'
import type { SpeechFormat } from '../speech-engine.ts'
import { createUpstreamSpeechEngine } from './upstream-speech-engine.ts'
import { createUpstreamTranscriptionEngine } from './upstream-transcription-engine.ts'

/** One-second tone at the sample rate of the upstream. */
const tone = Int16Array.from({ length: 24_000 }, (_, index) => Math.round(8_000 * Math.sin(index / 8)))
const toneBytes = Buffer.from(tone.buffer)

interface Asked {
  readonly url: string
  readonly authorization: string | undefined
  readonly body: Buffer
  readonly contentType: string
}

/** Starts a server that sends the same response to every request and records the requests. */
async function answering(reply: { status?: number; type: string; pieces: readonly (string | Buffer)[] }) {
  const asked: Asked[] = []
  const server = await serve(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    asked.push({
      url: request.url!,
      authorization: request.headers.authorization,
      body: Buffer.concat(parts),
      contentType: request.headers['content-type'] ?? '',
    })
    response.writeHead(reply.status ?? 200, { 'content-type': reply.type })
    for (const piece of reply.pieces) response.write(piece)
    response.end()
  })
  return { ...server, asked }
}

async function speak(baseUrl: string, format: SpeechFormat, sampleRate?: number) {
  const engine = createUpstreamSpeechEngine({ baseUrl, apiKey: 'k', model: 'kokoro', voiceNames: { aria: 'af' } })
  const speech = engine.synthesize({ text: 'Good day.', voice: 'aria', format, speed: 2, sampleRate })
  const pieces = []
  for await (const piece of speech) pieces.push(piece)
  return { speech, pieces, file: Buffer.concat(pieces.map(({ audio }) => audio)) }
}

describe('createUpstreamSpeechEngine', () => {
  it('sends the request, and forwards a compressed file unchanged', async () => {
    await using server = await answering({ type: 'audio/mpeg', pieces: ['ID3', 'abc'] })
    const { speech, file, pieces } = await speak(server.baseUrl, 'mp3')
    expect(speech.mediaType).toBe('audio/mpeg')
    expect(file.toString()).toBe('ID3abc')
    expect(pieces.map(({ text }) => text).join('')).toBe('Good day.')
    const [asked] = server.asked
    expect([asked!.url, asked!.authorization]).toEqual(['/v1/audio/speech', 'Bearer k'])
    const body = JSON.parse(asked!.body.toString())
    expect(body).toEqual({ model: 'kokoro', input: 'Good day.', voice: 'af', response_format: 'mp3', speed: 2 })
  })

  it.each([1, 999, 24_001])('returns every sample of a stream split at byte %i', async (cut) => {
    const pieces = [toneBytes.subarray(0, cut), toneBytes.subarray(cut)]
    await using server = await answering({ type: 'audio/pcm', pieces })
    const { file } = await speak(server.baseUrl, 'pcm')
    expect(file.equals(toneBytes)).toBe(true)
  })

  it('makes a WAV at another rate', async () => {
    await using server = await answering({ type: 'audio/pcm', pieces: [toneBytes] })
    const { file, pieces } = await speak(server.baseUrl, 'wav', 16_000)
    const { samples, sampleRate } = parseWav(file)
    expect(sampleRate).toBe(16_000)
    expect(Math.abs(samples.length - 16_000)).toBeLessThan(100)
    expect(pieces.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0)).toBeCloseTo(1, 1)
  })

  it('rejects an empty text and an unknown voice without a request', () => {
    const engine = createUpstreamSpeechEngine({ baseUrl: 'http://127.0.0.1:9/v1' })
    expect(() => engine.synthesize({ text: ' ', voice: 'aria', format: 'mp3' })).toThrow('input is empty')
    expect(() => engine.synthesize({ text: 'a', voice: 'bob', format: 'mp3' })).toThrow('one of aria, not bob')
  })

  it('reports an error response of the upstream', async () => {
    await using server = await answering({ status: 429, type: 'application/json', pieces: ['{"error":"busy"}'] })
    await expect(speak(server.baseUrl, 'mp3')).rejects.toThrow(EngineUnavailableError)
  })
})

describe('createUpstreamTranscriptionEngine', () => {
  const heard = {
    text: ' Good day. ',
    language: 'english',
    segments: [{ start: 0, end: 0.9, text: ' Good day.' }, 'broken'],
    words: [
      { word: 'Good', start: 0, end: 0.4 },
      { word: 'day', start: 0.4, end: 0.9, probability: 0.5 },
    ],
  }

  it('sends the recording as WAV and reads the transcript', async () => {
    await using server = await answering({ type: 'application/json', pieces: [JSON.stringify(heard)] })
    const engine = createUpstreamTranscriptionEngine({ baseUrl: server.baseUrl, model: 'whisper' })
    expect(await engine.transcribe(tone.subarray(0, 16_000), { words: true, language: 'en-US' })).toEqual({
      text: 'Good day.',
      language: 'en',
      durationSeconds: 1,
      segments: [{ start: 0, end: 0.9, text: 'Good day.' }],
      words: [
        { word: 'Good', start: 0, end: 0.4, confidence: 1 },
        { word: 'day', start: 0.4, end: 0.9, confidence: 0.5 },
      ],
    })
    const [asked] = server.asked
    const form = await new Response(new Uint8Array(asked!.body), {
      headers: { 'content-type': asked!.contentType },
    }).formData()
    expect([form.get('model'), form.get('language')]).toEqual(['whisper', 'en'])
    const { samples } = parseWav(new Uint8Array(await (form.get('file') as File).arrayBuffer()))
    expect(samples.length).toBe(16_000)
  })

  it('gathers a live stream, utterance by utterance', async () => {
    await using server = await answering({ type: 'application/json', pieces: ['{"text":"Yes."}'] })
    const engine = createUpstreamTranscriptionEngine({ baseUrl: server.baseUrl })
    const stream = await engine.openStream()
    for (const length of [320, 640]) {
      await stream.push(tone.subarray(0, length))
      await stream.push(tone.subarray(0, length))
      const { text, durationSeconds } = await stream.finish()
      expect([text, durationSeconds]).toEqual(['Yes.', (2 * length) / 16_000])
    }
    await stream.close()
  })

  it.each([
    ['no sound', new Int16Array(0), '{}', EngineInputError],
    ['an answer without a text', tone, '{"words":[]}', EngineUnavailableError],
  ])('fails on %s', async (_what, samples, reply, Kind) => {
    await using server = await answering({ type: 'application/json', pieces: [reply] })
    const engine = createUpstreamTranscriptionEngine({ baseUrl: server.baseUrl })
    await expect(engine.transcribe(samples)).rejects.toThrow(Kind)
  })
})
