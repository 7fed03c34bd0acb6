import { toInt16, toLittleEndianBytes, wavHeader } from '@mira/engine/audio'
import { createMp3Encoder } from 'wasm-media-encoders'
import { sampleRate } from '../sample-rate.ts'
import { infoFrame } from './info-frame.ts'
import type { Stereo } from './loudness.ts'

/** MP3 bit rate in kbit/s: close to transparent for most music. */
export const mp3Bitrate = 192

/** Samples encoded per step, between progress reports. */
const blockSamples = 10 * sampleRate

/** Encodes a 16-bit stereo WAV file. */
export function encodeWav({ left, right }: Stereo): Uint8Array {
  const interleaved = new Float32Array(left.length * 2)
  for (let index = 0; index < left.length; index++) {
    interleaved[2 * index] = left[index]!
    interleaved[2 * index + 1] = right[index]!
  }
  const data = toLittleEndianBytes(toInt16(interleaved))
  return joinBytes([wavHeader(sampleRate, data.length, 2), data])
}

/** Encodes an MP3 file whose first frame records the silence added by the encoder, so that its duration is exact. */
export async function encodeMp3({ left, right }: Stereo, onProgress: (fraction: number) => void): Promise<Uint8Array> {
  const encoder = await createMp3Encoder()
  encoder.configure({ sampleRate, channels: 2, bitrate: mp3Bitrate, outputSampleRate: sampleRate })
  const parts: Uint8Array[] = []
  for (let start = 0; start < left.length; start += blockSamples) {
    const block = [left, right].map((channel) => channel.subarray(start, start + blockSamples))
    // The encoder's result is a view of its memory and is overwritten by the next call.
    parts.push(encoder.encode(block as [Float32Array, Float32Array]).slice())
    onProgress(Math.min(1, (start + blockSamples) / left.length))
  }
  parts.push(encoder.finalize().slice())
  const audio = joinBytes(parts)
  return joinBytes([infoFrame(audio, left.length), audio])
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}
