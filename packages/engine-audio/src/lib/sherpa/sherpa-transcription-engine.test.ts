import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TranscriptionEngine, TranscriptionStream } from '@mira/engine'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { watchChildProcesses } from '../../../../engine/test/child-processes.ts'
import { encodeOnnx, floats } from '../../../test/onnx-file.ts'
import {
  writeTinyRecognizer,
  writeTinyStreamingRecognizer,
  writeTinyWhisper,
} from '../../../test/tiny-speech-models.ts'
import { loadSherpa } from './sherpa-onnx.ts'
import { openSherpaTranscriptionEngine } from './sherpa-transcription-engine.ts'

let folder = ''
let files: string[] = []
let engine: TranscriptionEngine
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mira-sherpa-'))
  files = await writeTinyRecognizer(join(folder, 'tiny-en'))
  engine = await openSherpaTranscriptionEngine({ files, threads: 1 })
})
afterAll(async () => {
  await engine.close()
  await rm(folder, { recursive: true })
})

const chirp = (seconds: number) =>
  Int16Array.from({ length: seconds * 16_000 }, (_, at) => 16_000 * Math.sin(at / 7 + at ** 2 / 1e6))
const silence = (seconds: number) => new Int16Array(seconds * 16_000)
const join16 = (...parts: Int16Array[]) => Int16Array.from(parts.flatMap((part) => [...part]))

