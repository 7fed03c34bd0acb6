/** Parameters of a FLAC file: its announced format and its length. */
interface FlacSound {
  readonly sampleRate: number
  readonly channels: number
  /**
   * Announced samples per channel; 0 is unknown.
   *
   * @defaultValue 0
   */
  readonly sampleCount?: number
  /**
   * Number of frames.
   *
   * @defaultValue 0
   */
  readonly frames?: number
  /**
   * Samples per channel and frame, up to 65,536.
   *
   * @defaultValue 65,536
   */
  readonly frameSamples?: number
}

/** Creates a FLAC file (RFC 9639) of nearly silent frames, 34 bytes each in 8 channels. */
export function flacOfSilence({
  sampleRate,
  channels,
  sampleCount = 0,
  frames = 0,
  frameSamples = 65_536,
}: FlacSound): Uint8Array {
  const info = Buffer.alloc(34)
  const bits = 16n
  const description = (BigInt(sampleRate) << 44n) | (BigInt(channels - 1) << 41n) | ((bits - 1n) << 36n)
  info.writeBigUInt64BE(description | BigInt(sampleCount), 10)
  // 16-bit block size after the number, the file's sample rate, 16 bits per sample, number 0, two checksums that are
  // not read.
  const header = [
    0xff,
    0xf8,
    0x70,
    ((channels - 1) << 4) | 0x08,
    0,
    (frameSamples - 1) >> 8,
    (frameSamples - 1) & 0xff,
    0,
  ]
  const constant = [0, 0, 1]
  const frame = Buffer.from([...header, ...Array<number[]>(channels).fill(constant).flat(), 0, 0])
  return Buffer.concat([
    Buffer.from('fLaC'),
    Buffer.from([0x80, 0, 0, info.length]),
    info,
    ...Array(frames).fill(frame),
  ])
}
