import { readFile } from 'node:fs/promises'
import { EngineInputError } from '@mira/engine'
import { toInt16, toLittleEndianBytes, wavHeader } from '@mira/engine/audio'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { flacOfSilence } from '../../../test/flac-of-silence.ts'
import { createAudioDecoder } from './audio-decoder.ts'

const decoder = createAudioDecoder()
afterAll(() => decoder.close())

const read = (name: string) => readFile(new URL(`../../../test/audio/${name}`, import.meta.url))

/** Returns a WAV file whose header announces another format. */
function wavOf({ sampleRate = 16_000, channels = 1 }): Uint8Array {
  const file = Buffer.concat([wavHeader(16_000, 64), Buffer.alloc(64)])
  file.writeUInt16LE(channels, 22)
  file.writeUInt32LE(sampleRate, 24)
  return file
}

/** Loudness in steps of 20 ms: the envelope of the speech, independent of how the codec altered the waveform. */
function envelope(samples: Int16Array): number[] {
  return Array.from({ length: Math.floor(samples.length / 320) }, (_, step) =>
    Math.hypot(...samples.subarray(step * 320, (step + 1) * 320)),
  )
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const length = Math.min(a.length, b.length)
  const center = (list: readonly number[]) => {
    const mean = list.slice(0, length).reduce((sum, value) => sum + value, 0) / length
    return list.slice(0, length).map((value) => value - mean)
  }
  const [x, y] = [center(a), center(b)]
  return x.reduce((sum, value, index) => sum + value * y[index]!, 0) / Math.hypot(...x) / Math.hypot(...y)
}

