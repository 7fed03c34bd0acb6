import { createMp3Encoder } from 'wasm-media-encoders'

/** Clear for speech, at a third of what music needs. */
const kilobitsPerSecond = 64

let loading: ReturnType<typeof createMp3Encoder> | undefined

/**
 * Encodes mono speech as whole MP3 frames, which may follow any others in a file.
 *
 * @param sampleRate A rate that MPEG audio has: 16, 22.05, 24, 32, 44.1 or 48 kHz.
 * @returns The frames and their duration: about 0.06 s more than the samples have, for the delay of the encoder before them
 *   and the rest of the last frame after them.
 */
export async function encodeSpeechMp3(
  samples: Float32Array,
  sampleRate: number,
): Promise<{ audio: Uint8Array; durationSeconds: number }> {
  loading ??= createMp3Encoder()
  const encoder = await loading
  // Also resets what it keeps of the sound before.
  encoder.configure({ sampleRate, channels: 1, bitrate: kilobitsPerSecond, outputSampleRate: sampleRate as 24_000 })
  // Each result is a view of the encoder's memory, overwritten by the next call.
  const body = encoder.encode([samples]).slice()
  const rest = encoder.finalize()
  const audio = new Uint8Array(body.length + rest.length)
  audio.set(body)
  audio.set(rest, body.length)
  return { audio, durationSeconds: (audio.length * 8) / (kilobitsPerSecond * 1_000) }
}
