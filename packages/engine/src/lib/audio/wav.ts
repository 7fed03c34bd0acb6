import { EngineInputError } from '../engine.ts'
import type { Pcm } from './pcm.ts'

const headerLength = 44

/** Placeholder size while the length is unknown; players then read to the end. */
const unknownSize = 0xffff_ffff

/**
 * Creates the header of a 16-bit WAV file.
 *
 * @param dataLength - Size of the sample data in bytes. Omit it for a stream of unknown length; see {@link finishWav}.
 */
export function wavHeader(sampleRate: number, dataLength?: number, channels = 1): Uint8Array {
  const header = new Uint8Array(headerLength)
  const view = new DataView(header.buffer)
  const ascii = (offset: number, text: string) => header.set(new TextEncoder().encode(text), offset)
  ascii(0, 'RIFF')
  view.setUint32(4, dataLength === undefined ? unknownSize : dataLength + headerLength - 8, true)
  ascii(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, channels, true)
  view.setUint32(24, sampleRate, true)
  view.setUint32(28, sampleRate * channels * 2, true)
  view.setUint16(32, channels * 2, true)
  view.setUint16(34, 16, true)
  ascii(36, 'data')
  view.setUint32(40, dataLength ?? unknownSize, true)
  return header
}

/** Writes the actual sizes into a WAV file that was created as a stream. Modifies the given bytes. */
export function finishWav(file: Uint8Array): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  view.setUint32(4, file.length - 8, true)
  view.setUint32(40, file.length - headerLength, true)
  return file
}

interface WavFormat {
  readonly encoding: 'integer' | 'float'
  readonly channels: number
  readonly sampleRate: number
  readonly bytesPerSample: number
}

/**
 * Parses a WAV file: 8, 16, 24 or 32-bit integers or 32-bit floats, up to 8 channels, mixed down to mono.
 *
 * Sizes in the header are not trusted: reads never go past the end of the file.
 *
 * @throws {EngineInputError} when the file is not a WAV file or its encoding is not supported.
 */
export function parseWav(file: Uint8Array): Pcm {
  const { 'fmt ': formatChunk, data } = findChunks(file)
  if (!formatChunk || !data) throw unreadable('The WAV file has no format or no data part')
  const format = parseFormat(formatChunk)
  return { samples: readSamples(data, format), sampleRate: format.sampleRate }
}

interface Chunks {
  'fmt '?: Uint8Array
  data?: Uint8Array
}

/** Finds the first chunk of either name. Others are skipped: a small file can hold a million of them. */
function findChunks(file: Uint8Array): Chunks {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const chunks: Chunks = {}
  for (let offset = 12; offset + 8 <= file.length && !(chunks['fmt '] && chunks.data); ) {
    const name = String.fromCharCode(...file.subarray(offset, offset + 4))
    const length = Math.min(view.getUint32(offset + 4, true), file.length - offset - 8)
    if (name === 'fmt ' || name === 'data') chunks[name] ??= file.subarray(offset + 8, offset + 8 + length)
    // Chunks are aligned to even offsets.
    offset += 8 + length + (length % 2)
  }
  return chunks
}

function parseFormat(chunk: Uint8Array): WavFormat {
  if (chunk.length < 16) throw unreadable('The WAV file has a broken format part')
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength)
  const isExtensible = view.getUint16(0, true) === 0xfffe && chunk.length >= 26
  const tag = view.getUint16(isExtensible ? 24 : 0, true)
  const channels = view.getUint16(2, true)
  const sampleRate = view.getUint32(4, true)
  const bits = view.getUint16(14, true)
  const isKnown = tag === 1 ? [8, 16, 24, 32].includes(bits) : tag === 3 && bits === 32
  if (!isKnown) throw unsupported(`The file's WAV encoding ${tag} of ${bits} bits`)
  if (channels < 1 || channels > 8) throw unsupported(`A WAV file of ${channels} channels`)
  if (sampleRate < 4_000 || sampleRate > 384_000) throw unsupported(`A WAV file of ${sampleRate} Hz`)
  return { encoding: tag === 3 ? 'float' : 'integer', channels, sampleRate, bytesPerSample: bits / 8 }
}

function unreadable(message: string): EngineInputError {
  return new EngineInputError(message, 'file', { code: 'unreadable' })
}

function unsupported(subject: string): EngineInputError {
  return new EngineInputError(`${subject} is not supported`, 'file', { code: 'unsupported_format' })
}

function readSamples(data: Uint8Array, { encoding, channels, bytesPerSample }: WavFormat): Float32Array {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const read =
    encoding === 'float' ? (offset: number) => view.getFloat32(offset, true) : integerReader(view, bytesPerSample)
  const samples = new Float32Array(Math.floor(data.length / bytesPerSample / channels))
  for (let frame = 0; frame < samples.length; frame++) {
    let sum = 0
    for (let channel = 0; channel < channels; channel++) sum += read((frame * channels + channel) * bytesPerSample)
    samples[frame] = sum / channels
  }
  return samples
}

function integerReader(view: DataView, bytesPerSample: number): (offset: number) => number {
  switch (bytesPerSample) {
    case 1:
      // 8-bit WAV is unsigned; all other widths are signed.
      return (offset) => (view.getUint8(offset) - 128) / 128
    case 2:
      return (offset) => view.getInt16(offset, true) / 2 ** 15
    case 3:
      return (offset) => (view.getUint16(offset, true) + view.getInt8(offset + 2) * 2 ** 16) / 2 ** 23
    default:
      return (offset) => view.getInt32(offset, true) / 2 ** 31
  }
}