describe('createAudioDecoder', () => {
  it.each([
    { name: 'speech.ogg', shape: 0.98 },
    { name: 'speech.webm', shape: 0.98 },
    { name: 'vorbis.ogg', shape: 0.98 },
    { name: 'vorbis.webm', shape: 0.98 },
    // MP3 encoders and decoders each prepend some silence.
    { name: 'speech.mp3', shape: 0.4 },
  ])('finds in $name the speech of the lossless file', async ({ name, shape }) => {
    const reference = await decoder.decode(await read('speech.flac'))
    const samples = await decoder.decode(await read(name))
    expect(Math.abs(samples.length - reference.length) / 16_000).toBeLessThan(0.12)
    expect(correlation(envelope(samples), envelope(reference))).toBeGreaterThan(shape)
  })

  it.each(['speech.flac', 'speech.ogg', 'speech.mp3', 'vorbis.ogg'])('stops %s at the limit', async (name) => {
    const failure = await decoder.decode(await read(name), { maxDurationSeconds: 0.5 }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(EngineInputError)
    expect(failure).toMatchObject({ code: 'too_long', field: 'file', message: expect.stringContaining('0.5 s') })
  })

  it.each([
    { story: 'nothing', file: new Uint8Array(0), code: 'empty', message: 'empty' },
    {
      story: 'text',
      file: new TextEncoder().encode('hello, this is no sound'),
      code: 'unsupported_format',
      message: 'no audio of a known kind',
    },
    {
      story: 'a WAV header alone',
      file: new TextEncoder().encode('RIFF    WAVE'),
      code: 'unreadable',
      message: 'no format',
    },
    {
      story: 'an OGG page of noise',
      file: Uint8Array.from([0x4f, 0x67, 0x67, 0x53, ...Array(60).fill(9)]),
      code: 'empty',
      message: 'no audio track',
    },
    {
      story: 'an MP3 tag without sound',
      file: new TextEncoder().encode('ID3'.padEnd(64, '\0')),
      code: 'empty',
      message: 'no audio',
    },
  ])('rejects $story as $code', async ({ file, code, message }) => {
    const failure = await decoder.decode(file).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(EngineInputError)
    expect(failure).toMatchObject({ code, field: 'file', message: expect.stringContaining(message) })
  })

  it.each([
    { sampleRate: 8_000, mirrored: 0.2 },
    { sampleRate: 16_000, mirrored: 0 },
  ])('mirrors a tone of 1 kHz to 7 kHz at $mirrored for $sampleRate Hz', async (format) => {
    const tone = Float32Array.from(
      { length: format.sampleRate },
      (_, index) => 0.5 * Math.sin((2 * Math.PI * 1_000 * index) / format.sampleRate),
    )
    const data = toLittleEndianBytes(toInt16(tone))
    const samples = await decoder.decode(Buffer.concat([wavHeader(format.sampleRate, data.length), data]))
    const loudnessAt = (hertz: number) => {
      const sums = [0, 0]
      for (const [index, sample] of samples.entries()) {
        sums[0]! += sample * Math.sin((2 * Math.PI * hertz * index) / 16_000)
        sums[1]! += sample * Math.cos((2 * Math.PI * hertz * index) / 16_000)
      }
      return Math.hypot(...sums)
    }
    expect(loudnessAt(7_000) / loudnessAt(1_000)).toBeCloseTo(format.mirrored, 2)
  })

  it('names the unsupported codec of a Matroska file', async () => {
    await expect(decoder.decode(await read('pcm.mka'))).rejects.toMatchObject({
      code: 'unsupported_format',
      message: expect.stringContaining('only Opus and Vorbis'),
    })
  })

  it.each([
    { story: 'noise in its headers', name: 'vorbis.ogg', spoil: (file: Buffer) => file.fill(0x5a, 300, 900) },
    { story: 'noise in its packets', name: 'vorbis.webm', spoil: (file: Buffer) => file.fill(0xff, 5_000, 5_300) },
    { story: 'its end cut off', name: 'vorbis.ogg', spoil: (file: Buffer) => file.subarray(0, 6_000) },
  ])('rejects $name with $story, and decodes the next', async ({ name, spoil }) => {
    await expect(decoder.decode(spoil(await read(name)))).rejects.toBeInstanceOf(EngineInputError)
    expect((await decoder.decode(await read(name))).length).toBeGreaterThan(16_000)
  })

  it('rejects a truncated or damaged FLAC file, and decodes the next', async () => {
    const file = await read('speech.flac')
    await expect(decoder.decode(file.subarray(0, 20_000))).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('broken'),
    })
    const damaged = Buffer.from(file)
    damaged.fill(0xff, 12_000, 12_100)
    await expect(decoder.decode(damaged)).rejects.toBeInstanceOf(EngineInputError)
    expect((await decoder.decode(file)).length).toBeGreaterThan(16_000)
  })

  const absurd = { sampleRate: 2 ** 20 - 1, channels: 8 }

  it.each([
    { story: 'absurd in all it announces', sound: { ...absurd, sampleCount: 2 ** 36 - 1 }, code: 'too_long' },
    { story: 'absurd in rate and channels', sound: { ...absurd, frames: 100 }, code: 'too_large' },
    {
      story: 'too long without a word of it',
      sound: { sampleRate: 48_000, channels: 8, frames: 20_000 },
      code: 'too_long',
    },
    {
      story: 'within the duration, and still too much',
      sound: { sampleRate: 384_000, channels: 8, sampleCount: 600 * 384_000 },
      code: 'too_long',
    },
    {
      story: 'within the duration, of unknown length, and still too much',
      sound: { sampleRate: 384_000, channels: 8, frames: 3_000 },
      code: 'too_long',
    },
    {
      story: 'as long as allowed, in frames of a single sample',
      sound: { sampleRate: 48_000, channels: 2, frames: 490_000, frameSamples: 1 },
      code: 'too_long',
    },
  ])('rejects a small FLAC file that is $story', async ({ sound, code }) => {
    const small = createAudioDecoder({ worker: { maxMemoryBytes: 2 ** 28 } })
    onTestFinished(() => small.close())
    const maxDurationSeconds = sound.sampleRate === 48_000 ? 10 : 600
    const failure = await small.decode(flacOfSilence(sound), { maxDurationSeconds }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(EngineInputError)
    expect(failure).toMatchObject({ code, field: 'file' })
  })

  it('rejects a WAV file by its header alone', async () => {
    const file = Buffer.concat([wavHeader(8_000, 20_000_000), Buffer.alloc(20_000_000)])
    await expect(decoder.decode(file)).rejects.toMatchObject({ code: 'too_long', field: 'file' })
  })

  it.each([
    { story: 'WAV', file: wavOf({ sampleRate: 4_000_000_000 }) },
    { story: 'WAV in its channels', file: wavOf({ channels: 65_535 }) },
  ])('rejects absurd audio by the header: $story', async ({ file }) => {
    await expect(decoder.decode(file)).rejects.toMatchObject({ code: 'too_large', field: 'file' })
  })

  it.each(['vorbis.ogg', 'vorbis.webm'])('checks the codec header, not the container: %s', async (name) => {
    const file = await read(name)
    const start = file.indexOf('\x01vorbis')
    file[start + 11] = 255
    await expect(decoder.decode(file)).rejects.toMatchObject({ code: 'too_large', field: 'file' })
  })

  it.each([
    { name: 'speech.ogg', story: 'Opus' },
    { name: 'vorbis.webm', story: 'Vorbis' },
  ])('limits the packets of a file: $story', async ({ name }) => {
    // The first second of audio is far more than 10 packets, whatever they contain.
    const failure = decoder.decode(await read(name), { maxDurationSeconds: 0.01 })
    await expect(failure).rejects.toMatchObject({ code: 'too_long', field: 'file' })
  })

  it('skips a million unknown chunks of a WAV file', async () => {
    const chunks = Buffer.alloc(8 * 1_000_000)
    for (let index = 0; index < 1_000_000; index++) chunks.writeUInt32LE(index + 1, index * 8)
    const data = toLittleEndianBytes(new Int16Array(16_000).fill(1_000))
    const [head, rest] = [wavHeader(16_000, data.length).subarray(0, 36), wavHeader(16_000, data.length).subarray(36)]
    const small = createAudioDecoder({ worker: { maxMemoryBytes: 2 ** 28 } })
    onTestFinished(() => small.close())
    expect(await small.decode(Buffer.concat([head, chunks, rest, data]))).toHaveLength(16_000)
  })

  it('ends a file at the deadline', async () => {
    const own = createAudioDecoder({ worker: { deadlineMs: 1 } })
    onTestFinished(() => own.close())
    // 13 kB that decode to three minutes.
    const heavy = own.decode(flacOfSilence({ sampleRate: 384_000, channels: 1, frames: 1_000 }))
    await expect(heavy).rejects.toMatchObject({ code: 'deadline_exceeded', status: 504 })
  })

  it('rejects calls after it is closed', async () => {
    const closed = createAudioDecoder()
    await closed.close()
    await closed.close()
    await expect(closed.decode(await read('speech.flac'))).rejects.toMatchObject({ code: 'closed', status: 503 })
  })

  it('rejects with the reason of the signal', async () => {
    const reason = new Error('enough')
    await expect(decoder.decode(await read('speech.ogg'), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })
})
