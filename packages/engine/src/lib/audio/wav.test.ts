import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EngineInputError } from '../engine.ts'
import { toLittleEndianBytes } from './pcm.ts'
import { finishWav, parseWav, wavHeader } from './wav.ts'

const samples = Int16Array.of(0, 16_384, -16_384, 32_767, -32_768)
const body = toLittleEndianBytes(samples)
const join = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]))

/** Returns the file with a number written over a header field. */
function withField(offset: number, bytes: 2 | 4, value: number): Uint8Array {
  const file = join(wavHeader(16_000, body.length), body)
  const view = new DataView(file.buffer)
  if (bytes === 2) view.setUint16(offset, value, true)
  else view.setUint32(offset, value, true)
  return file
}

describe('WAV', () => {
  it('reads its own output', () => {
    const { samples: read, sampleRate } = parseWav(join(wavHeader(24_000, body.length), body))
    expect(sampleRate).toBe(24_000)
    expect([...read].map((value) => value * 32_768)).toEqual([...samples])
  })

  it('writes an unknown length for a stream, and the actual one for a file', () => {
    const stream = join(wavHeader(24_000), body)
    const sizes = (file: Uint8Array) => [4, 40].map((offset) => new DataView(file.buffer).getUint32(offset, true))
    expect(sizes(stream)).toEqual([0xffff_ffff, 0xffff_ffff])
    expect(parseWav(stream).samples).toHaveLength(samples.length)
    expect(sizes(finishWav(stream))).toEqual([stream.length - 8, body.length])
  })

  it.each([
    { story: 'a data part longer than the file', file: withField(40, 4, 0xffff_fff0), length: 5 },
    { story: 'a data part shorter than the file', file: withField(40, 4, 4), length: 2 },
    { story: 'two channels', file: withField(22, 2, 2), length: 2 },
  ])('reads only what is there: $story', ({ file, length }) => {
    expect(parseWav(file).samples).toHaveLength(length)
  })

  it.each([
    { story: 'no channel', file: withField(22, 2, 0), code: 'unsupported_format', message: '0 channels' },
    { story: '65 535 channels', file: withField(22, 2, 65_535), code: 'unsupported_format', message: '65535 channels' },
    {
      story: 'a rate of 4 GHz',
      file: withField(24, 4, 4_000_000_000),
      code: 'unsupported_format',
      message: '4000000000 Hz',
    },
    { story: 'another encoding', file: withField(20, 2, 85), code: 'unsupported_format', message: 'encoding 85' },
    {
      story: 'a format part that hides the data',
      file: withField(16, 4, 0xffff_ffff),
      code: 'unreadable',
      message: 'no data part',
    },
    {
      story: 'nothing after the first words',
      file: wavHeader(16_000).subarray(0, 12),
      code: 'unreadable',
      message: 'no format',
    },
  ])('refuses $story as $code', ({ file, code, message }) => {
    expect(() => parseWav(file)).toThrow(message)
    expect(() => parseWav(file)).toThrow(expect.objectContaining({ code, field: 'file' }))
  })

  it('either reads or rejects any bytes', () => {
    const header = [...wavHeader(16_000, 64)]
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(43), (bytes, offset) => {
        const file = Uint8Array.from([...header, ...new Uint8Array(64)])
        file.set(bytes, offset)
        try {
          expect(parseWav(file).samples.length).toBeLessThanOrEqual(file.length)
        } catch (error) {
          expect(error).toBeInstanceOf(EngineInputError)
        }
      }),
    )
  })
})
