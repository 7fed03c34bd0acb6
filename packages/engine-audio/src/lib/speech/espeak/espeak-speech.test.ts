import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SpeechRequest } from '@mira/engine'
import { EngineInputError, EngineUnavailableError } from '@mira/engine'
import { parseWav } from '@mira/engine/audio'
import type { EngineWorkerOptions } from '@mira/engine/worker'
import { findEspeak } from '@mira/test-programs/espeak'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { measurePitch } from '../../../../test/measure-pitch.ts'
import { createLocalSpeechEngine } from '../local-speech-engine.ts'

const { command: espeakCommand } = findEspeak()
const german = 'Guten Morgen. Wie geht es Ihnen heute?'

// Skipped only where the platform has neither a packaged eSpeak NG nor a system one. A sentence takes 10 ms with the
// system's program and 0.3 s of an idle processor with the packaged one.
describe.skipIf(espeakCommand === undefined)('createLocalSpeechEngine with eSpeak NG', { timeout: 300_000 }, () => {
  const engine = createLocalSpeechEngine({ espeakCommand })
  afterAll(() => engine.close())

  async function speak(request: Partial<SpeechRequest> = {}) {
    const pieces = []
    const all = { text: german, voice: 'aria', language: 'de', format: 'wav', ...request } as const
    for await (const piece of engine.synthesize(all)) pieces.push(piece)
    const file = new Uint8Array(Buffer.concat(pieces.map((piece) => piece.audio)))
    return { pieces, file, durationSeconds: pieces.reduce((sum, piece) => sum + piece.durationSeconds, 0) }
  }
  const loudness = (file: Uint8Array) => {
    const { samples } = parseWav(file)
    return Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length)
  }

  it('lists its languages beside the voices of Flite', () => {
    const voices = engine.voices()
    expect(voices[0]).toMatchObject({ id: 'aria', languages: ['en'] })
    expect(voices).toContainEqual({
      id: 'espeak-de',
      name: 'German',
      languages: ['de'],
      gender: 'male',
      description: expect.stringContaining('eSpeak NG'),
    })
    expect(new Set(voices.map(({ id }) => id)).size).toBe(voices.length)
  })

  it.each([
    { language: 'de', text: german },
    { language: 'ru', text: 'Доброе утро. Как дела?' },
    { language: 'pt-BR', text: 'Bom dia. Como vai você?' },
    { language: 'hi', text: 'नमस्ते। आप कैसे हैं?' },
    { language: 'el', text: 'Καλημέρα. Τι κάνετε;' },
  ])('speaks $language, one piece a sentence', async ({ language, text }) => {
    const { pieces, file, durationSeconds } = await speak({ language, text })
    expect(pieces.length).toBeGreaterThanOrEqual(2)
    expect(durationSeconds).toBeGreaterThan(1)
    expect(loudness(file)).toBeGreaterThan(0.02)
  })

  it.each([
    { text: 'Привет, как дела?', by: 'ru', other: 'el' },
    { text: 'Ich möchte heute gerne ins Kino gehen und Freunde treffen.', by: 'de', other: 'pt' },
  ])('hears by itself that $text is $by', async ({ text, by, other }) => {
    const durationBy = async (language: string | undefined) => (await speak({ text, language })).durationSeconds
    // Durations, not samples: since 1.52 the program adds random breath and flutter, seeded with the time.
    const guessed = await durationBy(undefined)
    expect(guessed).toBe(await durationBy(by))
    expect(guessed).not.toBe(await durationBy(other))
  })

  it('speaks as a woman where the voice asked for is one', async () => {
    const pitchOf = async (voice: string) => measurePitch(parseWav((await speak({ voice })).file).samples, 24_000)
    expect(await pitchOf('aria')).toBeGreaterThan((await pitchOf('rms')) * 1.3)
  })

  it('keeps to the speed, the rate and the format', async () => {
    const [slow, own, fast] = [await speak({ speed: 0.5 }), await speak(), await speak({ speed: 3 })]
    expect(slow.durationSeconds / own.durationSeconds).toBeGreaterThan(1.7)
    expect(own.durationSeconds / fast.durationSeconds).toBeGreaterThan(2.3)
    const low = parseWav((await speak({ sampleRate: 8_000, voice: 'espeak-de', language: undefined })).file)
    expect(low.sampleRate).toBe(8_000)
    expect(low.samples.length / 8_000).toBeGreaterThan(1)
    expect((await speak({ format: 'mp3' })).file.length).toBeGreaterThan(5_000)
  })

  it('leaves English to Flite', async () => {
    const text = 'Good morning.'
    const english = await speak({ text, language: 'en-GB' })
    expect(Buffer.compare(english.file, (await speak({ text, language: undefined })).file)).toBe(0)
    const british = await speak({ text, voice: 'espeak-en', language: 'en' })
    expect(Buffer.compare(english.file, british.file)).not.toBe(0)
  })

  it('speaks commands of the program as text', async () => {
    const plain = await speak({ text: 'Eins zwei drei vier' })
    const odd = await speak({ text: '-v ru \u0001100S [[h@loU]] <b>Eins zwei drei vier' })
    expect(odd.durationSeconds).toBeGreaterThan(plain.durationSeconds * 1.3)
  })

  it.each([
    { request: { language: 'xx' }, field: 'language', message: 'No voice here speaks xx' },
    { request: { voice: 'espeak-de', language: 'fr' }, field: 'language', message: 'speaks de, not fr' },
    { request: { language: 'en', text: 'Привет, как дела?' }, field: 'text', message: 'give language' },
    { request: { speed: 0.3 }, field: 'speed', message: 'from 0.46' },
    { request: { text: '—' }, field: 'text', message: 'no word' },
    { request: { voice: 'espeak-xx' }, field: 'voice', message: 'not espeak-xx' },
  ] as const)('refuses $request at once', ({ request, field, message }) => {
    const start = () => engine.synthesize({ text: german, voice: 'aria', language: 'de', format: 'wav', ...request })
    expect(start).toThrow(EngineInputError)
    expect(start).toThrow(message)
    expect(start).toThrow(expect.objectContaining({ field }))
  })
})

