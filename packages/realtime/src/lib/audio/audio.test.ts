import { describe, expect, it } from 'vitest'
import { createResampler } from './create-resampler.ts'
import { parseWav, toWav } from './node/wav.ts'
import { createWavSink } from './node/wav-sink.ts'
import { createWavSource } from './node/wav-source.ts'

const tone = (hertz: number, sampleRate: number) =>
  Float32Array.from({ length: sampleRate }, (_, index) => Math.sin((2 * Math.PI * hertz * index) / sampleRate))

describe('createResampler', () => {
  it.each([
    [48_000, 24_000],
    [44_100, 24_000],
    [24_000, 48_000],
    [16_000, 44_100],
    [48_000, 16_000],
  ])('keeps a tone from %i to %i Hz, however it is cut', (from, to) => {
    const sound = tone(440, from)
    const resample = createResampler(from, to)
    const result: number[] = []
    for (let start = 0; start < sound.length; start += 128) result.push(...resample(sound.subarray(start, start + 128)))
    const expected = tone(440, to)
    expect(result.length).toBeGreaterThan(to * 0.99)
    const worst = Math.max(
      ...result.slice(to / 4, to / 2).map((value, index) => Math.abs(value - expected[index + to / 4]!)),
    )
    expect(worst).toBeLessThan(0.01)
  })

  it('takes away what the lower rate cannot hold', () => {
    const result = createResampler(48_000, 16_000)(tone(11_000, 48_000))
    expect(Math.max(...result.slice(2_000, 6_000).map(Math.abs))).toBeLessThan(0.01)
  })
})

describe('WAV files', () => {
  it('are read as they were written', () => {
    const samples = Int16Array.from([0, 1, -1, 32_767, -32_768])
    expect(parseWav(toWav({ samples, sampleRate: 8_000 }))).toEqual({ samples, sampleRate: 8_000 })
  })

  it('of another kind are refused', () => {
    expect(() => parseWav(new TextEncoder().encode('no sound at all'))).toThrow(TypeError)
  })
})

describe('createWavSource', () => {
  it('plays in time, and then silence', async () => {
    const samples = Int16Array.from({ length: 1_600 }, (_, index) => index + 1)
    const source = createWavSource(toWav({ samples, sampleRate: 16_000 }))
    const startedAt = performance.now()
    const heard: number[] = []
    await source.start(16_000, (frame) => heard.push(...frame))
    await source.ended
    expect(performance.now() - startedAt).toBeGreaterThan(75)
    await expect.poll(() => heard.length).toBeGreaterThan(1_600)
    await source.close()
    expect(heard.slice(0, 1_600)).toEqual([...samples])
    expect(heard.slice(1_600).every((sample) => sample === 0)).toBe(true)
  })
})

describe('createWavSink', () => {
  it('keeps what was played, and not what was silenced', async () => {
    const sink = createWavSink()
    await sink.start(8_000)
    sink.write('a', new Int16Array(800).fill(1))
    sink.write('b', new Int16Array(80_000).fill(2))
    await expect.poll(() => sink.playedMs('b')).toBeGreaterThan(0)
    sink.stop()
    const playedMs = sink.playedMs('b')
    expect(sink.playedMs('a')).toBeCloseTo(100)
    expect(playedMs).toBeLessThan(2_000)
    const { samples } = parseWav(sink.toWav())
    expect(samples.length).toBeCloseTo(800 + playedMs * 8, -1)
  })
})
