import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EngineInputError, EngineUnavailableError } from '@mira/engine'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { watchChildProcesses } from '../../../../engine/test/child-processes.ts'
import { countWordErrors, plainWords } from '../../../test/word-error-rate.ts'
import { decodeAudio } from '../audio/decode-audio.ts'
import { createLocalSpeechEngine } from '../speech/local-speech-engine.ts'
import { pocketSphinxFolder } from './build/package-files.ts'
import { createLocalTranscriptionEngine } from './local-transcription-engine.ts'

const engine = createLocalTranscriptionEngine({ maxStreams: 1 })
const voice = createLocalSpeechEngine()
afterAll(() => Promise.all([engine.close(), voice.close()]))

// On a new machine the first call compiles the recognizer, which takes 20 s or more.
beforeAll(async () => {
  await engine.transcribe(new Int16Array(1_600))
})

async function say(text: string, voiceId = 'awb'): Promise<Int16Array> {
  const pieces: Uint8Array[] = []
  for await (const { audio } of voice.synthesize({ text, voice: voiceId, format: 'wav' })) pieces.push(audio)
  return decodeAudio(new Uint8Array(Buffer.concat(pieces)), 60)
}

const readRecording = async (id: string) =>
  decodeAudio(
    await readFile(
      join(pocketSphinxFolder(), `pocketsphinx/test/data/librivox/sense_and_sensibility_01_austen_64kb-${id}.wav`),
    ),
    60,
  )

const silence = (seconds: number) => new Int16Array(seconds * 16_000)
const join16 = (...parts: Int16Array[]) => Int16Array.from(parts.flatMap((part) => [...part]))

