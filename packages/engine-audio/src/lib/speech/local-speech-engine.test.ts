import type { SpeechEngine, SpeechRequest } from '@mira/engine'
import { EngineInputError } from '@mira/engine'
import { concatenateSamples, parseWav } from '@mira/engine/audio'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { measurePitch } from '../../../test/measure-pitch.ts'
import { decodeMp3 } from '../audio/decoders/mp3.ts'
import { createLocalSpeechEngine } from './local-speech-engine.ts'

// Simulates a machine without eSpeak NG.
const engine = createLocalSpeechEngine({ espeakCommand: '/nonexistent/espeak-ng' })
afterAll(() => engine.close())

const sentence = 'The quick brown fox jumps over the lazy dog.'

async function speak(request: Partial<SpeechRequest> = {}) {
  const pieces = []
  for await (const piece of engine.synthesize({ text: sentence, voice: 'aria', format: 'wav', ...request }))
    pieces.push(piece)
  const file = new Uint8Array(Buffer.concat(pieces.map((piece) => piece.audio)))
  return { pieces, file, durationSeconds: pieces.reduce((sum, piece) => sum + piece.durationSeconds, 0) }
}

function readMp3(file: Uint8Array) {
  const parts: Float32Array[] = []
  let sampleRate = 0
  decodeMp3(file, {
    add(samples, format) {
      parts.push(samples)
      sampleRate = format.sampleRate
    },
  })
  return { samples: concatenateSamples(parts), sampleRate }
}

/** Synthesizes a text and collects the result. */
async function listen(own: SpeechEngine, request: Partial<SpeechRequest> = {}) {
  let durationSeconds = 0
  for await (const piece of own.synthesize({ text: 'Hello.', voice: 'aria', format: 'pcm', ...request }))
    durationSeconds += piece.durationSeconds
  return durationSeconds
}

