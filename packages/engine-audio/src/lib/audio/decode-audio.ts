import { EngineInputError } from '@mira/engine'
import { toInt16 } from '@mira/engine/audio'
import { AudioCollector, type AudioSink } from './audio-collector.ts'
import { decodeFlac } from './decoders/flac.ts'
import { decodeMp3 } from './decoders/mp3.ts'
import { decodeWav } from './decoders/wav.ts'
import { fillUpperBand, telephoneSampleRate } from './telephone-band.ts'

/** Decodes a file into a sink; an error thrown by the sink stops decoding. */
type Decoder = (file: Uint8Array, sink: AudioSink) => void | Promise<void>

/** Loaded on first use: its packages take as long to load as the rest of the process takes to start. */
const decodeOggOrWebm: Decoder = async (file, sink) =>
  (await import('./decoders/ogg-webm.ts')).decodeOggOrWebm(file, sink)

/** Decoders by file signature: file names and request headers are not reliable. */
const decoders: readonly (readonly [begins: (file: Uint8Array) => boolean, decode: Decoder])[] = [
  [(file) => hasAscii(file, 0, 'RIFF') && hasAscii(file, 8, 'WAVE'), decodeWav],
  [(file) => hasAscii(file, 0, 'fLaC'), decodeFlac],
  [(file) => hasAscii(file, 0, 'OggS') || hasBytes(file, 0x1a, 0x45, 0xdf, 0xa3), decodeOggOrWebm],
  [(file) => hasAscii(file, 0, 'ID3') || isMpegFrame(file), decodeMp3],
]

/**
 * Decodes an audio file to 16 kHz mono.
 *
 * @throws {EngineInputError} `too_long` as soon as the header announces, or the decoder finds, more audio than allowed;
 *   `unsupported_format`, `unreadable` or `empty` for other files that cannot be decoded.
 */
export async function decodeAudio(file: Uint8Array, maxDurationSeconds: number): Promise<Int16Array> {
  if (file.length === 0) throw new EngineInputError('The file is empty', 'file', { code: 'empty' })
  const decode = decoders.find(([begins]) => begins(file))?.[1]
  if (!decode) {
    throw new EngineInputError('The file has no audio of a known kind. Send WAV, MP3, FLAC, OGG or WebM.', 'file', {
      code: 'unsupported_format',
    })
  }
  const audio = new AudioCollector(maxDurationSeconds)
  await decode(file, audio)
  const samples = audio.finish()
  if (samples.length === 0) throw new EngineInputError('The file contains no audio', 'file', { code: 'empty' })
  return toInt16(audio.sampleRate <= telephoneSampleRate ? fillUpperBand(samples) : samples)
}

function hasAscii(file: Uint8Array, offset: number, text: string): boolean {
  return hasBytesAt(file, offset, new TextEncoder().encode(text))
}

function hasBytes(file: Uint8Array, ...bytes: number[]): boolean {
  return hasBytesAt(file, 0, bytes)
}

function hasBytesAt(file: Uint8Array, offset: number, bytes: ArrayLike<number>): boolean {
  return Array.from(bytes).every((byte, index) => file[offset + index] === byte)
}

/** Checks for the sync word (eleven set bits), then a valid layer and bit rate (ISO 11172-3, 2.4.2.3). */
function isMpegFrame([first = 0, second = 0, third = 0]: Uint8Array): boolean {
  return first === 0xff && (second & 0xe0) === 0xe0 && (second & 0x06) !== 0 && (third & 0xf0) !== 0xf0
}
