import { EngineInputError } from '@mira/engine'
import { mixChannels } from '@mira/engine/audio'
import type { AudioSink } from '../audio-collector.ts'
import { BitReader } from './bit-reader.ts'
import { readSubframe } from './flac-subframe.ts'

/** Stream information from the file header (RFC 9639, section 8.2). */
interface StreamInfo {
  readonly sampleRate: number
  readonly channels: number
  /** Samples per channel; 0 if unknown to the encoder. */
  readonly sampleCount: number
  readonly bitsPerSample: number
}

interface FrameHeader {
  readonly blockSize: number
  readonly bitsPerSample: number
  /** 0 to 7: number of channels minus one; 8 left and side, 9 side and right, 10 middle and side. */
  readonly channelCode: number
}

const sampleSizes: Readonly<Record<number, number>> = { 1: 8, 2: 12, 4: 16, 5: 20, 6: 24, 7: 32 }

/** Decodes FLAC (RFC 9639) to one channel. Implemented here because the packaged decoders depend on an LGPL parser. */
export function decodeFlac(file: Uint8Array, sink: AudioSink): void {
  try {
    const reader = new BitReader(file, 4)
    const info = readMetadata(reader)
    sink.announce(info)
    while (!reader.isAtEnd) {
      sink.countPacket()
      const channels = readFrame(reader, info)
      sink.add(mixChannels(channels), { sampleRate: info.sampleRate, channels: channels.length })
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new EngineInputError(`The FLAC file is broken: ${error.message}`, 'file', {
      code: 'unreadable',
      cause: error,
    })
  }
}

function readMetadata(reader: BitReader): StreamInfo {
  let info: StreamInfo | undefined
  for (let isLast = false; !isLast; ) {
    isLast = reader.read(1) === 1
    const type = reader.read(7)
    const length = reader.read(24)
    if (type === 0) info = readStreamInfo(reader, length)
    else reader.skipBytes(length)
  }
  if (!info || info.sampleRate === 0) throw new RangeError('it has no stream information')
  return info
}

function readStreamInfo(reader: BitReader, length: number): StreamInfo {
  const start = reader.bytePosition
  reader.skipBytes(10)
  const sampleRate = reader.read(20)
  const channels = reader.read(3) + 1
  const bitsPerSample = reader.read(5) + 1
  const sampleCount = reader.read(36)
  reader.skipBytes(start + length - reader.bytePosition)
  return { sampleRate, channels, bitsPerSample, sampleCount }
}

function readFrame(reader: BitReader, info: StreamInfo): readonly Float32Array[] {
  const { blockSize, bitsPerSample, channelCode } = readFrameHeader(reader, info)
  const channels = Array.from({ length: channelCode < 8 ? channelCode + 1 : 2 }, (_, channel) => {
    // The difference of two channels needs one extra bit.
    const isSide = channelCode === 9 ? channel === 0 : channelCode >= 8 && channel === 1
    return readSubframe(reader, blockSize, bitsPerSample + (isSide ? 1 : 0))
  })
  reader.skipToByte()
  // Skip the frame's checksum.
  reader.skipBytes(2)
  const scale = 2 ** (bitsPerSample - 1)
  return separate(channels, channelCode).map((samples) => scaleDown(samples, scale))
}

function readFrameHeader(reader: BitReader, info: StreamInfo): FrameHeader {
  if (reader.read(14) !== 0x3ffe) throw new RangeError('a frame does not begin where it should')
  reader.read(2)
  const blockSizeCode = reader.read(4)
  const sampleRateCode = reader.read(4)
  const channelCode = reader.read(4)
  const sampleSizeCode = reader.read(3)
  reader.read(1)
  skipCodedNumber(reader)
  const blockSize = readBlockSize(reader, blockSizeCode)
  // Codes 12 to 14 put a sample rate after the block size; ignored, the stream's rate applies to all frames.
  if (sampleRateCode >= 12) reader.read(sampleRateCode === 12 ? 8 : 16)
  reader.read(8)
  if (channelCode > 10) throw new RangeError(`channel code ${channelCode} is reserved`)
  return { blockSize, channelCode, bitsPerSample: sampleSizes[sampleSizeCode] ?? info.bitsPerSample }
}

/** Skips the frame number, coded like a UTF-8 character: the leading ones of the first byte give its length. */
function skipCodedNumber(reader: BitReader): void {
  const leadingOnes = Math.clz32(~(reader.read(8) << 24))
  if (leadingOnes > 1) reader.skipBytes(leadingOnes - 1)
}

function readBlockSize(reader: BitReader, code: number): number {
  if (code === 0) throw new RangeError('block size 0 is reserved')
  if (code === 1) return 192
  if (code <= 5) return 576 * 2 ** (code - 2)
  if (code === 6) return reader.read(8) + 1
  if (code === 7) return reader.read(16) + 1
  return 256 * 2 ** (code - 8)
}

// Loops below, not callbacks for each sample: a silent file is decoded ten times as fast.

function scaleDown(samples: Float64Array, scale: number): Float32Array {
  const scaled = new Float32Array(samples.length)
  for (let index = 0; index < samples.length; index++) scaled[index] = samples[index]! / scale
  return scaled
}

/** Reverses the stereo coding (RFC 9639, section 4.2). */
function separate(channels: readonly Float64Array[], channelCode: number): readonly Float64Array[] {
  if (channelCode < 8) return channels
  const [first = new Float64Array(0), second = new Float64Array(0)] = channels
  const [left, right] = [new Float64Array(first.length), new Float64Array(first.length)]
  for (let index = 0; index < first.length; index++) {
    const [a, b] = [first[index]!, second[index]!]
    if (channelCode === 8) right[index] = a - b
    else right[index] = channelCode === 9 ? b : (2 * a + Math.abs(b % 2) - b) / 2
    left[index] = channelCode === 8 ? a : right[index]! + (channelCode === 9 ? a : b)
  }
  return [left, right]
}
