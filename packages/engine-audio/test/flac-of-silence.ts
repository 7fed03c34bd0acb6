/** What a FLAC file says of its sound, and how much there is. */
interface FlacSound {
  readonly sampleRate: number
  readonly channels: number
  /** Samples of one channel, as announced (default 0, which is unknown). */
  readonly sampleCount?: number
  /** Frames of 65 536 samples (default 0). */
  readonly frames?: number
}

/** Makes a FLAC file (RFC 9639) of frames that are nearly silent, 34 bytes each in 8 channels. */
export function flacOfSilence({ sampleRate, channels, sampleCount = 0, frames = 0 }: FlacSound): Uint8Array {
  const info = Buffer.alloc(34)
  const bits = 16n
  const description = (BigInt(sampleRate) << 44n) | (BigInt(channels - 1) << 41n) | ((bits - 1n) << 36n)
  info.writeBigUInt64BE(description | BigInt(sampleCount), 10)
  // Block size as 16 bits after the number, rate of the file, 16 bits a sample, number 0, two check sums that are not read.
  const header = [0xff, 0xf8, 0x70, ((channels - 1) << 4) | 0x08, 0, 0xff, 0xff, 0]
  const constant = [0, 0, 1]
  const frame = Buffer.from([...header, ...Array<number[]>(channels).fill(constant).flat(), 0, 0])
  return Buffer.concat([
    Buffer.from('fLaC'),
    Buffer.from([0x80, 0, 0, info.length]),
    info,
    ...Array(frames).fill(frame),
  ])
}