describe('createLocalSpeechEngine', () => {
  it('has distinguishable voices: each pair differs in pitch, pace or waveform', async () => {
    const heard = []
    for (const { id } of engine.voices()) {
      const { samples, sampleRate } = parseWav((await speak({ voice: id, sampleRate: 16_000 })).file)
      heard.push({ id, pitch: measurePitch(samples, sampleRate), length: samples.length })
    }
    for (const [index, a] of heard.entries()) {
      for (const b of heard.slice(index + 1)) {
        // kal and kal16 are the same speaker at telephone and full bandwidth.
        if (a.id === 'kal16' && b.id === 'kal') continue
        const isOther = Math.abs(a.pitch / b.pitch - 1) > 0.06 || Math.abs(a.length / b.length - 1) > 0.06
        expect.soft(isOther, `${a.id} ${a.pitch} Hz, ${b.id} ${b.pitch} Hz`).toBe(true)
      }
    }
    const pitch = Object.fromEntries(heard.map((voice) => [voice.id, voice.pitch]))
    expect(pitch.aria).toBeGreaterThan(185)
    expect(pitch['slt-low']).toBeLessThan(155)
    expect(pitch.rms).toBeLessThan(115)
  })

  it('leaves nothing above 4 kHz in the voice of a telephone', async () => {
    const roughness = async (voice: string) => {
      const { samples } = parseWav((await speak({ voice, sampleRate: 16_000 })).file)
      const energy = samples.reduce((sum, value) => sum + value * value, 0)
      return samples.reduce((sum, value, index) => sum + (value - (samples[index - 1] ?? 0)) ** 2, 0) / energy
    }
    expect(await roughness('kal')).toBeLessThan((await roughness('kal16')) * 0.9)
  })

  it('keeps the pitch and changes the length with the speed', async () => {
    const [slow, own, fast] = [await speak({ speed: 0.25 }), await speak(), await speak({ speed: 4 })]
    expect(slow.durationSeconds / own.durationSeconds).toBeGreaterThan(3.5)
    expect(own.durationSeconds / fast.durationSeconds).toBeGreaterThan(3)
    const pitchOf = (file: Uint8Array) => measurePitch(parseWav(file).samples, 24_000)
    expect(pitchOf(slow.file) / pitchOf(own.file)).toBeCloseTo(1, 1)
  })

  it('yields one piece per sentence, the first before the rest is synthesized', async () => {
    const text = 'Dr. Smith arrived at five. He was late! Was he sorry?'
    const { pieces } = await speak({ text, format: 'pcm' })
    expect(pieces.map((piece) => piece.text)).toEqual(['Dr. Smith arrived at five.', 'He was late!', 'Was he sorry?'])
    const long = engine.synthesize({ text: `${sentence} `.repeat(2_000), voice: 'aria', format: 'pcm' })
    for await (const piece of long) {
      expect(piece.text).toBe(sentence)
      break
    }
  })

  it.each([8_000, 16_000, 24_000, 48_000])('speaks at %i Hz', async (sampleRate) => {
    const { file, durationSeconds } = await speak({ sampleRate })
    const wav = parseWav(file)
    expect(wav.sampleRate).toBe(sampleRate)
    expect(wav.samples.length / sampleRate).toBeCloseTo(durationSeconds, 3)
    const pcm = await speak({ sampleRate, format: 'pcm' })
    expect(pcm.file).toEqual(file.subarray(44))
  })

  it('writes MP3 that another decoder reads', async () => {
    const { file, durationSeconds } = await speak({ format: 'mp3' })
    const { samples, sampleRate } = readMp3(file)
    expect(sampleRate).toBe(24_000)
    expect(Math.abs(samples.length / sampleRate - durationSeconds)).toBeLessThan(0.15)
    expect(measurePitch(samples, sampleRate)).toBeGreaterThan(185)
  })

  it('writes MP3 whose sentences are as long as they say, whatever is spoken in between', async () => {
    const request = { text: `${sentence} ${sentence} ${sentence}`, format: 'mp3' } as const
    const [one, other] = await Promise.all([speak(request), speak({ ...request, voice: 'awb' })])
    for (const { pieces, file, durationSeconds } of [one, other]) {
      expect(pieces.map(({ text }) => text)).toEqual([sentence, sentence, sentence])
      const { samples, sampleRate } = readMp3(file)
      expect(samples.length / sampleRate).toBeCloseTo(durationSeconds, 3)
    }
  })

  it('lets callers take turns between sentences', async () => {
    const ended: string[] = []
    const read = async (caller: string, sentences: number) => {
      const text = `${sentence} `.repeat(sentences)
      for await (const _ of engine.synthesize({ text, voice: 'awb', format: 'pcm' }, { caller }));
      ended.push(caller)
    }
    await Promise.all([read('a', 12), read('b', 2)])
    expect(ended).toEqual(['b', 'a'])
  })

  it('lets another caller speak while it searches a huge text for words', async () => {
    const order: string[] = []
    const huge = listen(engine, { text: '. — ! '.repeat(1_500_000) }).catch(({ code }) => order.push(code))
    await listen(engine, { text: 'Hello.' }).then(() => order.push('Hello.'))
    await huge
    expect(order).toEqual(['Hello.', 'empty'])
  })

  it.each(['pcm', 'wav'] as const)('speaks a word that follows a long part without words: %s', async (format) => {
    const { pieces, file } = await speak({ text: `${'. '.repeat(30_000)}Hello.`, format })
    expect(pieces.map(({ text }) => text)).toEqual(['Hello.'])
    expect(Buffer.from(file.subarray(0, 4)).toString('latin1') === 'RIFF').toBe(format === 'wav')
  })

  it('ends a sentence at the deadline', async () => {
    const own = createLocalSpeechEngine({ worker: { deadlineMs: 1 } })
    onTestFinished(() => own.close())
    // Read digit by digit at a quarter of the speed: four and a half minutes.
    const heavy = listen(own, { text: '9'.repeat(240), voice: 'slt', speed: 0.25, sampleRate: 48_000, format: 'mp3' })
    await expect(heavy).rejects.toMatchObject({ code: 'deadline_exceeded', status: 504 })
  })

  it.each([
    { request: { text: ' \n' }, field: 'text', message: 'empty' },
    { request: { text: '🎉🎉' }, field: 'text', message: 'no word' },
    { request: { text: 'Привет, как дела?' }, field: 'text', message: 'Only English' },
    { request: { text: '今日はとても良い天気です' }, field: 'text', message: 'Only English' },
    {
      request: { text: 'Ich möchte heute gerne ins Kino gehen und Freunde treffen.' },
      field: 'text',
      message: 'Only English',
    },
    { request: { language: 'fr' }, field: 'language', message: 'not fr' },
    { request: { voice: 'nova' }, field: 'voice', message: 'not nova' },
    { request: { speed: 5 }, field: 'speed', message: 'not 5' },
    { request: { speed: Number.NaN }, field: 'speed', message: 'not NaN' },
    { request: { sampleRate: 1 }, field: 'sampleRate', message: 'not 1' },
    { request: { format: 'mp3', sampleRate: 8_000 }, field: 'sampleRate', message: 'of mp3' },
  ] as const)('refuses $request at once', ({ request, field, message }) => {
    const start = () => engine.synthesize({ text: sentence, voice: 'aria', format: 'wav', ...request })
    expect(start).toThrow(EngineInputError)
    expect(start).toThrow(message)
    expect(start).toThrow(expect.objectContaining({ field }))
  })

  it.each(['-voice', "It's 20% off, naïve café — “really”…", '$(ls) `x`', 'A'.repeat(2_000)])(
    'speaks %j as text',
    async (text) => {
      expect((await speak({ text, language: 'en' })).durationSeconds).toBeGreaterThan(0.3)
    },
  )

  it('rejects with the reason of the signal, between sentences too', async () => {
    const reason = new Error('enough')
    const controller = new AbortController()
    const request = { text: `${sentence} ${sentence}`, voice: 'awb', format: 'pcm' } as const
    const listen = async () => {
      for await (const _ of engine.synthesize(request, controller)) controller.abort(reason)
    }
    await expect(listen()).rejects.toBe(reason)
    expect((await speak()).durationSeconds).toBeGreaterThan(1)
  })

  it('survives 30 calls with flat memory', async () => {
    for (let call = 0; call < 5; call++) await speak()
    const before = process.memoryUsage().rss
    for (let call = 0; call < 30; call++) await speak()
    expect(process.memoryUsage().rss - before).toBeLessThan(120e6)
  })

  it('rejects calls after it is closed', async () => {
    const closed = createLocalSpeechEngine()
    await closed.close()
    await closed.close()
    const listen = async () => {
      for await (const _ of closed.synthesize({ text: 'Hello', voice: 'aria', format: 'pcm' })) return
    }
    await expect(listen()).rejects.toThrow('closed')
  })
})