describe('openSherpaTranscriptionEngine', () => {
  it('describes the model, and takes its language from the name', () => {
    expect(engine.info).toMatchObject({ name: 'sherpa-onnx', kind: 'neural' })
    expect(engine.info.description).toContain('tiny-en (NeMo CTC)')
    expect(engine.languages).toEqual(['en'])
  })

  it('recognizes the same words in the same audio, with times', async () => {
    const sound = join16(silence(2), chirp(1), silence(1), chirp(1))
    const transcript = await engine.transcribe(sound, { words: true })
    const { text, language, durationSeconds, segments, words } = transcript
    expect([language, durationSeconds]).toEqual(['en', 5])
    expect(segments.map((segment) => segment.text).join(' ')).toBe(text)
    expect(segments).toHaveLength(2)
    expect(segments[0]).toMatchObject({ start: expect.closeTo(1.8, 1), end: expect.closeTo(3.2, 1) })
    expect(segments[1]!.start).toBeCloseTo(3.8, 1)
    expect(words.map(({ word }) => word).join(' ')).toBe(text)
    for (const [index, { start, end }] of words.entries()) {
      expect(start).toBeGreaterThanOrEqual(words[index - 1]?.end ?? 0)
      expect(end).toBeGreaterThanOrEqual(start)
      expect(end).toBeLessThanOrEqual(durationSeconds)
    }
    expect(await engine.transcribe(sound, { words: true })).toEqual(transcript)
    expect((await engine.transcribe(sound)).words).toEqual([])
  })

  it.each([
    { story: 'one sample', samples: new Int16Array(1) },
    { story: 'silence', samples: silence(2) },
  ])('finds no speech in $story', async ({ samples }) => {
    expect(await engine.transcribe(samples)).toMatchObject({ text: '', segments: [], words: [] })
  })

  it('splits a long recording without a pause', async () => {
    const { segments } = await engine.transcribe(chirp(45))
    expect(segments.length).toBeGreaterThanOrEqual(3)
    for (const { start, end } of segments) expect(end - start).toBeLessThanOrEqual(20)
  })

  it('rejects other languages and empty audio', async () => {
    await expect(engine.transcribe(chirp(1), { language: 'de' })).rejects.toMatchObject({
      name: 'EngineInputError',
      code: 'unsupported_language',
      message: expect.stringContaining('recognizes en, not de'),
    })
    await expect(engine.openStream({ language: 'de' })).rejects.toMatchObject({ field: 'language' })
    await expect(engine.transcribe(new Int16Array(0))).rejects.toMatchObject({ code: 'empty', field: 'file' })
    expect((await engine.transcribe(chirp(1), { language: 'en-GB' })).language).toBe('en-GB')
  })

  it('recognizes one of several languages: the one that was named, or the one it detects', async () => {
    const own = await openSherpaTranscriptionEngine({ files: await writeTinyWhisper(join(folder, 'tiny')), threads: 1 })
    onTestFinished(() => own.close())
    expect(own.languages).toEqual(['en', 'ru'])
    const hear = (language?: string) => own.transcribe(chirp(1), { language, words: true })
    const english = await hear('en-US')
    const russian = await hear('ru')
    expect([english.language, russian.language]).toEqual(['en-US', 'ru'])
    expect(english.text).toMatch(/w\d/)
    expect(russian.text).not.toBe(english.text)
    // The setting of one call does not last into the next.
    expect(await hear('en-US')).toEqual(english)
    const detected = await hear()
    expect(['en', 'ru']).toContain(detected.language)
    expect(detected.text).toBe((detected.language === 'en' ? english : russian).text)
    await expect(hear('de')).rejects.toMatchObject({ code: 'unsupported_language' })
  })

  it('transcribes live audio at the end of an utterance', async () => {
    const stream = await engine.openStream({ words: true })
    const sound = chirp(1)
    for (let turn = 0; turn < 2; turn++) {
      for (let start = 0; start < sound.length; start += 1_600) {
        expect(await stream.push(sound.subarray(start, start + 1_600))).toBe('')
      }
      expect(await stream.finish()).toEqual(await engine.transcribe(sound, { words: true }))
    }
    await stream.close()
  })

  it('rejects with the reason of the signal, and performs the next call', async () => {
    const reason = new Error('enough')
    const controller = new AbortController()
    const work = engine.transcribe(chirp(60), controller)
    controller.abort(reason)
    await expect(work).rejects.toBe(reason)
    expect((await engine.transcribe(chirp(1))).text).not.toBe('')
  })

  it('ends its process when idle, and loads the model again', async () => {
    using processes = watchChildProcesses()
    const own = await openSherpaTranscriptionEngine({ files, threads: 1, worker: { idleMs: 1 } })
    onTestFinished(() => own.close())
    await expect.poll(() => processes.running).toEqual([])
    expect((await own.transcribe(chirp(1))).text).not.toBe('')
  })

  it('ends an utterance at the deadline', async () => {
    const own = await openSherpaTranscriptionEngine({ files, threads: 1, worker: { deadlineMs: 1 } })
    onTestFinished(() => own.close())
    await expect(own.transcribe(chirp(20))).rejects.toMatchObject({ code: 'deadline_exceeded', status: 504 })
  })

  it('rejects calls once it is closed', async () => {
    const own = await openSherpaTranscriptionEngine({ files, threads: 1 })
    const stream = await own.openStream()
    await stream.push(chirp(1))
    await own.close()
    await own.close()
    await expect(own.transcribe(chirp(1))).rejects.toMatchObject({ code: 'closed' })
    await expect(stream.finish()).rejects.toMatchObject({ code: 'closed' })
    await expect(own.openStream()).rejects.toMatchObject({ code: 'closed' })
  })

  it('says in one sentence what the library finds wrong', async () => {
    const model = join(folder, 'incomplete.onnx')
    const graph = { operations: [], constants: [floats('y', [1], [1])], inputs: [] }
    const outputs = [{ name: 'y', type: 'float', shape: [1] }] as const
    await writeFile(model, encodeOnnx({ ...graph, outputs, metadata: { model_type: 'EncDecCTCModelBPE' } }))
    const opening = openSherpaTranscriptionEngine({ files: [model, files[1]!] })
    await expect(opening).rejects.toThrow(/^The speech model could not be loaded: .*does not exist in the metadata$/)
    await expect(opening).rejects.toMatchObject({ name: 'EngineUnavailableError', status: 503 })
  })

  it('names the package to install when the peer dependency is missing', async () => {
    const absent = Object.assign(new Error('not found'), { code: 'ERR_MODULE_NOT_FOUND' })
    const loading = loadSherpa(() => Promise.reject(absent))
    await expect(loading).rejects.toMatchObject({ code: 'not_installed', status: 503 })
    await expect(loading).rejects.toThrow('npm install sherpa-onnx-node')
    await expect(loadSherpa(() => Promise.reject(new Error('no binary')))).rejects.toThrow('no binary for this system')
  })
})