describe('createLocalSpeechEngine without eSpeak NG', () => {
  const engine = createLocalSpeechEngine({ espeakCommand: '/nonexistent/espeak-ng' })
  afterAll(() => engine.close())

  it('lists the voices of Flite alone', () => {
    const voices = engine.voices()
    expect(voices.map(({ id }) => id)).toContain('aria')
    for (const { languages } of voices) expect(languages).toEqual(['en'])
  })

  it.each([
    { request: { language: 'de' }, field: 'language', message: 'Only English (en) can be spoken here, not de' },
    {
      request: { language: undefined, text: 'Доброе утро.' },
      field: 'text',
      message: 'Only English can be spoken here',
    },
    { request: { voice: 'espeak-de' }, field: 'voice', message: 'not espeak-de' },
  ] as const)('refuses $request, and says how to get it', ({ request, field, message }) => {
    const start = () => engine.synthesize({ text: german, voice: 'aria', language: 'de', format: 'wav', ...request })
    expect(start).toThrow(EngineInputError)
    expect(start).toThrow(message)
    expect(start).toThrow('install eSpeak NG on this machine (apt-get install espeak-ng')
    expect(start).toThrow(expect.objectContaining({ field }))
  })
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('createLocalSpeechEngine with another program', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mira-espeak-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  /** A program that lists German and then runs the given script. */
  async function engineBy(script: string, worker?: EngineWorkerOptions) {
    const espeakCommand = join(folder, 'espeak')
    const list = `if [ "$1" = --voices ]; then printf 'head\\n 5 de --/M German gmw/de\\n'; exit; fi`
    await writeFile(espeakCommand, `#!/bin/sh\n${list}\n${script}\n`)
    await chmod(espeakCommand, 0o755)
    return createLocalSpeechEngine({ espeakCommand, worker })
  }
  const start = (engine: ReturnType<typeof createLocalSpeechEngine>, signal?: AbortSignal) =>
    engine.synthesize({ text: german, voice: 'aria', language: 'de', format: 'pcm' }, { signal })
  const read = async (speech: ReturnType<typeof start>) => {
    for await (const _ of speech) return
  }

  it.each(['exit 3', 'cat >/dev/null; echo no sound'])('reports that it failed: %s', async (script) => {
    const engine = await engineBy(script)
    await expect(read(start(engine))).rejects.toBeInstanceOf(EngineUnavailableError)
    await engine.close()
  })

  it.each(['its deadline', 'an abort'])('kills it at %s, whatever signals it ignores', async (end) => {
    const engine = await engineBy(`echo $$ >"$0.pid"; trap '' TERM; exec sleep 60`, { deadlineMs: 1_000 })
    const controller = new AbortController()
    const reading = read(start(engine, controller.signal))
    reading.catch(() => undefined)
    const readPid = () => readFile(join(folder, 'espeak.pid'), 'utf8').catch(() => '')
    await expect.poll(readPid).toMatch(/\d\n/)
    const pid = Number(await readPid())
    await rm(join(folder, 'espeak.pid'))
    if (end === 'an abort') controller.abort()
    await expect(reading).rejects.toMatchObject(
      end === 'an abort' ? { name: 'AbortError' } : { code: 'deadline_exceeded' },
    )
    await expect.poll(() => isAlive(pid)).toBe(false)
    await engine.close()
  })

  it('ends it with the signal, and with the engine', async () => {
    const engine = await engineBy('exec sleep 60')
    const reason = new Error('enough')
    const controller = new AbortController()
    const reading = read(start(engine, controller.signal))
    controller.abort(reason)
    await expect(reading).rejects.toBe(reason)
    const other = read(start(engine))
    other.catch(() => undefined)
    await engine.close()
    await expect(other).rejects.toBeInstanceOf(EngineUnavailableError)
  })
})