describe('createLocalTranscriptionEngine', () => {
  it('recognizes its own voices with a word error rate below 35 %', async () => {
    const sentences = [
      'The weather is fine today and the children play in the garden.',
      'She bought a new car last week.',
      'Please call me when you arrive at the station.',
      'The meeting will start in the afternoon.',
    ]
    let errors = 0
    for (const sentence of sentences) {
      const { text } = await engine.transcribe(await say(sentence))
      errors += countWordErrors(plainWords(sentence), plainWords(text))
    }
    expect(errors / sentences.flatMap(plainWords).length).toBeLessThan(0.35)
  })

  it('recognizes a human reader, with capitals and a period', async () => {
    const { text, language, durationSeconds } = await engine.transcribe(await readRecording('0930'))
    expect(text).toMatch(/^He might even have been made .*amiable himself\.$/)
    expect([language, durationSeconds]).toEqual(['en', 3.29])
  })

  it('returns the times of each word and each sentence', async () => {
    const speech = await readRecording('0930')
    const sound = join16(silence(2), speech, silence(1), speech)
    const { segments, words, durationSeconds } = await engine.transcribe(sound, { words: true })
    const second = 3 + speech.length / 16_000
    expect(segments).toHaveLength(2)
    expect(segments[0]!.start).toBeGreaterThanOrEqual(2)
    expect(segments[0]!.start).toBeLessThan(2.4)
    expect(segments[1]!.start - second).toBeCloseTo(segments[0]!.start - 2, 1)
    expect(words.slice(0, 3).map(({ word }) => word)).toEqual(['he', 'might', 'even'])
    for (const [index, { start, end, confidence }] of words.entries()) {
      expect(start).toBeGreaterThanOrEqual(words[index - 1]?.end ?? 0)
      expect(end).toBeGreaterThan(start)
      expect(end).toBeLessThanOrEqual(durationSeconds)
      expect(confidence).toBeGreaterThanOrEqual(0)
      expect(confidence).toBeLessThanOrEqual(1)
    }
  })

  it('writes spoken numbers in digits', async () => {
    expect((await engine.transcribe(await say('I have twenty five apples and two thousand pairs.'))).text).toContain(
      '25',
    )
  })

  it.each([
    { story: 'one sample', samples: new Int16Array(1) },
    { story: 'silence', samples: silence(2) },
    {
      story: 'a square wave',
      samples: Int16Array.from(silence(2), (_, index) => (index % 80 < 40 ? 32_767 : -32_768)),
    },
  ])('accepts $story', async ({ samples }) => {
    const { durationSeconds } = await engine.transcribe(samples)
    expect(durationSeconds).toBeCloseTo(samples.length / 16_000, 3)
  })

  it('rejects other languages and empty audio', async () => {
    const german = engine.transcribe(silence(1), { language: 'de' })
    await expect(german).rejects.toMatchObject({
      code: 'unsupported_language',
      message: expect.stringContaining('not de'),
    })
    const nothing = await engine.transcribe(new Int16Array(0)).catch((error: unknown) => error)
    expect(nothing).toBeInstanceOf(EngineInputError)
    expect(nothing).toMatchObject({ code: 'empty', field: 'file' })
  })

  it('holds a short recording for no longer than one utterance of other callers', async () => {
    const clip = (await readRecording('0930')).slice(0, 9_600)
    const short = await engine.transcribe(clip)
    const settled: string[] = []
    const controller = new AbortController()
    const long = join16(clip, silence(1), clip, silence(1), clip)
    const transcribe = (samples: Int16Array, caller: string) =>
      engine
        .transcribe(samples, { caller, signal: controller.signal })
        .then(({ text }) => settled.push(`${caller}: ${text}`))
    const one = transcribe(clip, 'first')
    const others = Array.from({ length: 3 }, () => transcribe(long, 'many').catch(() => undefined))
    await one
    await transcribe(clip, 'few')
    // Each long recording takes at least three turns, and this caller's only one.
    expect(settled).toEqual([`first: ${short.text}`, `few: ${short.text}`])
    controller.abort()
    await Promise.all(others)
  })

  it('rejects with the reason of the signal, and performs the next call', async () => {
    const reason = new Error('enough')
    const controller = new AbortController()
    const sound = await readRecording('0930')
    const work = engine.transcribe(join16(sound, silence(1), sound), controller)
    controller.abort(reason)
    await expect(work).rejects.toBe(reason)
    expect((await engine.transcribe(sound)).text).toContain('himself')
  })

  it('returns the same words in every call', async () => {
    const sound = (await readRecording('0930')).slice(0, 9_600)
    const first = await engine.transcribe(sound)
    for (let call = 0; call < 2; call++) expect((await engine.transcribe(sound)).text).toBe(first.text)
  })

  it('recognizes live audio as it arrives, turn after turn', async () => {
    const stream = await engine.openStream({ words: true })
    await expect(engine.openStream()).rejects.toMatchObject({ code: 'busy', status: 503 })
    const sound = await readRecording('0930')
    const partials: string[] = []
    for (let turn = 0; turn < 2; turn++) {
      for (let start = 0; start < sound.length; start += 1_600)
        partials.push(await stream.push(sound.slice(start, start + 1_600)))
      const { text, words, durationSeconds } = await stream.finish()
      expect(text).toContain('amiable')
      expect(durationSeconds).toBe(sound.length / 16_000)
      expect(words.at(-1)!.end).toBeLessThanOrEqual(durationSeconds)
    }
    expect(partials.some((partial) => partial.startsWith('he might') && !partial.includes('himself'))).toBe(true)
    expect((await stream.finish()).text).toBe('')
    await stream.close()
    await stream.close()
    await (await engine.openStream()).close()
  })

  it('fails a stream whose process was replaced, until its next utterance', async () => {
    const own = createLocalTranscriptionEngine()
    onTestFinished(() => own.close())
    using processes = watchChildProcesses()
    const stream = await own.openStream()
    const sound = await readRecording('0930')
    await stream.push(sound.slice(0, 16_000))
    const [pid, ...more] = processes.running
    expect(more).toEqual([])
    process.kill(pid!, 'SIGKILL')
    await expect.poll(() => processes.running).toEqual([])
    // This chunk may still have been sent to the exited process.
    await expect(stream.push(sound.slice(16_000, 17_600))).rejects.toBeInstanceOf(EngineUnavailableError)
    await expect(stream.push(sound.slice(17_600))).rejects.toThrow('lost what it had heard')
    await expect(stream.finish()).rejects.toBeInstanceOf(EngineUnavailableError)
    await stream.push(sound)
    expect((await stream.finish()).text).toContain('amiable')
  })

  it('ends an utterance at the deadline', async () => {
    const own = createLocalTranscriptionEngine({ worker: { deadlineMs: 1 } })
    onTestFinished(() => own.close())
    const speech = own.transcribe(await readRecording('0930'))
    await expect(speech).rejects.toMatchObject({ code: 'deadline_exceeded', status: 504 })
  })

  it('closes a stream when its signal fires, and all when it is closed itself', async () => {
    const own = createLocalTranscriptionEngine()
    const controller = new AbortController()
    const stream = await own.openStream(controller)
    controller.abort(new Error('enough'))
    await expect(stream.push(silence(1))).rejects.toThrow()
    const other = await own.openStream()
    await own.close()
    await expect(other.push(silence(1))).rejects.toThrow('closed')
    await expect(own.transcribe(silence(1))).rejects.toThrow('closed')
  })
})