describe('a streaming model', () => {
  let streaming: TranscriptionEngine
  beforeAll(async () => {
    streaming = await openSherpaTranscriptionEngine({
      files: await writeTinyStreamingRecognizer(join(folder, 'tiny-streaming')),
      threads: 1,
    })
  })
  afterAll(() => streaming.close())

  async function hearInPieces(stream: TranscriptionStream, samples: Int16Array, length: number): Promise<string[]> {
    const partials: string[] = []
    for (let start = 0; start < samples.length; start += length) {
      partials.push(await stream.push(samples.subarray(start, start + length)))
    }
    return partials
  }

  it('states its family and language', () => {
    expect(streaming.info.description).toContain('tiny-streaming (T-one)')
    expect(streaming.languages).toEqual(['ru'])
  })

  it('recognizes recordings, with words and times', async () => {
    const sound = join16(silence(2), chirp(1), silence(1), chirp(1))
    const { segments, text, words, language } = await streaming.transcribe(sound, { words: true })
    expect(language).toBe('ru')
    expect(segments).toHaveLength(2)
    expect(text).toMatch(/^[а-з ]+$/)
    expect(words.map(({ word }) => word).join('')).toBe(text.replaceAll(' ', ''))
    expect(words.every(({ start, end }) => start >= 1.5 && end >= start && end <= 5)).toBe(true)
    expect(await streaming.transcribe(silence(2))).toMatchObject({ text: '', segments: [] })
  })

  it.each([320, 1_600, 3_333, 40_000])('writes along with live audio in pieces of %i samples', async (length) => {
    const stream = await streaming.openStream({ words: true })
    onTestFinished(() => stream.close())
    const sound = join16(silence(0.3), chirp(2))
    const partials = await hearInPieces(stream, sound, length)
    const final = await stream.finish()
    expect(final.text).toMatch(/^[а-з ]+$/)
    for (const partial of partials) expect(final.text.startsWith(partial)).toBe(true)
    // A piece shorter than a chunk leaves most of the text known before the end.
    if (length < 4_800) expect(partials.at(-1)!.length).toBeGreaterThan(final.text.length / 2)
    expect(final.durationSeconds).toBe(2.3)
    // The next utterance does not continue the one before.
    await hearInPieces(stream, sound, 8_000)
    expect(await stream.finish()).toEqual(final)
  })

  it('keeps utterances of several speakers apart', async () => {
    const streams = await Promise.all([1, 2].map(() => streaming.openStream()))
    const sounds = [chirp(1.5), chirp(2).subarray(8_000)]
    const alone = []
    for (const sound of sounds) {
      const stream = await streaming.openStream()
      await hearInPieces(stream, sound, 1_600)
      alone.push((await stream.finish()).text)
      await stream.close()
    }
    for (let start = 0; start < sounds[0]!.length; start += 1_600) {
      await Promise.all(streams.map((stream, index) => stream.push(sounds[index]!.subarray(start, start + 1_600))))
    }
    const texts = await Promise.all(streams.map(async (stream) => (await stream.finish()).text))
    expect(texts).toEqual(alone)
    expect(texts[0]).not.toBe(texts[1])
    await Promise.all(streams.map((stream) => stream.close()))
  })

  it('goes on with an utterance after its process ended', async () => {
    using processes = watchChildProcesses()
    const files = await writeTinyStreamingRecognizer(join(folder, 'tiny-restarted'))
    const own = await openSherpaTranscriptionEngine({ files, threads: 1, worker: { idleMs: 1 } })
    onTestFinished(() => own.close())
    const stream = await own.openStream()
    const sound = chirp(2)
    await stream.push(sound.subarray(0, 16_000))
    await expect.poll(() => processes.running).toEqual([])
    await stream.push(sound.subarray(16_000))
    const { text } = await stream.finish()
    const whole = await streaming.openStream()
    await whole.push(sound)
    expect(text).toBe((await whole.finish()).text)
    expect(text).not.toBe('')
  })

  it('rejects an utterance without audio, other languages, and calls once it is closed', async () => {
    const stream = await streaming.openStream({ language: 'ru-RU' })
    await expect(stream.finish()).rejects.toMatchObject({ code: 'empty' })
    await stream.push(chirp(1))
    expect(await stream.finish()).toMatchObject({ language: 'ru-RU', words: [] })
    await expect(streaming.openStream({ language: 'en' })).rejects.toMatchObject({ code: 'unsupported_language' })
    const files = await writeTinyStreamingRecognizer(join(folder, 'tiny-closed'))
    const own = await openSherpaTranscriptionEngine({ files, threads: 1 })
    const left = await own.openStream()
    await left.push(chirp(1))
    await own.close()
    await expect(left.finish()).rejects.toMatchObject({ code: 'closed' })
  })
})
