import type { SpeechFormat } from '@mira/engine'
import { toInt16, toLittleEndianBytes, wavHeader } from '@mira/engine/audio'
import { encodeSpeechMp3 } from '../audio/mp3-encoder.ts'

/** Options for {@link encodeAudio}. */
export interface EncodeAudioOptions {
  readonly format: SpeechFormat
  readonly sampleRate: number
  /** Whether this is the first part of the file. */
  readonly isFirst: boolean
}

/** An encoded part of a file. */
export interface EncodedAudio {
  readonly audio: Uint8Array
  readonly durationSeconds: number
}

/** Encodes a part of a file. Independent of previous parts, which may have been encoded by another process. */
export async function encodeAudio(
  samples: Float32Array,
  { format, sampleRate, isFirst }: EncodeAudioOptions,
): Promise<EncodedAudio> {
  if (format === 'mp3') return encodeSpeechMp3(samples, sampleRate)
  const bytes = toLittleEndianBytes(toInt16(samples))
  const audio = format === 'wav' && isFirst ? concatenate(wavHeader(sampleRate), bytes) : bytes
  return { audio, durationSeconds: samples.length / sampleRate }
}

function concatenate(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Uint8Array(first.length + second.length)
  joined.set(first)
  joined.set(second, first.length)
  return joined
}
