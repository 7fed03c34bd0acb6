import type { EngineProgress, MusicRequest } from '@mira/engine'
import { EngineInputError } from '@mira/engine'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { longestSilence, readStereoWav, spectralCentroid } from '../../../test/music/measure-sound.ts'
import { genres } from './brief/genres.ts'
import { createLocalMusicEngine } from './local-music-engine.ts'
import { measureLoudness } from './mix/loudness.ts'
import type { LocalSong } from './protocol.ts'

const engine = createLocalMusicEngine()
afterAll(() => engine.close())

const base = { prompt: 'a tune', durationSeconds: 5, isInstrumental: true, format: 'wav', seed: 3 } as const
const compose = (request: Partial<MusicRequest>): Promise<LocalSong> => engine.compose({ ...base, ...request })

const songsByGenre = new Map<string, Promise<LocalSong>>()
/** Composes the tune of a genre once for all tests. */
const composeGenre = (genre: string): Promise<LocalSong> => {
  const song = songsByGenre.get(genre) ?? compose({ genre })
  songsByGenre.set(genre, song)
  return song
}

describe('createLocalMusicEngine', () => {
  it('says that it is no music model', () => {
    expect(engine.info).toMatchObject({ kind: 'procedural', description: expect.stringContaining('not a music model') })
  })

  it('returns the same bytes for the same request, and different music for another seed or prompt', async () => {
    const request = { genre: 'folk', durationSeconds: 1 }
    const [one, same, seed, prompt] = await Promise.all([
      compose(request),
      compose(request),
      compose({ ...request, seed: 4 }),
      compose({ ...request, prompt: 'another tune' }),
    ])
    expect(Buffer.compare(one.data, same.data)).toBe(0)
    expect(Buffer.compare(one.data, seed.data)).not.toBe(0)
    expect(Buffer.compare(one.data, prompt.data)).not.toBe(0)
  })

  it.each(['synthwave', 'jazz', 'ambient', 'metal', 'lullaby', 'lo-fi', 'chiptune', 'techno'])(
    'sounds %s well',
    async (genre) => {
      const { data, composition, mediaType, lyrics } = await composeGenre(genre)
      const sound = readStereoWav(data)
      expect([composition.genre, composition.seed, mediaType, lyrics]).toEqual([genre, 3, 'audio/wav', undefined])
      expect(sound.left.length).toBe(5 * 44_100)
      expect(measureLoudness(sound)).toBeGreaterThan(-18)
      expect(measureLoudness(sound)).toBeLessThan(-14)
      expect(longestSilence(sound)).toBeLessThan(1)
      expect(sound.left.reduce((max, value) => Math.max(max, Math.abs(value)), 0)).toBeLessThan(0.89)
      expect(Math.abs(sound.left.at(-1)!)).toBeLessThan(0.001)
    },
  )

  it('distinguishes genres by tempo and brightness', async () => {
    const songs = await Promise.all(['ambient', 'lo-fi', 'metal', 'drum and bass'].map(composeGenre))
    const [ambient = 0, lofi = 0, metal = 0, drumAndBass = 0] = songs.map(({ composition }) => composition.tempo)
    expect(ambient).toBeLessThan(lofi)
    expect(lofi).toBeLessThan(metal)
    expect(metal).toBeLessThan(drumAndBass + 10)
    const [calm = 0, dusty = 0, heavy = 0] = songs.map(({ data }) => spectralCentroid(readStereoWav(data)))
    expect(heavy).toBeGreaterThan(2 * calm)
    expect(heavy).toBeGreaterThan(1.5 * dusty)
  })

  it('takes words it does not know for the nearest genre in meaning', async () => {
    const gentle = await compose({ prompt: 'something to help an infant fall asleep in the crib', durationSeconds: 1 })
    const harsh = await compose({ prompt: 'screaming guitars, double kick, total fury', durationSeconds: 1 })
    expect(['lullaby', 'ambient']).toContain(gentle.composition.genre)
    expect(['metal', 'rock']).toContain(harsh.composition.genre)
  })

  it.each([1, 2.345, 6.5])('writes an MP3 of exactly %d s', async (durationSeconds) => {
    const { data, mediaType } = await compose({ genre: 'pop', format: 'mp3', durationSeconds })
    expect(mediaType).toBe('audio/mpeg')
    // The Info frame: starts at byte 36, frame count at 8, delay and padding at 37.
    const view = new DataView(data.buffer, data.byteOffset + 36)
    const gaps = (view.getUint8(37) << 16) | view.getUint16(38)
    const samples = view.getUint32(8) * 1_152 - (gaps >> 12) - (gaps & 0xfff)
    expect(samples).toBe(Math.round(durationSeconds * 44_100))
  })

  it('sings the given lyrics and reports increasing progress', async () => {
    const seen: EngineProgress[] = []
    const lyrics = '[Verse]\nMorning light upon the hill\n[Chorus]\nSing along with me'
    const request = { ...base, genre: 'pop', isInstrumental: false, lyrics, durationSeconds: 12 }
    const song = await engine.compose(request, { onProgress: (progress) => seen.push(progress) })
    expect(song.lyrics).toContain('[Verse]\nMorning light upon the hill')
    expect(song.lyrics).toContain('[Chorus]\nSing along with me')
    expect(song.composition.instruments).toContain('synthetic singing voice')
    const silent = await engine.compose({ ...request, isInstrumental: true })
    expect(Buffer.compare(song.data, silent.data)).not.toBe(0)
    const fractions = seen.map(({ fraction }) => fraction)
    expect(fractions.length).toBeGreaterThan(1)
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b))
  })

  it('speaks given lyrics where the genre does', async () => {
    const lyrics = 'The lonely lighthouse keeps the shore'
    const song = await compose({ genre: 'hip hop', isInstrumental: false, lyrics, durationSeconds: 8 })
    expect(song.lyrics).toContain(lyrics)
    expect(song.composition.instruments).toContain('spoken voice')
  })

  it('sings no words of its own, and says so', async () => {
    const song = await compose({ prompt: 'a love song', isInstrumental: false, durationSeconds: 2 })
    expect(song.lyrics).toBeUndefined()
    expect(song.composition).toMatchObject({ differences: ['no vocals: only given lyrics are sung'] })
    expect(song.composition.instruments.join()).not.toContain('voice')
  })

  it.each([
    { prompt: 'jazz, clarinet and upright bass', plays: ['clarinet', 'upright-bass'], differences: [] },
    { prompt: 'a sitar raga', plays: [], differences: ['not played: sitar'] },
    { prompt: 'folk, cello', plays: ['low-strings'], differences: ['low strings instead of cello'] },
  ])('$prompt: plays $plays, states $differences', async ({ prompt, plays, differences }) => {
    const { composition } = await compose({ prompt, durationSeconds: 6 })
    expect(composition.instruments).toEqual(expect.arrayContaining(plays))
    expect(composition).toMatchObject({ differences })
  })

  it('plays nothing but what a solo asks for', async () => {
    const { composition } = await compose({ prompt: 'solo piano, slow tempo', durationSeconds: 6 })
    expect(composition.instruments).toEqual(['piano'])
    expect(composition.tempo).toBeLessThan(90)
  })

  it.each([
    { request: { durationSeconds: 0.5 }, field: 'durationSeconds' },
    { request: { durationSeconds: 241 }, field: 'durationSeconds' },
    { request: { durationSeconds: Number.NaN }, field: 'durationSeconds' },
    { request: { isInstrumental: false, lyrics: 'Под небом голубым есть город золотой' }, field: 'lyrics' },
    { request: { isInstrumental: false, lyrics: 'la '.repeat(4_000) }, field: 'lyrics' },
    { request: { prompt: 'x'.repeat(5_000) }, field: 'prompt' },
    { request: { seed: 1.5 }, field: 'seed' },
  ])('refuses a bad $field', async ({ request, field }) => {
    const failure = await compose(request).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(EngineInputError)
    expect(failure).toMatchObject({ field })
  })

  it('stops an aborted song, and continues with the next', async () => {
    const reason = new Error('enough')
    const controller = new AbortController()
    let reports = 0
    const onProgress = () => {
      reports += 1
      controller.abort(reason)
    }
    const call = engine.compose(
      { ...base, genre: 'techno', durationSeconds: 240 },
      { signal: controller.signal, onProgress },
    )
    await expect(call).rejects.toBe(reason)
    expect((await compose({ genre: 'folk', durationSeconds: 1 })).data.length).toBeGreaterThan(100_000)
    // A worker that kept running would have reported more progress of the long song before starting the short one.
    expect(reports).toBe(1)
  })

  it('chooses the genre by an encoder of the caller, and passes its errors on', async () => {
    const callers: unknown[] = []
    // All texts are equally similar, so the first genre is chosen.
    const own = createLocalMusicEngine({
      embed: async (texts, options) => {
        callers.push(options?.caller)
        if (texts[0] === 'refuse me') throw new EngineInputError('not this', 'prompt')
        return { vectors: texts.map(() => Float32Array.of(1, 0)), tokens: 0 }
      },
    })
    onTestFinished(() => own.close())
    const request = { ...base, prompt: 'nothing known', durationSeconds: 1 }
    const { composition } = await own.compose(request, { caller: 'ann' })
    expect(composition.genre).toBe(genres[0]?.name)
    expect(callers).toEqual(['ann'])
    const failure = await own.compose({ ...request, prompt: 'refuse me' }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(EngineInputError)
    expect(failure).toMatchObject({ message: 'not this', field: 'prompt' })
  })

  it('ends a song at the deadline', async () => {
    const own = createLocalMusicEngine({ worker: { deadlineMs: 1 } })
    onTestFinished(() => own.close())
    const heavy = own.compose({ ...base, genre: 'pop', durationSeconds: 240 })
    await expect(heavy).rejects.toMatchObject({ code: 'deadline_exceeded', status: 504 })
  })

  it('rejects calls after it is closed', async () => {
    const closed = createLocalMusicEngine()
    await closed.close()
    await closed.close()
    await expect(closed.compose({ ...base, genre: 'folk' })).rejects.toThrow('closed')
  })
})
