import { mkdtemp, rm, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EngineInputError, type SpeechEngine, type SpeechRequest } from '@mira/engine'
import { parseWav } from '@mira/engine/audio'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { measurePitch } from '../../../test/measure-pitch.ts'
import { characterSeconds, toneHertz, writeTinySynthesizer } from '../../../test/tiny-speech-models.ts'
import { openSherpaSpeechEngine } from './sherpa-speech-engine.ts'

let folder = ''
let engine: SpeechEngine
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mira-sherpa-'))
  const files = await writeTinySynthesizer(join(folder, 'tiny'))
  const origin = { source: 'hf:owner/tiny:int8@main', revision: 'abc' }
  engine = await openSherpaSpeechEngine({ files, threads: 1, origin })
})
afterAll(async () => {
  await engine.close()
  await rm(folder, { recursive: true })
})

const sentence = 'The quick brown fox jumps.'

async function speak(request: Partial<SpeechRequest> = {}) {
  const pieces = []
  const speech = engine.synthesize({ text: sentence, voice: 'tiny-0', format: 'wav', ...request })
  for await (const piece of speech) pieces.push(piece)
  const file = new Uint8Array(Buffer.concat(pieces.map(({ audio }) => audio)))
  return { speech, pieces, file, durationSeconds: pieces.reduce((sum, piece) => sum + piece.durationSeconds, 0) }
}

describe('openSherpaSpeechEngine', () => {
  it('describes the model and its voices', () => {
    expect(engine.info).toMatchObject({ name: 'sherpa-onnx', kind: 'neural', origin: { revision: 'abc' } })
    expect(engine.voices()).toMatchObject([
      { id: 'tiny-0', languages: ['en'] },
      { id: 'tiny-1', languages: ['en'] },
    ])
    expect(engine.voices()[0]).not.toHaveProperty('speaker')
  })

  it('speaks with the voice that was asked for', async () => {
    for (const [voice, hertz] of [
      ['tiny-0', toneHertz],
      ['tiny-1', 2 * toneHertz],
    ] as const) {
      const { samples, sampleRate } = parseWav((await speak({ voice })).file)
      expect(sampleRate).toBe(24_000)
      expect(measurePitch(samples, sampleRate) / hertz).toBeCloseTo(1, 1)
    }
  })

  it('yields one piece per sentence', async () => {
    const { pieces } = await speak({ text: 'Dr. Smith came at five. He was late!' })
    expect(pieces.map(({ text }) => text)).toEqual(['Dr. Smith came at five.', 'He was late!'])
  })

  it('reads numbers of English texts in words', async () => {
    const [digits, words] = [await speak({ text: 'It costs $5.' }), await speak({ text: 'It costs five dollars.' })]
    expect(digits.durationSeconds).toBe(words.durationSeconds)
  })

  it('changes the length with the speed, and keeps the pitch', async () => {
    const [slow, own, fast] = [await speak({ speed: 0.5 }), await speak(), await speak({ speed: 2 })]
    expect(own.durationSeconds).toBeCloseTo(sentence.length * characterSeconds, 1)
    expect(slow.durationSeconds / own.durationSeconds).toBeCloseTo(2, 1)
    expect(own.durationSeconds / fast.durationSeconds).toBeCloseTo(2, 1)
    expect(measurePitch(parseWav(fast.file).samples, 24_000) / toneHertz).toBeCloseTo(1, 1)
  })

  it.each([8_000, 16_000, 24_000, 48_000])('speaks at %i Hz', async (sampleRate) => {
    const { file, durationSeconds, speech } = await speak({ sampleRate })
    const wav = parseWav(file)
    expect([wav.sampleRate, speech.sampleRate]).toEqual([sampleRate, sampleRate])
    expect(wav.samples.length / sampleRate).toBeCloseTo(durationSeconds, 3)
    expect((await speak({ sampleRate, format: 'pcm' })).file).toEqual(file.subarray(44))
  })

  it('writes MP3', async () => {
    const { file, speech, durationSeconds } = await speak({ format: 'mp3' })
    expect(speech.mediaType).toBe('audio/mpeg')
    expect([file[0], file[1]! & 0xe0]).toEqual([0xff, 0xe0])
    expect(durationSeconds).toBeCloseTo(sentence.length * characterSeconds, 0)
  })

  it.each([
    { request: { text: ' \n' }, field: 'text', message: 'no word' },
    { request: { text: 'Привет, как дела?' }, field: 'text', message: 'another script' },
    { request: { language: 'fr' }, field: 'language', message: 'speaks en, not fr' },
    { request: { voice: 'nova' }, field: 'voice', message: 'one of tiny-0, tiny-1, not nova' },
    { request: { speed: 5 }, field: 'speed', message: 'not 5' },
    { request: { sampleRate: 1 }, field: 'sampleRate', message: 'not 1' },
    { request: { format: 'mp3', sampleRate: 8_000 }, field: 'sampleRate', message: 'of mp3' },
  ] as const)('refuses $request at once', ({ request, field, message }) => {
    const start = () => engine.synthesize({ text: sentence, voice: 'tiny-0', format: 'wav', ...request })
    expect(start).toThrow(EngineInputError)
    expect(start).toThrow(message)
    expect(start).toThrow(expect.objectContaining({ field }))
  })

  it('lets callers take turns between sentences', async () => {
    const ended: string[] = []
    const read = async (caller: string, sentences: number) => {
      const text = `${sentence} `.repeat(sentences)
      for await (const _ of engine.synthesize({ text, voice: 'tiny-0', format: 'pcm' }, { caller }));
      ended.push(caller)
    }
    await Promise.all([read('a', 12), read('b', 2)])
    expect(ended).toEqual(['b', 'a'])
  })

  it('rejects with the reason of the signal', async () => {
    const reason = new Error('enough')
    const controller = new AbortController()
    const request = { text: `${sentence} ${sentence}`, voice: 'tiny-0', format: 'pcm' } as const
    const listen = async () => {
      for await (const _ of engine.synthesize(request, controller)) controller.abort(reason)
    }
    await expect(listen()).rejects.toBe(reason)
    expect((await speak()).durationSeconds).toBeGreaterThan(1)
  })

  it('says in one sentence that a file is damaged', async () => {
    const files = await writeTinySynthesizer(join(folder, 'damaged'))
    await truncate(files[0]!, 300)
    await expect(openSherpaSpeechEngine({ files })).rejects.toThrow('model.onnx is truncated')
  })

  it('rejects calls once it is closed', async () => {
    const own = await openSherpaSpeechEngine({ files: await writeTinySynthesizer(join(folder, 'own')), threads: 1 })
    const speech = own.synthesize({ text: sentence, voice: 'own-0', format: 'pcm' })
    await own.close()
    await own.close()
    await expect(speech[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'closed' })
    expect(() => own.synthesize({ text: sentence, voice: 'own-0', format: 'pcm' })).toThrow('closed')
  })
})
