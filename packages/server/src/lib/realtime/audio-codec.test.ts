import { describe, expect, it } from 'vitest'
import { decodeSamples, encodeSamples } from './audio-codec.ts'
import { SampleBuffer } from './sample-buffer.ts'

const toBytes = (samples: readonly number[]) => Buffer.from(Int16Array.from(samples).buffer)

describe('G.711', () => {
  // ITU-T G.711, tables 1 and 2, scaled from 13 and 14 to 16 bits.
  it.each([
    { codec: 'g711_ulaw', byte: 0xff, sample: 0 },
    { codec: 'g711_ulaw', byte: 0x80, sample: 32_124 },
    { codec: 'g711_ulaw', byte: 0x00, sample: -32_124 },
    { codec: 'g711_ulaw', byte: 0xf0, sample: 120 },
    { codec: 'g711_alaw', byte: 0xd5, sample: 8 },
    { codec: 'g711_alaw', byte: 0x55, sample: -8 },
    { codec: 'g711_alaw', byte: 0xaa, sample: 32_256 },
    { codec: 'g711_alaw', byte: 0x2a, sample: -32_256 },
  ] as const)('$codec reads $byte as $sample and writes it back', ({ codec, byte, sample }) => {
    const format = { codec, sampleRate: 8_000 }
    expect([...decodeSamples(Buffer.of(byte), format)]).toEqual([sample])
    expect([...encodeSamples(toBytes([sample]), format)]).toEqual([byte])
  })

  it.each(['g711_ulaw', 'g711_alaw'] as const)('%s keeps every sample within its step', (codec) => {
    const format = { codec, sampleRate: 8_000 }
    const samples = Array.from({ length: 4_001 }, (_, index) => (index - 2_000) * 16)
    const decoded = decodeSamples(encodeSamples(toBytes(samples), format), format)
    samples.forEach((sample, index) => {
      expect(Math.abs(decoded[index]! - sample)).toBeLessThanOrEqual(Math.max(16, Math.abs(sample) / 16))
    })
  })
})

describe('SampleBuffer', () => {
  it('gives stretches by their place, and forgets what is before one', () => {
    const buffer = new SampleBuffer()
    for (const piece of [
      [0, 1, 2],
      [3, 4],
      [5, 6, 7],
    ])
      buffer.append(Int16Array.from(piece))
    expect([...buffer.slice(2, 6)]).toEqual([2, 3, 4, 5])
    buffer.discardBefore(4)
    expect([...buffer.slice(0)]).toEqual([3, 4, 5, 6, 7])
    expect([buffer.end, buffer.length]).toEqual([8, 5])
  })
})
